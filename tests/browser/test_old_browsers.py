"""The citizen's journey in browsers of old phones: Chromium 69, 80 and 90, 360 pixels wide (make test-all)."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote

import pypdfium2
import pytest

from support.old_browser import OldBrowser, old_browser
from support.page_kinds import ONE_OF_EACH

pytestmark = pytest.mark.heavy

# A duty of each answer, and its sign and colour.
ANSWERS = {
    "townships/jidong/unknown/b-001/": ("●", "rgb(24, 90, 29)"),
    "townships/jidong/unknown/c-001/": ("◐", "rgb(13, 71, 161)"),
    "townships/jidong/unknown/r-001/": ("▲", "rgb(109, 59, 0)"),
    "townships/jidong/unknown/r-002/": ("×", "rgb(74, 74, 74)"),
    "townships/kuitun/kaiganqi/c-070/": ("?", "rgb(142, 27, 27)"),
}
DUTY = "townships/yunyang/longjiao/c-013/"
LIST = "townships/yunyang/longjiao/reclaimed/"
COMPARISON = "compare/?in=tuquan/tuquan&in=yunyang/longjiao&category=culture-and-tourism"
SHOWN = "one => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible'"


class _Portal(http.server.SimpleHTTPRequestHandler):
    """Serves a site as servers do: its own page for addresses that do not exist."""

    def send_error(self, code: int, *_: object) -> None:
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def root(site: Path) -> Iterator[str]:
    """The address of the site, served at a host's root."""
    handler = functools.partial(_Portal, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module", params=[69, 80, 90])
def browser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OldBrowser]:
    """One browser of each age."""
    with old_browser(request.param, tmp_path_factory.mktemp(f"chromium-{request.param}")) as one:
        yield one


@pytest.fixture
def old(browser: OldBrowser, root: str) -> Iterator[OldBrowser]:
    """The browser with nothing remembered; no script may fail meanwhile."""
    browser.open(f"{root}about/")
    browser.evaluate("localStorage.clear()")
    yield browser
    assert browser.faults() == []


def is_shown(old: OldBrowser, selector: str) -> bool:
    return old.evaluate(f"[...document.querySelectorAll({selector!r})].some({SHOWN})")


def style(old: OldBrowser, selector: str, name: str, pseudo: str = "") -> str:
    return old.evaluate(f"getComputedStyle(document.querySelector({selector!r}), {pseudo!r})[{name!r}]")


def text(old: OldBrowser, selector: str) -> str:
    return old.evaluate(f"document.querySelector({selector!r}).textContent.trim()")


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_every_kind_of_page_works(old: OldBrowser, root: str, kind: str) -> None:
    """No script fails, nothing sticks out to the right, the buttons of the header do not touch."""
    path, mark, query = kind.partition("?")
    old.open(root + path + mark + quote(query, safe="=&/"))
    if mark:
        old.until("document.querySelector('[data-search-done], [data-compare-done], [data-edit-done]')")
    assert old.evaluate("document.documentElement.scrollWidth") <= 360
    gaps = old.evaluate("""(() => {
      const buttons = document.querySelectorAll(".md-header__inner > :not(.qd-brand)");
      const shown = [...buttons].filter((one) => one.getClientRects().length);
      const all = shown.map((one) => one.getBoundingClientRect());
      return all.slice(1).map((one, i) => one.left - all[i].right);
    })()""")
    assert min(gaps) > 1, gaps


@pytest.mark.parametrize("path", ["overview/", LIST, DUTY])
def test_large_type_fits(old: OldBrowser, root: str, path: str) -> None:
    """Tables too: words are broken where they must be."""
    old.evaluate("localStorage.setItem('qingdan.large', '1')")
    old.open(root + path)
    assert style(old, "html", "fontSize") == "28.8px"
    assert old.evaluate("document.documentElement.scrollWidth") <= 360


def test_home(old: OldBrowser, root: str) -> None:
    """Menu, large type, dark and one's township work, and stay on the next page."""
    old.open(root)
    assert not is_shown(old, ".qd-menu")
    old.click(".qd-menu-button")
    assert is_shown(old, ".qd-menu a")
    old.click("main h1")
    assert not is_shown(old, ".qd-menu")
    old.click("[data-qd-switch=large]")
    old.click("[data-qd-switch=dark]")
    old.click('[data-qd-choose="yunyang/longjiao"]')
    assert text(old, "[data-qd-mine]") == "云阳县龙角镇"
    old.open(root + DUTY)
    assert style(old, "html", "fontSize") == "28.8px"
    assert old.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert old.evaluate("document.querySelector('.qd-header-search [name=in]').value") == "yunyang/longjiao"


