"""The reader's own comparison, as they see it: what differs, the address that has it all, and where data is missing."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, Route, expect

from generator import paths
from generator.data.summarise import TownRow
from generator.files import digest
from generator.link.catalogue import Catalogue, LinkedTopic, TownshipHead
from generator.link.compare import compare, kind_names
from support.browser import Held, NewPage
from support.scripts import SCRIPTS, node

TWO = ("tuquan/tuquan", "yunyang/longjiao")
FIVE = (*TWO, "jishou/hexi", "jidong/unknown", "kuitun/kaiganqi")
BETWEEN = "compare/?in=tuquan/tuquan&in=yunyang/longjiao"
# All that a first view may be, as sent.
BUDGET = 150_000
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => (shifted += one.value)))
  .observe({ type: 'layout-shift', buffered: true });
"""
POISON = "<img src=x onerror=window.qdHacked=1><script>window.qdHacked=1</script>"


@pytest.fixture
def page(wide: Page) -> Page:
    """A wide screen."""
    return wide


def show(page: Page, url: str) -> None:
    """Open a comparison and wait until it is there."""
    page.goto(url)
    done(page)


def done(page: Page) -> None:
    page.locator("[data-compare-done]").wait_for(state="attached")


def status(page: Page) -> str:
    return page.locator("[data-compare-status]").inner_text()


def heads_of(real: Catalogue, ids: tuple[str, ...]) -> list[TownshipHead]:
    heads = {township.head.id: township.head for township in real.townships}
    return [heads[id] for id in ids]


def digests_of(index: Any) -> dict[str, str]:
    """By which each township's file is found."""
    return {values[0]: TownRow(*values).digest for values in index["townships"]}


def only_of(topic: LinkedTopic, ids: tuple[str, ...]) -> LinkedTopic:
    """A topic as if there were no other townships."""
    return replace(topic, duties=tuple(duty for duty in topic.duties if duty.township.id in ids))


def test_it_says_what_the_topics_pages_would_say(real: Catalogue, site: Path) -> None:
    """Of every topic and several choices of townships: the words are those of `compare.py` for these townships."""
    sets = [TWO, FIVE[1:3], FIVE[2:4], FIVE[3:], FIVE[:3], FIVE]
    kinds = kind_names(real)
    answer = node(SCRIPTS / "verdicts.mjs", site / "compare/data", text=json.dumps(sets))
    assert not answer.stderr
    for ids, rows in zip(sets, json.loads(answer.stdout), strict=True):
        heads = heads_of(real, ids)
        expected = []
        for topic in (only_of(topic, ids) for topic in real.topics):
            if not topic.duties:
                continue
            found = compare(topic, heads, kinds)
            clauses = {one.head.id: one.clause for group in found.groups for one in group.standings}
            silent = [one.head.id for one in found.silent]
            expected.append([topic.id, found.verdict, silent, [clauses.get(id) for id in ids]])
        assert rows == expected


# --- the page --------------------------------------------------------------------------------------


def test_a_list_side_by_side(real: Catalogue, page: Page, address: str) -> None:
    """Each matter of the list once: duties with answer, number and link, and what is not listed separately.

    The filters say how many they leave, and leave as many.
    """
    show(page, f"{address}{BETWEEN}&list=basic")
    first, second = heads_of(real, TWO)
    topics = [
        topic
        for topic in (only_of(topic, TWO) for topic in real.topics)
        if any(duty.kind.value == "basic" for duty in topic.duties)
    ]
    rows = page.locator(".qd-compare tbody tr")
    assert rows.locator("th > a").all_text_contents() == [topic.name for topic in topics]
    expect(page.locator("h2")).to_have_text("突泉镇、龙角镇：基本履职")
    lacking = [topic for topic in topics if first.id not in {duty.township.id for duty in topic.duties}]
    page.get_by_role("link", name=f"只看突泉镇没有单列的 {len(lacking)}").click()
    expect(rows).to_have_count(len(lacking))
    assert rows.locator("th > a").all_text_contents() == [topic.name for topic in lacking]
    assert set(rows.locator("td:nth-child(2) > p:first-child").all_text_contents()) == {"没有单列"}
    expect(page.get_by_text("清单没有单列，不等于没有人办")).to_be_visible()
    expect(page.locator(".qd-compare-only [aria-current]")).to_be_focused()
    # A cell says who does it, and leads to the duty.
    duty = next(duty for duty in lacking[0].duties if duty.township == second)
    cell = rows.first.locator("td").nth(1)
    expect(cell).to_contain_text(f"{duty.answer.word} {duty.kind.title}第 {duty.number} 项")
    assert cell.get_by_role("link").first.evaluate("one => one.href") == (
        address + paths.url(paths.duty(second.id, duty.id))
    )


