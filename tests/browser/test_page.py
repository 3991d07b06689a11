"""The page in a real browser: no foreign requests, no errors, keyboard use, contrast, sizes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.chromium import MISSING, find_chromium
from tests.views import invented

if find_chromium() is None:
    pytest.skip(MISSING, allow_module_level=True)

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
PAGES = (
    "home",
    "reports",
    "report",
    "hostile",
    "crossing",
    "statements",
    "statement",
    "entity",
    "problems",
)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

# Every visible text with less contrast to what lies behind it than WCAG's 4.5, and the least of all.
CONTRAST = """() => {
  const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length > 3 ? m : [...m, 1]; };
  const light = c => { const [r, g, b] = c.map(v => { v /= 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3]));
  const behind = node => { const layers = [];
    for (let e = node; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]); };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = []; let least = 99, seen = 0;
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), e = walker.currentNode.parentElement;
    if (!text || !e.checkVisibility() || e.closest('.unseen')) continue;
    const back = behind(e), fore = over(parse(getComputedStyle(e).color), back);
    const [a, b] = [light(fore), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    seen += 1; least = Math.min(least, ratio);
    if (ratio < 4.5) poor.push([ratio, e.className, text.slice(0, 30)]);
  }
  return {poor, least, seen};
}"""


@contextmanager
def opened(
    browser: Browser, site: str, *, width: int = 1280, watch: bool = True, **options: Any
) -> Iterator[Page]:
    """A page in a context of its own; complaints and foreign requests fail the test at its end."""
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": 800}, **options
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    # A request still under way when the reader goes on to another page is aborted, which is no failure.
    page.on(
        "requestfailed",
        lambda request: (
            None
            if request.failure == "net::ERR_ABORTED"
            else complaints.append(f"failed: {request.url} {request.failure}")
        ),
    )
    page.on(
        "request",
        lambda request: None if request.url.startswith(site) else complaints.append(request.url),
    )
    yield page
    context.close()
    assert not (watch and complaints), complaints


@pytest.mark.parametrize("name", PAGES)
def test_no_foreign_requests_no_errors_and_good_contrast(
    browser: Browser, site: str, addresses: dict[str, str], name: str
) -> None:
    for scheme in SCHEMES:
        with opened(browser, site, color_scheme=scheme) as page:
            page.goto(addresses[name])
            found = page.evaluate(CONTRAST)
            assert found["seen"] > 5
            assert not found["poor"], (scheme, found["poor"])


def test_highlighted_marks_have_good_contrast(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    for scheme in SCHEMES:
        with opened(browser, site, color_scheme=scheme) as page:
            page.goto(addresses["report"])
            for number in page.locator(".text .number").all():
                number.click()
                page.locator(f".list li{number.get_attribute('href')} > .number").click()
                assert not page.evaluate(CONTRAST)["poor"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 360, 768, 1056, 1280, 1920])
def test_no_page_scrolls_sideways(
    browser: Browser, site: str, addresses: dict[str, str], name: str, width: int
) -> None:
    with opened(browser, site, width=width) as page:
        page.goto(addresses[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_roles_differ_by_more_than_colour(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    look = """mark => { const s = getComputedStyle(mark); return [s.fontStyle,
      s.textDecorationLine, s.textDecorationStyle, s.textDecorationThickness,
      s.backgroundColor !== 'rgba(0, 0, 0, 0)'].join(' ') }"""
    with opened(browser, site) as page:
        page.goto(addresses["report"])
        looks = [mark.evaluate(look) for mark in page.locator(".legend mark").all()]
        assert len(looks) == 6
        assert len(set(looks)) == 6
        said = "mark => getComputedStyle(mark, '::before').content"
        for role in ("source", "cue", "content", "channel", "question"):
            assert role.replace("channel", "through") in page.locator(
                f".passage mark.{role}"
            ).first.evaluate(said)


def test_nested_statements_are_tinted_deeper(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    with opened(browser, site) as page:
        page.goto(addresses["report"])
        tint = "mark => getComputedStyle(mark).backgroundColor"
        tints = [
            page.locator(f".passage mark.content.depth-{n}").first.evaluate(tint) for n in (0, 1, 2)
        ]
        assert len(set(tints)) == 3


def test_marks_and_items_link_to_each_other(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    with opened(browser, site) as page:
        page.goto(addresses["report"])
        cue = page.locator(".passage mark.cue").get_by_text("declined", exact=True)
        cue.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        cue.click()
        item = page.locator(".list li:target")
        expect(item).to_contain_text("to comment")
        expect(item).to_be_in_viewport()
        assert page.evaluate("scrollY") == before, "going to an item must not move the text"
        id_ = (item.get_attribute("id") or "").removeprefix("s-")
        lit = page.locator(f".passage .m-{id_}")
        assert lit.count() == 4
        for mark in lit.all():
            assert mark.evaluate("m => getComputedStyle(m).outlineStyle") == "solid"
        item.locator("> .number").click()
        expect(page.locator(f"#t-{id_}")).to_be_in_viewport()
        assert page.url.endswith(f"#t-{id_}")
        unlit = page.locator(f".passage mark:not(.m-{id_})").first
        assert unlit.evaluate("m => getComputedStyle(m).outlineStyle") == "none"


def test_every_statement_is_linked_both_ways(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    with opened(browser, site, width=360) as page:
        page.goto(addresses["report"])
        items = page.locator(".list li").all()
        assert len(items) == len(invented.CALL.attributions)
        for item in items:
            id_ = (item.get_attribute("id") or "").removeprefix("s-")
            page.locator(f"#t-{id_}").click()
            expect(item).to_be_in_viewport()
            item.locator("> .number").click()
            expect(page.locator(f"#t-{id_}")).to_be_in_viewport()


def test_the_skip_links_come_first_and_work(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    with opened(browser, site) as page:
        page.goto(addresses["report"])
        page.keyboard.press("Tab")
        skip = page.locator(".skip").first
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#statements")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator(".list .number").first).to_be_focused()


@pytest.mark.parametrize("name", ["home", "report", "statements", "entity"])
def test_keyboard_focus_is_ordered_and_visible(
    browser: Browser, site: str, addresses: dict[str, str], name: str
) -> None:
    stops = """() => [...document.querySelectorAll('a[href], button, input, select, [tabindex="0"]')]
      .filter(e => e.tabIndex >= 0 && e.type !== 'hidden').length"""
    here = """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
      const all = [...document.querySelectorAll('*')];
      return {place: all.indexOf(e), outline: s.outlineStyle, width: parseFloat(s.outlineWidth),
        seen: b.bottom > 0 && b.top < innerHeight && b.width > 0, what: e.outerHTML.slice(0, 80)} }"""
    with opened(browser, site) as page:
        page.goto(addresses[name])
        last = -1
        dates = page.locator('input[type="date"]').count()
        for _ in range(page.evaluate(stops)):
            page.keyboard.press("Tab")
            focus = page.evaluate(here)
            assert focus["place"] >= last, focus
            assert focus["outline"] != "none", focus
            assert focus["width"] >= 2, focus
            assert focus["seen"], focus
            last = focus["place"]
        assert last > 0
        if not dates:  # a date field has stops of its own within
            assert page.evaluate("document.activeElement.textContent") == "This page as JSON"


def test_controls_are_large_enough(browser: Browser, site: str, addresses: dict[str, str]) -> None:
    with opened(browser, site, width=360) as page:
        for name in ("report", "statements"):
            page.goto(addresses[name])
            for selector in (
                ".masthead a",
                "button",
                "select",
                ".list li > .number",
                ".marking label",
            ):
                for control in page.locator(selector).all():
                    box = control.bounding_box()
                    assert box is not None
                    assert box["height"] >= 24, (selector, box)
                    assert box["width"] >= 24, (selector, box)


def test_pages_work_without_javascript(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    with opened(browser, site, java_script_enabled=False) as page:
        page.goto("/")
        page.get_by_label("Search statements").fill("shells")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("status")).to_contain_text("statement")
        page.get_by_label("Speech act", exact=True).select_option("deny")
        page.get_by_label("Said by").fill("brandt")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("status")).to_have_text("1 statement")
        page.get_by_role("link", name="Explain").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("A statement explained")
        page.get_by_role("link", name="The whole report").click()
        expect(page.locator(".number:target")).to_be_in_viewport()
        page.goto("/reports")
        page.get_by_label("Outlet").select_option("Lume Courier")
        page.get_by_role("button", name="Show").click()
        expect(page.locator(".report-row")).to_have_count(1)


def test_marks_can_be_switched_off(browser: Browser, site: str, addresses: dict[str, str]) -> None:
    look = "m => getComputedStyle(m).backgroundColor"
    with opened(browser, site, java_script_enabled=True) as page:
        page.goto(addresses["report"])
        mark = page.locator(".passage mark.content").first
        assert mark.evaluate(look) != "rgba(0, 0, 0, 0)"
        page.get_by_label("Show the text without marks").check()
        assert mark.evaluate(look) == "rgba(0, 0, 0, 0)"
        expect(page.locator(".passage .number").first).to_be_hidden()


def test_copied_text_contains_no_labels(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    with opened(browser, site) as page:
        page.goto(addresses["report"])
        words = page.get_by_text("“And whoever doubts it may come and look.”").first
        box = words.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2, steps=8)
        page.mouse.up()
        selected = page.evaluate("getSelection().toString()")
        assert "whoever doubts it may come and loo" in selected
        assert "[" not in selected


def test_a_hostile_report_runs_nothing(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    with opened(browser, site) as page:
        page.goto(addresses["hostile"])
        assert page.evaluate("document.querySelectorAll('script, style, img, main b').length") == 0
        expect(page.locator(".passage.body").first).to_contain_text('<script>alert("a")</script>')
        assert page.locator(".list").is_visible()
        assert page.locator('.origin a[href^="javascript"]').count() == 0


def test_a_foreign_script_is_refused(browser: Browser, site: str) -> None:
    with opened(browser, site, watch=False) as page:
        page.goto("/")
        heard: list[str] = []
        page.on("console", lambda message: heard.append(message.text))
        page.evaluate(
            """() => { const s = document.createElement('script'); s.textContent = 'window.got = 1';
            document.head.append(s) }"""
        )
        assert page.evaluate("window.got") is None
        assert any("Content Security Policy" in text for text in heard)


def test_print_shows_the_text_only(browser: Browser, site: str, addresses: dict[str, str]) -> None:
    with opened(browser, site) as page:
        page.goto(addresses["report"])
        page.emulate_media(media="print")
        expect(page.locator(".masthead nav")).to_be_hidden()
        expect(page.locator(".promo")).to_be_hidden()
        assert page.locator(".list").evaluate("e => getComputedStyle(e).position") == "static"
        assert page.locator(".list li").count() == len(invented.CALL.attributions)
