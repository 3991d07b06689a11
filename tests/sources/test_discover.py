"""Files, folders and standard input: what is read, in which order, and one line for what is not."""

from __future__ import annotations

import io
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.model import Article, ClaimedDate, Problem
from onrecord.sources.discover import find_sources
from onrecord.sources.limits import MAX_FILE_BYTES, MAX_TEXT_LENGTH
from onrecord.sources.source import Source

REPORT = "BRENNA (Meridian) - Ostmark denied on Wednesday that it had opened the gates.\n"


def items(*specs: object, stdin: bytes | None = None, **given: object) -> list[Article | Problem]:
    """Everything that comes of the sources these names lead to."""
    found: list[Article | Problem] = []
    stream = None if stdin is None else io.BytesIO(stdin)
    for source in find_sources([str(spec) for spec in specs], stdin=stream, **given):  # type: ignore[arg-type]
        if isinstance(source, Problem):
            found.append(source)
        else:
            found.extend(received.item for received in source.read())
    return found


def the_problem(*specs: object) -> str:
    """The message of the one problem there must be; it names the source and is one line."""
    [problem] = items(*specs)
    assert isinstance(problem, Problem)
    assert problem.where == Path(str(specs[0])).as_posix()
    assert problem.message
    assert "\n" not in problem.message
    return problem.message


def test_a_text_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(REPORT, encoding="utf-8")
    before = datetime.now(UTC)
    [article] = items(file)
    assert isinstance(article, Article)
    assert (article.uri, article.text) == (file.as_posix(), REPORT)
    assert before <= article.captured <= datetime.now(UTC)
    assert article.problems == ()


def test_a_folder_is_walked_in_order_and_skipped_files_are_listed(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.md",
        "a/y.txt",
        ".hidden.txt",
        ".git/x.txt",
        "c.bin",
        "d.csv",
        "NOTES",
    ):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"\x00\x01\x02" * 50 if name == "c.bin" else REPORT.encode())
    found = items(tmp_path)
    names = [
        Path(item.uri if isinstance(item, Article) else item.where).relative_to(tmp_path).as_posix()
        for item in found
    ]
    assert names == ["NOTES", "a/y.txt", "a/z.md", "b.txt", "c.bin", "d.csv"]
    assert [isinstance(item, Article) for item in found] == [True, True, True, True, False, False]
    assert "unknown kind of file (.csv)" in str(found[-1])


def test_a_named_file_of_unknown_kind_is_read(tmp_path: Path) -> None:
    file = tmp_path / "report.dat"
    file.write_text(REPORT, encoding="utf-8")
    assert isinstance(items(file)[0], Article)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert the_problem(tmp_path) == "no files in this folder"


def test_a_missing_path(tmp_path: Path) -> None:
    assert the_problem(tmp_path / "no.txt") == "cannot be read: no such file or directory"


@pytest.mark.parametrize("spec", ["", "a\x00b", "x" * 5000])
def test_invalid_paths(spec: str) -> None:
    assert [type(item) for item in items(spec)] == [Problem]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty file"),
        (b" \n\t\n", "empty file"),
        (b"\xef\xbb\xbf\n", "empty: no text in it"),
        ("\u200b\u00a0\n".encode(), "empty: no text in it"),
        (b"# outlet: Kessen Daily\n\n", "empty: no text in it"),
        (b"%PDF-1.7\n1 0 obj", "binary data (PDF), not text"),
        (b"\x1f\x8b\x08\x00abc", "binary data (gzip), not text"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04" * 30, "binary data (zero bytes), not text"),
        (
            "Министр сказал, что мост закрыт. ".encode("koi8-r") * 9,
            "wrong encoding: byte 1 is not UTF-8",
        ),
        (
            REPORT.encode() * 9 + b"\x81\x8d\xff" + REPORT.encode(),
            "wrong encoding: byte 703 is not UTF-8",
        ),
    ],
)
def test_bad_input_is_one_line(tmp_path: Path, data: bytes, message: str) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes(data)
    assert the_problem(file).startswith(message)