def test_all_of_the_state_is_in_the_address(page: Page, address: str) -> None:
    """By keyboard: two townships, a topic; each step has an address, the back button goes through them all.

    The address alone shows the same to somebody else.
    """
    show(page, f"{address}compare/?topic=old-age-allowance")
    box = page.get_by_role("searchbox", name="加一个乡镇")
    box.focus()
    page.keyboard.type("突泉")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}compare/?in=tuquan/tuquan&topic=old-age-allowance")
    expect(page.locator("[data-compare-status]")).to_have_text("已选突泉县突泉镇，再选一个就能比。")
    expect(box).to_be_focused()
    page.keyboard.type("重庆")
    page.keyboard.press("Enter")
    whole = f"{address}{BETWEEN}&topic=old-age-allowance"
    expect(page).to_have_url(whole)
    expect(page.locator("[data-compare-status]")).to_have_text("各乡镇不一样。")
    table = page.locator(".qd-compare")
    expect(table).to_contain_text("配合县民政局")
    expect(page).to_have_title("突泉镇、龙角镇：高龄津贴 - 比较乡镇 - 清单")
    shown = table.all_inner_texts()
    assert shown
    page.get_by_label("范围").select_option("category:livelihood")
    expect(page).to_have_url(f"{address}{BETWEEN}&category=livelihood")
    page.get_by_role("link", name="只看不同的").click()
    expect(page).to_have_url(f"{address}{BETWEEN}&category=livelihood&only=differences")
    page.get_by_role("button", name="去掉突泉县突泉镇").click()
    expect(page).to_have_url(f"{address}compare/?in=yunyang/longjiao&category=livelihood&only=differences")
    for _ in range(3):
        page.go_back()
    expect(page).to_have_url(whole)
    expect(page.locator("h2")).to_have_text("突泉镇、龙角镇：高龄津贴")
    expect(table).to_have_text(shown, use_inner_text=True)
    other = page.context.new_page()
    show(other, whole)
    expect(other.locator(".qd-compare")).to_have_text(shown, use_inner_text=True)


def test_back_from_a_duty_to_the_same_place(page: Page, address: str) -> None:
    """After a look at a duty far down the reader is where he was."""
    show(page, f"{address}{BETWEEN}&list=cooperative")
    link_down = page.locator(".qd-compare tbody tr").nth(60).locator("td a").first
    link_down.scroll_into_view_if_needed()
    top = page.evaluate("scrollY")
    assert top > 3000
    link_down.click()
    page.wait_for_url("**/townships/**")
    page.go_back()
    done(page)
    expect(link_down).to_be_in_viewport()
    expect(link_down).to_be_focused()