def test_form(old: OldBrowser, root: str) -> None:
    """A text is changed, what is wrong is said, the redline and the request are there, and the draft the next time."""
    url = f"{root}contribute/edit/?id=yunyang/longjiao/c-013"

    def fill(selector: str, value: str) -> None:
        old.evaluate(f"""(() => {{
          const one = document.querySelector({selector!r});
          one.value = {value!r};
          one.dispatchEvent(new Event("input", {{ bubbles: true }}));
          one.dispatchEvent(new Event("change", {{ bubbles: true }}));
        }})()""")

    old.open(url)
    old.until("document.querySelector('[data-edit-done]')")
    fill("#edit-township", "1.受理申请；")
    fill("#edit-departments", "县民政居")
    old.until("document.querySelector('#edit-township-problems li')")
    assert "以编号“1.”开头" in text(old, "#edit-township-problems")
    assert "是否指“县民政局”？" in text(old, "#edit-departments-problems")
    fill("#edit-township", "受理申请；")
    fill("#edit-departments", "县民政局")
    fill("#edit-track", "correction")
    fill("#edit-reason", "排错")
    fill("#edit-effective", "2026-06-01")
    old.until("document.querySelector('#edit-text').value.includes('文：受理申请；\\n')")
    assert "［加上：受理申请；］" in text(old, ".qd-edit-change")
    old.open(url)
    old.until("document.querySelector('[data-edit-done]')")
    assert old.evaluate("document.querySelector('#edit-township').value") == "受理申请；"
    assert old.evaluate("document.documentElement.scrollWidth") <= 360


def test_search(old: OldBrowser, root: str) -> None:
    """A word typed into the header and Enter: suggestions, then results, the right one first, and its page."""
    old.open(root + DUTY)
    old.type(".qd-header-search input", "低保")
    old.until("document.querySelector('.qd-suggestions:not([hidden]) li')")
    old.press_enter()
    old.until("location.pathname === '/search/' && document.querySelector('[data-search-done] li')")
    assert "低保" in text(old, "[data-search-results] a")
    assert not is_shown(old, ".qd-without-script")
    old.evaluate("document.querySelector('#list').value = 'reclaimed'")
    old.evaluate("document.querySelector('#list').dispatchEvent(new Event('change', { bubbles: true }))")
    old.until("location.search.includes('list=reclaimed') && document.querySelector('[data-search-done] li')")
    old.click("[data-search-results] a")
    old.until("document.querySelector('.qd-answer--taken-over, .qd-answer--discontinued')")


@pytest.mark.parametrize("page", ANSWERS)
def test_answers_are_told_apart(old: OldBrowser, root: str, page: str) -> None:
    """Each answer has its own sign and its own colour."""
    sign, colour = ANSWERS[page]
    old.open(root + page)
    assert style(old, ".qd-answer__word", "content", "::before").startswith(f'"{sign}"')
    assert style(old, ".qd-answer__word", "color") == colour
    assert style(old, ".qd-answer", "borderLeftColor") == colour
    assert float(style(old, ".qd-answer", "borderLeftWidth").removesuffix("px")) > 4


def test_duty_is_copied_and_printed(old: OldBrowser, root: str) -> None:
    """The buttons of a duty's page do what they say; on paper it is one sheet."""
    old.open(root + DUTY)
    old.evaluate("print = () => (window.isPrinted = true)")
    old.click("[data-qd-print]")
    assert old.evaluate("window.isPrinted")
    old.click("[data-qd-copy-link]")
    old.until("document.querySelector('[data-qd-said]').textContent")
    assert text(old, "[data-qd-said]").endswith(DUTY)
    with pypdfium2.PdfDocument(old.pdf()) as sheet:
        assert len(sheet) == 1
        # These print some characters as the radicals that look the same.
        assert "镇里配合" in normalize("NFKC", sheet[0].get_textpage().get_text_range())


def test_list_is_filtered(old: OldBrowser, root: str) -> None:
    """A list's rows are cards; a filter leaves those with the word."""
    old.open(root + LIST)
    assert style(old, "tbody tr", "display") in ("block", "grid")
    old.type("[data-qd-filter]", "避雷")
    assert text(old, "[data-qd-filter-count]") == "找到 1 行"
    assert old.evaluate(f"[...document.querySelectorAll('tbody tr')].filter({SHOWN}).length") == 1


def test_comparison(old: OldBrowser, root: str) -> None:
    """Two townships side by side; only what differs; a third is added."""
    old.open(root + COMPARISON)
    old.until("document.querySelector('[data-compare-done] table')")
    assert text(old, "[data-compare-heading]") == "突泉镇、龙角镇：文化和旅游"
    old.click(".qd-compare-only li:nth-child(2) a")
    old.until("location.search.includes('only=differences') && document.querySelector('[data-compare-done] table')")
    old.click("[data-compare-change] > summary")
    old.type("#compare-town", "河溪")
    old.until("document.querySelector('[data-compare-pick=town] .qd-compare-found button')")
    old.press_enter()
    old.until("document.querySelectorAll('.qd-compare-chosen li').length === 3")


def test_wrong_address(old: OldBrowser, root: str) -> None:
    """An address that does not exist leads to what was meant, and to common matters."""
    old.open(f"{root}townships/yunyang/longjiao/c-9999/")
    old.until("document.querySelector('[data-qd-nearest] a') && document.querySelector('[data-qd-common] a')")
    assert text(old, "[data-qd-nearest] a") == "云阳县龙角镇"