def test_a_large_file_is_not_read_completely(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    with file.open("wb") as out:
        out.truncate(50_000_000)
        out.write(REPORT.encode())
    begun = time.process_time()
    assert (
        the_problem(file)
        == f"larger than {MAX_FILE_BYTES // 1_000_000} MB, too large for one report"
    )
    assert time.process_time() - begun < 1


def test_a_text_too_long_for_one_report(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text(REPORT * (MAX_TEXT_LENGTH // len(REPORT) + 1), encoding="utf-8")
    assert the_problem(file).startswith("too long: 2,000,")


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-16-le", "not UTF-8; read as utf_16_le, which fits"),
        ("cp1252", "not UTF-8; read as cp1252, which fits"),
    ],
)
def test_common_encodings_of_english(tmp_path: Path, encoding: str, note: str | None) -> None:
    text = "“No one was hurt,” he said – and paid £5, not €6, at the café in Brenna. " * 5
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode(encoding))
    [article] = items(file)
    assert isinstance(article, Article)
    assert article.text == text
    assert [problem.message for problem in article.problems] == ([note] if note else [])


def test_pipes_sockets_and_devices_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert the_problem(pipe) == "not a file: a named pipe"
    assert the_problem("/dev/zero") == "not a file: a device"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        assert the_problem(tmp_path / "s") == "not a file: a socket"


def test_a_file_that_becomes_a_pipe_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(REPORT, encoding="utf-8")
    [source] = find_sources([str(file)])
    assert isinstance(source, Source)
    file.unlink()
    os.mkfifo(file)
    assert [received.item for received in source.read()] == [
        Problem(file.as_posix(), "not a file any more")
    ]


def test_links_to_files_are_followed_without_loops(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "c").symlink_to(tmp_path)
    (tmp_path / "d.txt").symlink_to(tmp_path / "d.txt")
    (tmp_path / "e.txt").symlink_to(tmp_path / "nowhere")
    found = items(tmp_path)
    assert [type(item) for item in found] == [Article, Article, Problem, Problem, Problem]
    messages = [item.message for item in found if isinstance(item, Problem)]
    assert messages[0] == "not a file: a folder"
    assert "too many levels" in messages[1]
    assert "no such file" in messages[2]


def test_a_folder_deeper_than_the_path_limit(tmp_path: Path) -> None:
    home = Path.cwd()
    try:
        os.chdir(tmp_path)
        for _ in range(60):
            Path("d" * 100).mkdir()
            os.chdir("d" * 100)
    finally:
        os.chdir(home)
    [problem] = items(tmp_path)
    assert isinstance(problem, Problem)
    assert "too long" in problem.message


@contextmanager
def unprivileged() -> Iterator[None]:
    """As nobody in particular: root may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_files_without_permission(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(REPORT, encoding="utf-8")
    (tmp_path / "f").mkdir(mode=0o000)
    file.chmod(0o000)
    for parent in (tmp_path, *tmp_path.parents[:3]):
        if parent.stat().st_uid == os.geteuid() and parent != Path("/tmp"):
            parent.chmod(0o755)
    with unprivileged():
        assert the_problem(file) == "cannot be read: permission denied"
        assert the_problem(tmp_path / "f") == "cannot be read: permission denied"


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_bytes(REPORT.encode())
    [article] = items(tmp_path)
    assert isinstance(article, Article)
    assert article.uri.encode() == os.fsencode(tmp_path) + "/caf\ufffd.txt".encode()


def test_given_outlet_and_date_win(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("# outlet: Kessen Daily\n# published: 2024-02-28\n" + REPORT, encoding="utf-8")
    [article] = items(file, outlet="Meridian", published="2024-02-29")
    assert isinstance(article, Article)
    assert article.outlet == "Meridian"
    assert article.published == (
        ClaimedDate("argument", "2024-02-29"),
        ClaimedDate("field", "2024-02-28"),
    )
    assert article.text == REPORT


def test_given_clock(tmp_path: Path) -> None:
    moment = datetime(2024, 3, 1, tzinfo=UTC)
    [article] = items("-", stdin=REPORT.encode(), now=lambda: moment)
    assert isinstance(article, Article)
    assert article.captured == moment


def test_an_unknown_field_raises_at_once() -> None:
    with pytest.raises(UsageError, match="no field 'body'"):
        find_sources([], fields={"body": "x"})


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (REPORT.encode(), [REPORT]),
        (b"\n\n  " + REPORT.encode(), ["\n\n  " + REPORT]),
        (b'{"text": "One."}\n\n{"text": "Two."}', ["One.", "Two."]),
        (b"\n \n" + b'{"text": "One."}\n', ["One."]),
        (b"x" * 9000, ["x" * 9000]),
    ],
)
def test_kind_of_standard_input(data: bytes, texts: list[str]) -> None:
    assert [item.text for item in items("-", stdin=data) if isinstance(item, Article)] == texts


def test_standard_input_in_pieces() -> None:
    reading, writing = os.pipe()
    os.write(writing, b'{"text": "One')
    os.write(writing, b'."}\n{"text": "Two."}\n')
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        [source] = find_sources(["-"], stdin=stream)
        assert isinstance(source, Source)
        assert [getattr(received.item, "text", None) for received in source.read()] == [
            "One.",
            "Two.",
        ]


def test_bytes_done(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"text": "One."}\n{"text": "Two."}\n')
    [source] = find_sources([str(file)])
    assert isinstance(source, Source)
    assert source.size == 34
    assert [received.done for received in source.read()] == [17, 34]
