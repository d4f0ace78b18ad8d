"""For those who need large type, hear the page, or use the keyboard alone; and what the browser is forbidden to do."""

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from support.browser import SIZES, WATCH, NewPage
from support.page_kinds import DUTY, LIST, ONE_OF_EACH

# What the colours alone decide; what sizes alone decide.
BY_COLOUR = ["color-contrast", "link-in-text-block"]
SET = """([large, dark]) => {
  localStorage.setItem('qingdan.large', large); localStorage.setItem('qingdan.dark', dark);
  dispatchEvent(new Event('storage'));
}"""


def open_page(page: Page, url: str) -> None:
    """Open a page and wait until its scripts have done what they do by themselves."""
    page.goto(url, wait_until="load")
    if "search/?" in url:
        page.locator("[data-search-done]").wait_for(state="attached")
    if "compare/" in url:
        page.locator("[data-compare-done]").wait_for(state="attached")
    if "edit/" in url:
        page.locator("[data-edit-done]").wait_for(state="attached")


# --- axe -------------------------------------------------------------------------------------------


EVERY = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
COLOURS = {"runOnly": BY_COLOUR, "resultTypes": ["violations"]}
OTHERS = {**EVERY, "rules": {**EVERY["rules"], **{one: {"enabled": False} for one in BY_COLOUR}}}


# Of rows and items that follow each other so many are enough: they are made alike, and axe compares all with all.
ENOUGH = """enough => {
  for (const one of document.querySelectorAll('article :is(li, tr, option)')) {
    if ([...one.parentElement.children].indexOf(one) >= enough) one.classList.add('too-many');
  }
  for (const one of document.querySelectorAll('.too-many')) one.remove();
}"""


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_axe_finds_nothing(new_page: NewPage, address: str, kind: str) -> None:
    """On every kind of page, wide and on a phone, light, dark and in large type.

    Colours are the same on a phone, and sizes in the dark; each is looked at where there is the least room for it.
    """
    page, axe = new_page(), Axe()
    open_page(page, address + kind)
    page.evaluate(ENOUGH, 6)
    found = []
    for size, mode, state, options in (
        ("wide", "light", "00", EVERY), ("phone", "light", "00", OTHERS),
        ("phone", "dark", "01", COLOURS), ("phone", "large", "10", OTHERS),
    ):  # fmt: skip
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(SET, list(state))
        found += [
            (size, mode, one["id"], node["html"])
            for one in axe.run(page, options=options).response["violations"]
            for node in one["nodes"]
        ]
        # It is in the page by now.
        axe.axe_script = ""
    assert found == []


# --- tables, labels, landmarks ---------------------------------------------------------------------


def test_rows_of_a_list_are_heard_with_their_heads(phone: Page, address: str) -> None:
    """Also where a row is a card, it stays a row, its duty's name heads it, and the columns have their heads."""
    phone.goto(address + LIST)
    table = phone.get_by_role("table").first
    assert table.get_by_role("columnheader").all_inner_texts() == ["序号", "事项名称", "谁来办", "部门"]
    row = table.get_by_role("row").nth(1)
    expect(row.get_by_role("rowheader")).to_have_text(re.compile("."))
    assert row.get_by_role("cell").count() == 3


# --- the keyboard ----------------------------------------------------------------------------------

