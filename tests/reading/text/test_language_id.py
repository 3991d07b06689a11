"""English is never rejected, however short; other languages are identified."""

from __future__ import annotations

import time

import pytest

from onrecord.reading.text.language_id import language_of

SHORT = [
    "Minister resigns",
    "“No,” said Korvin.",
    "Ostmark denies claims",
    "Mira Tasel said the bridge was closed.",
    "Karsk, Lume",
    "Korvin-Keld call: Valdria, Ostmark",
    "KORVIN TO KELD: CLOSE THE GATES",
    "Ban lifted, says Arden",
]
FOREIGN = {
    "de": "Der Minister sagte am Dienstag, die Brücke sei geschlossen. Die Polizei bat alle zu warten.",
    "fr": "Le ministre a déclaré mardi que le pont était fermé. La police a demandé aux gens d'attendre.",
    "es": "El ministro dijo el martes que el puente estaba cerrado. La policía pidió a todos esperar.",
    "uk": "Міністр заявив у вівторок, що міст закрито. Поліція попросила всіх залишатися вдома.",
    "hr": "Premijer je u utorak rekao da je most zatvoren nakon što je voda tijekom noći porasla.",
    "id": "Perdana menteri mengatakan pada hari Selasa bahwa jembatan di atas sungai itu ditutup.",
}


@pytest.mark.parametrize("text", SHORT)
def test_short_english_is_never_confidently_another_language(text: str) -> None:
    tongue, sure = language_of(text)
    assert tongue == "en" or sure < 0.9


@pytest.mark.parametrize(("tongue", "text"), FOREIGN.items())
def test_another_language_is_confidently_not_english(tongue: str, text: str) -> None:
    found, sure = language_of(text)
    assert found == tongue
    assert sure >= 0.9


@pytest.mark.parametrize("text", ["", " \n", "12345 .. — 7", "😀😀"])
def test_text_without_words_has_no_language(text: str) -> None:
    assert language_of(text) == ("und", 0.0)


def test_an_english_notice_does_not_hide_the_language_of_the_report() -> None:
    notice = "This page needs scripts to be switched on in your browser. "
    assert language_of(notice + FOREIGN["de"] * 40)[0] == "de"


def test_time_does_not_grow_with_the_text() -> None:
    def cost(text: str) -> float:
        begun = time.process_time()
        for _ in range(5):
            language_of(text)
        return time.process_time() - begun

    line = "The minister said on Tuesday that the bridge at Lume was closed. "
    cost(line)
    short = min(cost(line * 40) for _ in range(3))
    assert min(cost(line * 40_000) for _ in range(3)) < short * 5