def test_unknown_and_hostile_addresses_are_told(page: Page, address: str) -> None:
    """What the address names and there is not is said, as text; the rest is compared; nothing is fetched for it."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    strange = [POISON, "constructor", "../../search/index/meta", "__proto__"]
    show(page, f"{address}{BETWEEN}&in={'&in='.join(strange)}&topic={POISON}&lacks={POISON}")
    said = page.locator("[data-compare-problems] p").all_inner_texts()
    assert [one.split("”")[0].removeprefix("没有编号是“") for one in said] == [*strange, POISON]
    expect(page.locator("h2")).to_have_text("突泉镇、龙角镇：三张清单的全部事项")
    assert page.locator("article img, article script:not([src])").count() == 0
    assert page.evaluate("window.qdHacked ?? null") is None
    data = [one.removeprefix(address + "compare/data/") for one in asked if "/data/" in one]
    digests = digests_of(page.request.get(f"{address}compare/data/index.json").json())
    assert sorted(data) == sorted(["index.json", *(f"{digests[id]}/townships/{id}.json" for id in TWO)])


def test_hostile_text_in_the_data_is_shown(page: Page, address: str) -> None:
    """Whatever stands in a list is text here too."""

    def poisoned(value: Any) -> Any:
        if isinstance(value, list):
            return [poisoned(one) for one in value]
        if isinstance(value, dict):
            return {key: poisoned(one) for key, one in value.items()}
        # What is not an id, a verdict with its gap, or a standing.
        is_text = isinstance(value, str) and not value.isascii() and "{}" not in value
        return value + POISON if is_text else value

    def serve(route: Route) -> None:
        route.fulfill(json=poisoned(route.fetch().json()))

    page.route("**/compare/data/**", serve)
    show(page, f"{address}{BETWEEN}")
    assert page.locator(".qd-compare").first.inner_text().count(POISON) > 20
    page.locator("[data-compare-change] > summary").click()
    page.get_by_text("按省份列出").click()
    page.locator("[data-compare-pick=town] details details summary").first.click()
    expect(page.locator("[data-compare-pick=town] details details button").first).to_be_visible()
    assert page.locator("article img, article script:not([src])").count() == 0
    assert page.evaluate("window.qdHacked ?? null") is None


def test_one_of_a_thousand_townships(page: Page, address: str) -> None:
    """The picker lists nobody before it is asked; typing finds by county, and provinces unfold."""
    index = page.request.get(f"{address}compare/data/index.json").json()
    for n in range(1000):
        place = [f"{'甲乙丙丁戊己庚辛壬癸'[n // 100]}省", f"第{n // 10}县"]
        row = TownRow(f"x{n // 10}/t{n}", f"{place[1]}镇 {n}", f"镇 {n}", *place, digest([(str(n), b"")]))
        index["townships"].append(row)
    assert len(gzip.compress(json.dumps(index, ensure_ascii=False).encode())) < 40_000
    page.route("**/compare/data/index.json", lambda route: route.fulfill(json=index))
    show(page, f"{address}compare/")
    pick = page.locator("[data-compare-pick=town]")
    assert pick.locator("button").count() == 0
    page.get_by_role("searchbox", name="加一个乡镇").fill("第42县 427")
    expect(pick.get_by_role("status")).to_have_text("找到 1 个")
    expect(pick.get_by_role("button")).to_have_text("第42县镇 427 戊省")
    pick.get_by_text("按省份列出").click()
    expect(pick.locator("details details")).to_have_count(15)
    pick.get_by_text("癸省（100 个）").click()
    expect(pick.locator("details button")).to_have_count(100)
    assert Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"] == []
    pick.get_by_role("button", name="第99县镇 999").click()
    expect(page).to_have_url(f"{address}compare/?in=x99/t999")


def test_what_is_not_loaded_can_be_tried_again(page: Page, address: str) -> None:
    """A line that breaks is said, and a button tries again."""
    page.route("**/compare/data/*/townships/yunyang/*", lambda route: route.abort())
    show(page, f"{address}{BETWEEN}&topic=old-age-allowance")
    expect(page.locator("[data-compare-status]")).to_contain_text("数据没有取到")
    expect(page.locator(".qd-compare")).to_have_count(0)
    page.unroute_all()
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator(".qd-compare")).to_contain_text("配合县民政局")


def test_what_was_chosen_before_the_data_came_is_kept(page: Page, address: str) -> None:
    """A list that is chosen while the index is on its way is compared, between the townships of the address."""
    held = Held(page, "**/compare/data/index.json")
    page.goto(f"{address}{BETWEEN}")
    page.locator("[data-compare-change] > summary").click()
    what = page.get_by_label("范围")
    what.select_option("list:reclaimed")
    held.let_go()
    done(page)
    expect(page).to_have_url(f"{address}{BETWEEN}&list=reclaimed")
    expect(what).to_have_value("list:reclaimed")


@pytest.mark.parametrize("is_back", [True, False], ids=["back", "one less"])
def test_what_comes_late_does_not_take_the_focus(page: Page, address: str, is_back: bool) -> None:
    """Who has gone on to type is not led away, by what was left out nor by the link that was followed before."""
    three = f"{address}{BETWEEN}&in=jishou/hexi&topic=old-age-allowance"
    show(page, three)
    held = Held(page, "**/compare/data/*/townships/**")
    if is_back:
        page.locator(".qd-compare a").first.click()
        page.wait_for_url(lambda url: url != three)
        page.go_back()
    else:
        page.reload()
    page.locator("[data-compare-change] > summary").click()
    if not is_back:
        page.get_by_role("button", name="去掉突泉县突泉镇").click()
        expect(page.get_by_role("searchbox", name="加一个乡镇")).to_be_focused()
    topic = page.get_by_role("searchbox", name="或只比一件事")
    topic.focus()
    held.let_go()
    done(page)
    expect(topic).to_be_focused()


def test_nothing_to_compare_is_said(page: Page, address: str) -> None:
    """A topic that none of the chosen lists has: a sentence, and no empty table."""
    index = page.request.get(f"{address}compare/data/index.json").json()
    folder, digests = f"{address}compare/data", digests_of(index)
    data = [page.request.get(f"{folder}/{digests[id]}/townships/{id}.json").json()["standings"] for id in TWO]
    topics = [topic for _, own in index["groups"] for topic, _ in own]
    without = next(topic for topic in topics if not any(topic in one for one in data))
    show(page, f"{address}{BETWEEN}&topic={without}")
    assert status(page) == "突泉镇、龙角镇没有单列。"


def test_on_a_phone_each_matter_is_a_card(new_page: NewPage, address: str) -> None:
    """No wide table: a card a matter, each township's part under its name; heard as a table with its heads."""
    page = new_page("phone")
    show(page, f"{address}{BETWEEN}&topic=old-age-allowance")
    table = page.get_by_role("table")
    cells = table.locator("tbody td")
    boxes = [cell.bounding_box() for cell in cells.all()]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 1
    labels = cells.evaluate_all("all => all.map((one) => getComputedStyle(one, '::before').content)")
    assert labels == ['"突泉镇"', '"龙角镇"']
    assert table.get_by_role("columnheader").all_inner_texts() == ["事", "突泉镇", "龙角镇"]
    expect(table.get_by_role("rowheader")).to_have_text("高龄津贴")