# What has the focus: seen (an outline), on the screen, and not covered by anything.
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getClientRects()[0];
  const at = [box.x + box.width / 2, box.y + box.height / 2];
  const top = document.elementFromPoint(...at);
  return {
    what: one.outerHTML.slice(0, 160), href: one.href ?? null, text: one.textContent.trim(),
    outlined: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && at[0] >= 0 && at[0] <= innerWidth && at[1] >= 0 && at[1] <= innerHeight,
    covered: !(one.contains(top) || top?.contains(one)),
  };
}"""
INTERACTIVE = ":is(a[href], button, input, select, summary):not([tabindex='-1'], [hidden])"


def tab(page: Page) -> dict[str, Any]:
    """Press Tab; what has the focus then, which must be visible and uncovered."""
    page.keyboard.press("Tab")
    focus = page.evaluate(FOCUS)
    assert (focus["outlined"], focus["seen"], focus["covered"]) == (True, True, False), focus
    return focus


def tab_to(page: Page, **wanted: str) -> None:
    """Press Tab until the focus is on what is wanted, at most 250 times."""
    for _ in range(250):
        focus = tab(page)
        if all(focus[name] == value for name, value in wanted.items()):
            return
    raise AssertionError(f"Tab never reaches {wanted}")


@pytest.mark.parametrize(("width", "large"), [("wide", "0"), ("phone", "0"), ("phone", "1")])
def test_from_home_to_a_printed_duty_by_keyboard(new_page: NewPage, address: str, width: str, large: str) -> None:
    """Tab, Enter and Escape alone: past the header, to a township, a list, a duty, and to its print.

    Wherever the focus goes it is seen and nothing lies over it.
    """
    page = new_page(width)
    page.add_init_script(f"localStorage.setItem('qingdan.large', '{large}')")
    page.add_init_script("window.printed = 0; window.print = () => (window.printed += 1)")
    page.goto(address)
    for target in (
        "townships/tuquan/tuquan/",
        "townships/tuquan/tuquan/cooperative/",
        "townships/tuquan/tuquan/c-006/",
    ):
        assert tab(page)["text"] == "跳到正文"
        page.keyboard.press("Enter")
        tab_to(page, href=address + target)
        page.keyboard.press("Enter")
        page.wait_for_url(address + target)
    tab_to(page, text="打印")
    page.keyboard.press("Enter")
    assert page.evaluate("window.printed") == 1


def test_from_a_question_to_a_printed_duty_by_keyboard(phone: Page, address: str) -> None:
    """Tab, typing and Enter: words into the search, past the header to the first result, to the print of its duty."""
    phone.add_init_script("window.printed = 0; window.print = () => (window.printed += 1)")
    phone.goto(address)
    while 'name="q"' not in tab(phone)["what"]:
        pass
    phone.keyboard.type("老人补贴")
    phone.keyboard.press("Enter")
    phone.locator("[data-search-done] > li").first.wait_for()
    first = phone.evaluate("document.querySelector('[data-search-results] a').href")
    assert tab(phone)["text"] == "跳到正文"
    phone.keyboard.press("Enter")
    tab_to(phone, href=first)
    phone.keyboard.press("Enter")
    phone.wait_for_url(first)
    expect(phone.get_by_role("region", name="谁来办")).to_be_visible()
    tab_to(phone, text="打印")
    phone.keyboard.press("Enter")
    assert phone.evaluate("window.printed") == 1


@pytest.mark.parametrize(("width", "kind"), [("wide", DUTY), ("phone", "townships/tuquan/tuquan/")])
def test_everything_is_reached(new_page: NewPage, address: str, width: str, kind: str) -> None:
    """Tab goes once to each thing that can be used, in the order in which they stand."""
    page = new_page(width)
    page.goto(address + kind)
    page.evaluate(
        """selector => {
          window.things = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
        }""",
        INTERACTIVE,
    )
    count = page.evaluate("things.length")
    visited = []
    for _ in range(count):
        tab(page)
        visited.append(page.evaluate("things.indexOf(document.activeElement)"))
    assert count > 20
    assert visited == list(range(count))


def test_menu_of_a_phone_by_keyboard(phone: Page, address: str) -> None:
    """The sections open with Enter, are reached with Tab, say where one is, and close with Escape."""
    phone.goto(address + DUTY)
    menu = phone.get_by_role("navigation", name="栏目")
    expect(menu).not_to_be_visible()
    tab_to(phone, text="栏目")
    phone.keyboard.press("Enter")
    expect(menu).to_be_visible()
    assert tab(phone)["text"] == "首页"
    assert menu.locator("[aria-current]").all_inner_texts() == ["乡镇"]
    phone.keyboard.press("Escape")
    expect(menu).not_to_be_visible()
    assert phone.evaluate("document.activeElement.textContent") == "栏目"


def test_sections_are_one_list_for_all_widths(new_page: NewPage, address: str) -> None:
    """Where it is wide, a row that scrolls away under the rest of the header, which stays; else what a button unfolds.

    One word stands for the sections of a section, which stand at the foot and at the side of its pages.
    """
    page = new_page()
    page.goto(address + DUTY)
    menu, button = page.get_by_role("navigation", name="栏目"), page.locator("summary", has_text="栏目")
    expect(button).not_to_be_visible()
    row = menu.get_by_role("link").all_inner_texts()
    place = "one => [one.getBoundingClientRect().top, one.getBoundingClientRect().bottom]"
    header = page.locator(".md-header__inner")
    assert menu.evaluate(place)[0] == header.evaluate(place)[1]
    page.evaluate("scrollTo(0, 400)")
    assert header.evaluate(place)[0] == 0
    assert menu.evaluate(place)[1] < 0
    page.set_viewport_size({"width": 360, "height": 780})
    expect(menu).not_to_be_visible()
    button.click()
    unfolded = menu.get_by_role("link").all_inner_texts()
    foot = page.get_by_role("navigation", name="页脚").get_by_role("link").all_inner_texts()
    assert foot == ["数据", "怎样读清单", "怎样改正", "检查规则", "存到手机", "无障碍"]
    assert row == unfolded
    assert row[-2:] == ["数据", "关于"]


def test_headings_lead_to_themselves_by_mouse_alone(new_page: NewPage, address: str) -> None:
    """Each has its link, which is no stop of the keyboard and is not read out; without one the contents have it."""
    page = new_page()
    page.goto(address + DUTY)
    link = page.locator("h2#source .headerlink")
    expect(link).to_have_css("opacity", "0")
    page.locator("h2#source").hover()
    expect(link).not_to_have_css("opacity", "0")
    link.click()
    assert page.url.endswith(f"{DUTY}#source")
    headings = page.locator("article :is(h1, h2, h3)[id]").count()
    assert page.locator("article .headerlink[tabindex='-1'][aria-hidden='true']").count() == headings > 3
    assert page.get_by_role("link", name="¶").count() == 0
    # What another script writes is whole as it has it, whichever runs first.
    page.goto(f"{address}/contribute/edit/")
    expect(page.locator("#hand-over .headerlink")).to_have_count(1)
    expect(page.locator("[data-edit-heading] .headerlink")).to_have_count(0)
    plain = new_page(java_script_enabled=False)
    plain.goto(address + DUTY)
    assert plain.locator("article .headerlink").count() == 0
    plain.get_by_role("navigation", name="目录").get_by_role("link", name="出处").click()
    assert plain.url.endswith(f"{DUTY}#source")


def test_without_javascript_the_menu_opens_and_no_control_is_dead(new_page: NewPage, address: str) -> None:
    """The menu needs no script; the switches and the reading, which do, are not shown without."""
    page = new_page("phone", java_script_enabled=False)
    page.goto(address + DUTY)
    page.locator("summary", has_text="栏目").click()
    page.get_by_role("navigation", name="栏目").get_by_role("link", name="部门").click()
    expect(page.locator("h1")).to_contain_text("部门")
    page.goto(address + DUTY)
    for name in ("大字", "深色", "朗读"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


@pytest.mark.parametrize("body", [None, "const a = ;"], ids=["not fetched", "not understood"])
@pytest.mark.parametrize("kind", ["search/?q=低保", "compare/"])
def test_what_did_not_run_says_so(phone: Page, address: str, kind: str, body: str | None) -> None:
    """Where the script of the search or comparison does not run, the page says so and leads to the topics."""

    def answer(route: Route) -> None:
        if body is None:
            route.abort()
        else:
            route.fulfill(body=body, content_type="text/javascript")

    phone.route(re.compile(r"/(?:search|compare)/page\.js$"), answer)
    phone.goto(address + kind)
    expect(phone.locator(".qd-without-script")).to_be_visible()
    expect(phone.locator(".qd-without-script").get_by_role("link", name="主题")).to_be_visible()
    expect(phone.locator("[data-compare-form]")).not_to_be_visible()
    phone.unroute_all()
    phone.reload()
    phone.locator("[data-search-done], [data-compare-done]").wait_for(state="attached")
    expect(phone.locator(".qd-without-script")).to_have_count(0)


# --- large type, dark, reading aloud ---------------------------------------------------------------


def test_large_type_is_switched_and_remembered(phone: Page, address: str) -> None:
    """One press: text of at least 18 pt; the next page and the next visit have it too; another press ends it."""
    phone.goto(address + DUTY)
    switch = phone.get_by_role("button", name="大字")
    expect(switch).to_have_attribute("aria-pressed", "false")
    text = phone.locator("article li").first

    def size() -> float:
        return text.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")

    assert size() < 18
    switch.focus()
    phone.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(switch).to_be_focused()
    assert size() >= 24  # 18 pt
    phone.goto(address + LIST)
    expect(switch).to_have_attribute("aria-pressed", "true")
    again = phone.context.new_page()
    again.goto(address)
    # Known before anything is shown, so nothing jumps.
    assert again.evaluate("document.documentElement.hasAttribute('data-qd-large')")
    again.get_by_role("button", name="大字").click()
    expect(switch).to_have_attribute("aria-pressed", "false")  # in the other tab too
    assert phone.context.cookies() == []


def test_large_type_works_where_nothing_can_be_stored(phone: Page, address: str) -> None:
    """Where the browser forbids storage the switch still works for the page."""
    phone.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })")
    phone.goto(address)
    phone.get_by_role("button", name="大字").click()
    expect(phone.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("path", ["overview/", "overview/yunyang/longjiao/", "search/?q=低保"])
def test_large_type_uses_the_whole_width(phone: Page, address: str, path: str) -> None:
    """Tables of numbers are seen to their last column; results begin where the page begins."""
    phone.add_init_script("localStorage.setItem('qingdan.large', '1')")
    open_page(phone, address + path)
    cut = "all => all.map((one) => one.scrollWidth - one.clientWidth).filter((one) => one > 0)"
    assert phone.locator(".qd-numbers .md-typeset__scrollwrap").evaluate_all(cut) == []
    left = "one => one.getBoundingClientRect().left"
    begins = phone.locator("article h1").evaluate(left)
    assert [
        x for x in phone.locator(".qd-results > li").evaluate_all(f"all => all.map({left})") if x > begins + 8
    ] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_large_type_fits(new_page: NewPage, address: str, width: int) -> None:
    """In large type no kind of page is wider than the screen, down to 320 px (a wide screen at 400 %).

    Also not with the spacing of text that WCAG 1.4.12 asks for; and what is pressed is at least 60 px high and wide.
    """
    page = new_page((width, 256 if width == 320 else 900))
    page.add_init_script("localStorage.setItem('qingdan.large', '1')")
    wrong = []
    for kind in ONE_OF_EACH:
        open_page(page, address + kind)
        for spacing in ("", "* { line-height: 1.5 !important; letter-spacing: .12em; word-spacing: .16em }"):
            page.evaluate(
                "css => { const one = new CSSStyleSheet(); one.replaceSync(css); document.adoptedStyleSheets = [one] }",
                spacing,
            )
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong += [(kind, spacing, over)] if over > 0 else []
        wrong += [
            (kind, one)
            for one in page.evaluate(
                """() => [...document.querySelectorAll('button, .qd-menu-button, input, select')].filter((one) => {
                  const box = one.getBoundingClientRect();
                  return one.checkVisibility() && (box.width < 60 || box.height < 60);
                }).map((one) => one.outerHTML)"""
            )
        ]
    assert wrong == []


@pytest.mark.parametrize("system", ["light", "dark"])
def test_dark_follows_the_system_until_it_is_switched(new_page: NewPage, address: str, system: str) -> None:
    """The first visit is as the system; the switch turns it over and is remembered; known before the first paint."""
    page = new_page(color_scheme=system)
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => (window.first = document.body.dataset.mdColorScheme), true)"
    )
    page.goto(address)
    schemes = {"light": "default", "dark": "slate"}
    other = "dark" if system == "light" else "light"
    assert page.evaluate("first") == schemes[system]
    page.get_by_role("button", name="深色").click()
    expect(page.get_by_role("button", name="深色")).to_have_attribute("aria-pressed", str(other == "dark").lower())
    page.goto(address + DUTY)
    assert page.evaluate("first") == schemes[other]


# A browser's speech that says nothing but keeps what it was given.
SPEECH = """voices => {
  window.said = [];
  let current = null;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => voices,
    speak(one) {
      said.push([one.text, one.lang, one.voice?.name]);
      current = one;
      setTimeout(() => current === one && !window.hold && one.onend());
    },
    cancel() { current = null },
  } });
}"""
VOICES = [
    {"name": "remote", "lang": "zh-CN", "localService": False},
    {"name": "English", "lang": "en-US", "localService": True},
    {"name": "本机", "lang": "zh-CN", "localService": True},
]


def with_speech(page: Page, voices: list[dict[str, Any]]) -> None:
    page.add_init_script(f"({SPEECH})({json.dumps(voices)})")


def test_duty_is_read_aloud(phone: Page, address: str) -> None:
    """The duty's name, the answer and every part, in order, by a voice of the device; related duties are not read."""
    with_speech(phone, VOICES)
    phone.goto(address + DUTY)
    button = phone.get_by_role("button", name="朗读")
    button.click()
    expect(button).to_have_text("朗读")
    said = phone.evaluate("said")
    texts = [text for text, _, _ in said]
    assert texts[:3] == ["开展高龄津贴人员认定、补贴发放工作", "镇里配合", "由县民政局负责，突泉镇配合。"]
    assert "及时、足额的发放高龄津贴。" in texts
    assert "突泉镇做什么" in texts
    assert len(texts) == len(set(texts))
    assert not {"同一件事", "出处", "朗读", "打印"} & set(texts)
    assert {(lang, voice) for _, lang, voice in said} == {("zh-CN", "本机")}
    expect(phone.locator(".qd-speaking")).to_have_count(0)


def test_reading_stops(phone: Page, address: str) -> None:
    """The same button stops it; what is being read is marked, and unfolded where it was folded."""
    with_speech(phone, VOICES)
    phone.goto(f"{address}townships/tuquan/tuquan/c-054/")
    phone.evaluate("window.hold = true")
    phone.get_by_role("button", name="朗读").click()
    expect(phone.locator(".qd-speaking")).to_have_count(1)
    stop = phone.get_by_role("button", name="停止朗读")
    stop.click()
    expect(phone.locator(".qd-speaking")).to_have_count(0)
    phone.evaluate("window.hold = false")
    phone.get_by_role("button", name="朗读").click()
    expect(phone.get_by_role("button", name="朗读", exact=True)).to_be_visible()
    assert phone.locator("main details:not([open])").count() == 0


def test_reading_without_a_chinese_voice_says_so(phone: Page, address: str) -> None:
    """A voice that would send the text elsewhere is not used; the reader is told what to do."""
    with_speech(phone, VOICES[:2])
    phone.goto(address + DUTY)
    phone.get_by_role("button", name="朗读").click()
    expect(phone.locator("[data-qd-speak-status]")).to_contain_text("没有中文语音")
    assert phone.evaluate("said") == []


# --- the Content-Security-Policy -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attempt", "directive"),
    [
        ("const one = document.createElement('script'); one.textContent = 'hacked = 1'; document.body.append(one)",
         "script-src-elem inline"),
        ("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"hacked = 1\">')",
         "script-src-attr inline"),
        ("const one = document.createElement('a'); one.href = 'javascript:hacked = 1'; document.body.append(one); "
         "one.click()", "script-src-elem inline"),
        ("try { eval('hacked = 1') } catch {}", "script-src eval"),
        ("new Image().src = 'https://tracker.example/x.png'", "img-src https://tracker.example/x.png"),
        ("fetch('https://tracker.example/').catch(() => 0)", "connect-src https://tracker.example/"),
        ("const one = document.createElement('script'); one.src = 'https://cdn.example/x.js'; "
         "document.body.append(one)", "script-src-elem https://cdn.example/x.js"),
        ("const one = document.createElement('iframe'); one.src = 'https://frame.example/'; "
         "document.body.append(one)", "frame-src https://frame.example"),
        ("const one = document.createElement('form'); one.action = 'https://form.example/'; "
         "document.body.append(one); one.submit()", "form-action https://form.example/?"),
        ("const one = document.createElement('base'); one.href = 'https://base.example/'; "
         "document.head.append(one)", "base-uri https://base.example/"),
    ],
)  # fmt: skip
def test_policy_stops(wide: Page, address: str, attempt: str, directive: str) -> None:
    """What hostile text would try, if it ever became part of a page, is stopped by the browser."""
    wide.add_init_script(WATCH)
    wide.goto(address + "about/")
    # As the page's own script would do it: what the test's own evaluation does is not held to the policy.
    wide.route("**/assets/attempt.js", lambda route: route.fulfill(body=attempt, content_type="text/javascript"))
    wide.evaluate(
        """() => {
          const one = document.createElement('script');
          one.src = '../assets/attempt.js';
          document.head.append(one);
        }"""
    )
    wide.evaluate(
        """() => new Promise((done) => {
          if (violations.length) done();
          addEventListener('securitypolicyviolation', () => done());
          setTimeout(done, 5000);
        })"""
    )
    assert wide.evaluate("[violations[0], window.hacked ?? null]") == [directive, None]