def test_on_paper_the_comparison_and_nothing_else(page: Page, address: str) -> None:
    """The form, the filters and the buttons are not printed; what was folded is."""
    show(page, f"{address}{BETWEEN}&list=basic")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for furniture in ("[data-compare-form]", ".qd-compare-only", ".qd-actions"):
        expect(page.locator(furniture).first).not_to_be_visible()
    expect(page.locator("h2")).to_be_visible()
    assert page.locator(".qd-compare details:not([open])").count() == 0


def test_two_townships_are_light(page: Page, address: str) -> None:
    """All that comes for two whole townships, as sent: page, styles, scripts, data; nothing jumps when it is there."""
    page.add_init_script(SHIFTS)
    got: list[Response] = []
    page.on("response", lambda response: got.append(response))  # noqa: PLW0108  (Playwright takes no method of C)
    page.goto(address + BETWEEN, wait_until="networkidle")
    sizes = {one.url: len(gzip.compress(one.body(), 6)) for one in got}
    assert sum(sizes.values()) <= BUDGET, sizes
    assert page.evaluate("shifted") < 0.05


def test_without_javascript_it_leads_to_the_topics(new_page: NewPage, address: str) -> None:
    """No dead form: a sentence, and the pages that compare all townships on one matter."""
    page = new_page(java_script_enabled=False)
    page.goto(address + "compare/")
    expect(page.locator("[data-compare-form]")).not_to_be_visible()
    page.locator(".qd-without-script").get_by_role("link", name="主题").click()
    expect(page).to_have_url(address + "topics/")
