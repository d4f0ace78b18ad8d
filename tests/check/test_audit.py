"""The source audit: whatever is changed, in the lists or in the official text, it says so, of that place and no other.

On the demo's 乙镇 every edit is tried at every place where it changes something; on the five documents, at places drawn
by chance.  An edit changes the plain data of a list, or the lines of the text.
"""

import copy
import itertools
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from generator.check.audit import Difference, audit
from generator.importers.draft import RowKind
from generator.importers.grid import PARAGRAPH
from generator.importers.registry import IMPORTERS
from generator.model import (
    LIST_TYPES,
    AnyList,
    Content,
    ListKind,
    NameStatus,
    Overrides,
    SourceDocument,
    Township,
    TownshipFile,
)
from generator.read.folder import Read

# What no document prints.
INVENTED, STRANGE, NOBODY = "另行召开全体大会。", "龘", "县龘局"

# A list as plain data, and one of its duties or categories, which it holds.
Plain = dict[str, Any]
# The edited data with the id of the duty that the audit must name, and the first of the keys that lead to the place:
# the key of the YAML, or, of what is printed and claimed by no key, the column.  `None` where no duty is concerned.
Edited = tuple[Plain, str | None, set[str]]
Edit = Callable[[Plain], Iterator[Edited]]


def plain(duty_list: AnyList) -> Plain:
    data: Plain = json.loads(duty_list.model_dump_json())
    return data


def typed(kind: ListKind, data: Plain) -> AnyList:
    return LIST_TYPES[kind].model_validate_json(json.dumps(data))


def duties(data: Plain) -> list[Plain]:
    return [duty for category in data["categories"] for duty in category["duties"]]


# --- edits of a duty -------------------------------------------------------------------------------


def passages(duty: Plain) -> Iterator[tuple[list[str], set[str], bool]]:
    """The lists of texts of a duty, to be changed in place, with what their differences are called by.

    Last, whether it is the label of a block, which need not be printed.
    """
    column = {"departments" if "superior" in duty else "method", "departments"}
    if "departments" in duty:
        yield duty["departments"], column, False
    for block in duty.get("superior", ()):
        yield block["departments"], {"superior"}, True
        yield block["duties"], {"superior"}, False
        yield block["support"], {"superior"}, False
    for key in ("township", "method"):
        if key in duty:
            yield duty[key], {key}, False


def everywhere(change: Callable[[list[str], int], None], labels: bool = True) -> Callable[[Plain], Iterator[set[str]]]:
    """Makes a change to each text of a duty in turn, and takes it back."""

    def each(duty: Plain) -> Iterator[set[str]]:
        for texts, keys, is_label in passages(duty):
            kept = list(texts)
            for index in range(len(kept)) if labels or not is_label else ():
                change(texts, index)
                if texts != kept:
                    yield keys
                texts[:] = kept

    return each


def _set(make: Callable[[str], str]) -> Callable[[list[str], int], None]:
    def change(texts: list[str], index: int) -> None:
        texts[index] = make(texts[index])

    return change


def _swap(texts: list[str], index: int) -> None:
    texts[index : index + 2] = reversed(texts[index : index + 2])


def _middle(text: str) -> str:
    return text[: len(text) // 2] + STRANGE + text[len(text) // 2 + 1 :]


def text_moved(duty: Plain) -> Iterator[set[str]]:
    """The last of each list of texts to the end of each other one, labels aside."""
    every = list(passages(duty))
    for texts, keys, is_label in every:
        for others, other_keys, are_labels in every:
            if not texts or others is texts or is_label or are_labels:
                continue
            before = _in_order(duty)
            others.append(texts.pop())
            if before == [] or _in_order(duty) != before:
                yield keys | other_keys
            texts.append(others.pop())


def _in_order(duty: Plain) -> list[str]:
    """Texts of which only the order is printed: whose the 履职保障 at the end of a column is, the last department's or
    everyone's, and where in the one column of a reclaimed duty the names end, is for other rules.
    """
    if "method" in duty:
        return [*duty["departments"], *duty["method"]]
    return [text for block in duty.get("superior", ()) for text in block["support"]]


def name_changed(make: Callable[[str], str]) -> Callable[[Plain], Iterator[set[str]]]:
    def each(duty: Plain) -> Iterator[set[str]]:
        kept = duty["name"]
        duty["name"] = make(kept)
        yield {"name"}
        duty["name"] = kept

    return each


def owners_changed(duty: Plain) -> Iterator[set[str]]:
    """A block is given to one of the departments, to all of them, to somebody else or to nobody."""
    names = [re.sub("（牵头）", "", name) for name in duty.get("departments", ())]
    for block in duty.get("superior", ()):
        kept = block["departments"]
        for owners in ([], names, *([name] for name in (*names, NOBODY))):
            if owners != kept:
                block["departments"] = owners
                yield {"superior"}
        block["departments"] = kept


# Changes of one duty: each yields once for every place, with the keys, while the change is in the data.
DUTY_EDITS: dict[str, Callable[[Plain], Iterator[set[str]]]] = {
    "text dropped": everywhere(lambda texts, index: texts.pop(index) and None, labels=False),
    "text doubled": everywhere(lambda texts, index: texts.insert(index, texts[index])),
    "text invented before": everywhere(lambda texts, index: texts.insert(index, INVENTED)),
    "text invented after": everywhere(lambda texts, index: texts.insert(index + 1, INVENTED)),
    "text replaced": everywhere(_set(lambda _: NOBODY)),
    "text cut at its end": everywhere(_set(lambda text: text[:-1] or INVENTED)),
    "text cut at its beginning": everywhere(_set(lambda text: text[1:] or INVENTED)),
    "one character changed": everywhere(_set(_middle)),
    "one character doubled": everywhere(_set(lambda text: text[0] + text)),
    "two texts swapped": everywhere(_swap),
    "text moved": text_moved,
    "name cut": name_changed(lambda name: name[:-1]),
    "name lengthened": name_changed(lambda name: name + "等"),
    "name changed in one character": name_changed(_middle),
    "owners changed": owners_changed,
}  # fmt: skip


# --- edits of a list -------------------------------------------------------------------------------


def duty_edit(change: Callable[[Plain], Iterator[set[str]]]) -> Edit:
    def each(data: Plain) -> Iterator[Edited]:
        for duty in duties(data):
            for keys in change(duty):
                yield data, duty["id"], keys

    return each


def duty_dropped(data: Plain) -> Iterator[Edited]:
    for category in data["categories"]:
        for index in range(len(category["duties"])):
            gone = category["duties"].pop(index)
            yield data, None, set()
            category["duties"].insert(index, gone)


def duty_doubled(data: Plain) -> Iterator[Edited]:
    for category in data["categories"]:
        for index, duty in enumerate(list(category["duties"])):
            category["duties"].insert(index + 1, {**copy.deepcopy(duty), "id": "new"})
            yield data, "new", {"source"}
            category["duties"].pop(index + 1)


def duty_invented(data: Plain) -> Iterator[Edited]:
    for category in data["categories"]:
        category["duties"].append({"id": "new", "number": 99, "name": INVENTED})
        yield data, "new", set()
        category["duties"].pop()


def names_swapped(data: Plain) -> Iterator[Edited]:
    """What two duties say, under each other's number."""
    every = duties(data)
    for one, other in itertools.pairwise(every):
        one["name"], other["name"] = other["name"], one["name"]
        yield data, one["id"], {"name"}
        yield data, other["id"], {"name"}
        one["name"], other["name"] = other["name"], one["name"]


def number_changed(data: Plain) -> Iterator[Edited]:
    for duty in duties(data):
        duty["number"] += 1
        yield data, duty["id"], {"number"}
        duty["number"] -= 1


def source_changed(data: Plain) -> Iterator[Edited]:
    """Left out, of no duty, of two duties at once, and of some lines more or less."""
    every = duties(data)
    for index, duty in enumerate(every):
        kept = duty["source"]
        other = every[index - 1]["source"]
        first, last = kept["lines"]
        duty["source"] = None
        yield data, duty["id"], set()
        for lines in (
            [first + 9000, last + 9000],
            [min(first, *other["lines"]), max(last, *other["lines"])],
            [first - 1, last],
            [first, last + 1],
        ):
            duty["source"] = {"lines": lines}
            yield data, duty["id"], {"source"}
        duty["source"] = kept


def duty_under_another_heading(data: Plain) -> Iterator[Edited]:
    """The last duty of a category becomes the first of the next, and the other way round."""
    for upper, lower in itertools.pairwise(data["categories"]):
        lower["duties"].insert(0, upper["duties"].pop())
        yield data, lower["duties"][0]["id"], set()
        upper["duties"].append(lower["duties"].pop(0))
        upper["duties"].append(lower["duties"].pop(0))
        yield data, upper["duties"][-1]["id"], set()
        lower["duties"].insert(0, upper["duties"].pop())


def category_changed(data: Plain) -> Iterator[Edited]:
    """Renamed, with another count, with no count or an invented one, invented, dropped, and two swapped.

    Where the category stands in a column, other rules see to empty ones and to the order.
    """
    every = data["categories"]
    has_headings = any(category["declared"] for category in every)
    for index, category in enumerate(list(every)):
        kept = dict(category)
        for key, value in (("name", INVENTED), ("declared", (kept["declared"] or 0) + 1), ("declared", None)):
            if kept[key] != value:
                category[key] = value
                yield data, None, set()
                category[key] = kept[key]
        if not has_headings:
            continue
        every.insert(index, {"name": INVENTED, "duties": []})
        yield data, None, set()
        every.pop(index)
        if index:
            every[index - 1 : index + 1] = reversed(every[index - 1 : index + 1])
            yield data, None, set()
            every[index - 1 : index + 1] = reversed(every[index - 1 : index + 1])
            every.pop(index)
            moved = len(every[index - 1]["duties"])
            every[index - 1]["duties"] += category["duties"]
            yield data, None, set()
            del every[index - 1]["duties"][moved:]
            every.insert(index, category)


def title_changed(data: Plain) -> Iterator[Edited]:
    kept = data["title"]
    for title in (kept[1:], kept + "表", _middle(kept)):
        data["title"] = title
        yield data, None, set()
    data["title"] = kept


LIST_EDITS: dict[str, Edit] = {
    **{name: duty_edit(change) for name, change in DUTY_EDITS.items()},
    "duty dropped": duty_dropped,
    "duty doubled": duty_doubled,
    "duty invented": duty_invented,
    "names of two duties swapped": names_swapped,
    "number changed": number_changed,
    "source changed": source_changed,
    "duty under another heading": duty_under_another_heading,
    "category changed": category_changed,
    "title changed": title_changed,
}


def names_place(found: list[Difference], kind: ListKind, duty_id: str | None, keys: set[str]) -> bool:
    """Whether a difference is of the list, of the duty, and leads to one of the keys."""
    return any(
        one.kind is kind and (duty_id is None or one.duty_id == duty_id) and (not keys or str(one.keys[0]) in keys)
        for one in found
        if one.keys or not keys
    )


# More of what documents print: three categories, two columns of departments' blocks with labels of one and of two, a
# block that opens with the names, several texts of 履职保障, a name and a cell that the next page prints again.
HEADED = """甲县丁镇
履行职责事项清单
甲县丁镇基本履职事项清单
序号\t事项名称
一、党的建设（2项）
1\t宣传党的政策。
2\t发展党员。
二、经济发展
3\t招商引资。
三、民生服务（1项）
4\t慰问老人。
甲县丁镇配合履职事项清单
序号\t事项名称\t对应上级部门\t上级部门职责\t镇配合职责
一、民生服务（1项）
1\t临时救助\t县民政局 县财政局 县残联\t<p>县民政局、县财政局：</p> <p>1.审核材料；</p> <p>2.发放资金。</p> \
<p>县残联：统计人数。</p> <p>履职保障：1.培训人员；2.提供设备。</p>\t1.受理申请；2.公示名单。
二、平安法治（2项）
2\t禁毒\t县公安局 县卫健委\t<p>1.查处案件；</p> <p>2.管理药品。</p>\t巡查。
3\t校园安全\t县教育局 县公安局\t<p>县教育局、县公安局负责排查隐患。</p>\t<p>1.宣传；</p>
3\t校园安全\t县教育局 县公安局\t\t<p>2.上报。</p>
甲县丁镇上级部门收回事项清单
序号\t事项名称\t承接部门及工作方式
一、民生服务（2项）
1\t医疗报销\t承接部门：县医保局、县财政局 工作方式： 1. 线上受理； 2. 窗口办理。
2\t开具证明\t不再开展
"""

# The category in a column, and so without counts.
IN_COLUMN = f"""甲县戊乡履行职责事项清单
甲县戊乡基本履职事项清单
序号\t事项类别\t事项名称
1\t党的建设\t宣传党的政策。
2\t党的建设\t发展党员。
3\t民生服务\t慰问老人。
甲县戊乡配合履职事项清单
序号\t事项类别\t事项名称\t对应上级部门\t上级部门职责\t乡配合职责
1\t民生服务\t临时救助\t县民政局{PARAGRAPH}县财政局\t县民政局：{PARAGRAPH}1.审核材料；{PARAGRAPH}2.发放资金。{PARAGRAPH}县财政局：{PARAGRAPH}拨付资金。\t1.受理申请；{PARAGRAPH}2.公示名单。
2\t平安法治\t禁毒\t县公安局\t查处案件。\t巡查。
甲县戊乡上级部门收回事项清单
序号\t事项类别\t事项名称\t承接部门及工作方式
1\t民生服务\t医疗报销\t承接部门：县医保局{PARAGRAPH}工作方式：{PARAGRAPH}线上受理。
2\t平安法治\t开具证明\t承接部门：县公安局{PARAGRAPH}工作方式：{PARAGRAPH}窗口办理。
"""


def imported(text: str, source_format: str) -> Township:
    draft = IMPORTERS[source_format].read(text, Overrides())
    source = SourceDocument(title=draft.title, format=source_format, sha256=SourceDocument.digest(text))
    file = TownshipFile(name=None, name_status=NameStatus.UNKNOWN, name_evidence="无", source=source)
    return Township("jia/ding", "jia", file, draft.lists, text, has_source=True)


@pytest.fixture(scope="module")
def yi(demo: Read) -> Township:
    """乙镇, which has a source."""
    return next(township for township in demo.content.townships if township.id == "jia/yi")


@pytest.fixture(scope="module")
def townships(yi: Township) -> list[Township]:
    """Those of which every place is tried."""
    return [yi, imported(HEADED, "ocr-table"), imported(IN_COLUMN, "table-text")]


def test_lists_are_as_they_are_printed(townships: list[Township]) -> None:
    """Nothing is said of what is as it was imported, and what was imported is what the text says."""
    assert [difference for township in townships for difference in audit(township)] == []
    _, headed, in_column = townships
    assert [(one.name, one.declared, len(one.duties)) for one in headed.lists[ListKind.BASIC].categories] == [
        ("党的建设", 2, 2),
        ("经济发展", None, 1),
        ("民生服务", 1, 1),
    ]
    aid = plain(headed.lists[ListKind.COOPERATIVE])["categories"][0]["duties"][0]
    assert aid["superior"] == [
        {"departments": ["县民政局", "县财政局"], "duties": ["审核材料；", "发放资金。"], "support": []},
        {"departments": ["县残联"], "duties": ["统计人数。"], "support": []},
        {"departments": ["县民政局", "县财政局", "县残联"], "duties": [], "support": ["培训人员；", "提供设备。"]},
    ]
    assert [one.name for one in in_column.lists[ListKind.COOPERATIVE].categories] == ["民生服务", "平安法治"]


@pytest.mark.parametrize("name", LIST_EDITS)
def test_edit_of_a_list_is_reported_where_it_is(name: str, townships: list[Township]) -> None:
    """Every edit at every place; the audit names the list, the duty and the key, and says nothing of other lists."""
    tried = 0
    for township, kind in itertools.product(townships, ListKind):
        data = plain(township.lists[kind])
        before = copy.deepcopy(data)
        for edited, duty_id, keys in LIST_EDITS[name](data):
            lists = {**township.lists, kind: typed(kind, edited)}
            found = list(audit(replace(township, lists=lists)))
            assert names_place(found, kind, duty_id, keys), (kind, duty_id, keys, found, edited)
            assert {one.kind for one in found} == {kind}
            tried += 1
        assert data == before, "an edit was not taken back"
    assert tried


def test_what_is_as_printed_has_no_difference(demo: Read) -> None:
    """The lists as they are; and where there is no text, or none that is said to be the source, nothing to compare."""
    for township in demo.content.townships:
        assert list(audit(township)) == []
        assert list(audit(replace(township, source_text=None))) == []


# --- edits of the official text --------------------------------------------------------------------


def owners(township: Township) -> dict[int, tuple[ListKind, str]]:
    """The list and the id of the duty of each line of the text that is a duty's."""
    return {
        line: (kind, duty.id)
        for kind, duty_list in township.lists.items()
        for _, duty in duty_list.duties()
        if duty.source
        for line in range(duty.source.lines[0], duty.source.lines[1] + 1)
    }


def rows_of(township: Township) -> list[tuple[int, RowKind]]:
    """Each line of a township's text that is no layout, from 1, with what it is."""
    assert township.file.source
    assert township.source_text
    rows = IMPORTERS[township.file.source.format].rows(township.source_text)
    said = {RowKind.DUTY, RowKind.TITLE, RowKind.CATEGORY, RowKind.LIST_HEADING}
    return [(row.line, row.kind) for row in rows if row.kind in said]


def with_lines(township: Township, lines: list[str]) -> list[Difference]:
    return list(audit(replace(township, source_text="\n".join(lines))))


@pytest.mark.parametrize(
    ("change", "texts"),
    [(lambda _: STRANGE, 3), (lambda _: "", 1), (lambda char: char * 2, 1)],
    ids=["changed", "dropped", "doubled"],
)
def test_every_character_of_the_text_counts(
    change: Callable[[str], str], texts: int, townships: list[Township]
) -> None:
    """A Han character of a title, a heading or a duty that is printed otherwise is reported, where it is."""
    for township in townships[:texts]:
        lines, owner = (township.source_text or "").split("\n"), owners(township)
        for number, kind in rows_of(township):
            before, line, after = lines[: number - 1], lines[number - 1], lines[number:]
            # The number of a heading is no text, nor is the word after its count.
            for found in re.finditer("(?![一二三]、|项）)[\u4e00-\u9fff]", line):
                edited = line[: found.start()] + change(found[0]) + line[found.end() :]
                differences = with_lines(township, [*before, edited, *after])
                assert differences, edited
                if kind is RowKind.DUTY:
                    assert {(one.kind, one.duty_id) for one in differences} == {owner[number]}, edited
                    assert all(owner[one.line] == owner[number] for one in differences), edited
                if kind is RowKind.TITLE:
                    assert [(one.line, one.keys) for one in differences] == [(1, ("source", "title"))]


def test_line_of_the_text_that_is_dropped_doubled_or_invented_is_reported(yi: Township) -> None:
    """A line of a duty or of a heading; a text without any title may have had it elsewhere."""
    lines, owner = (yi.source_text or "").split("\n"), owners(yi)
    for number, kind in rows_of(yi):
        before, line, after = lines[: number - 1], lines[number - 1], lines[number:]
        # In the place of what is dropped stands nothing, so that the numbers of the lines stay.
        for edited in ([*before, "", *after], [*before, INVENTED, *after], [*before, line, line, *after]):
            found = with_lines(yi, edited)
            assert found or kind is RowKind.TITLE, edited[number - 1 : number + 1]
            if kind is RowKind.DUTY and len(edited) == len(lines):
                kind_there, duty_id = owner[number]
                assert any(one.kind is kind_there and one.duty_id in (duty_id, None) for one in found)


def test_two_lines_of_the_text_that_are_swapped_are_reported(yi: Township) -> None:
    """Two duties, two headings, or one of each."""
    lines = (yi.source_text or "").split("\n")
    numbers = [number for number, _ in rows_of(yi)]
    for one, other in itertools.pairwise(numbers):
        edited = list(lines)
        edited[one - 1], edited[other - 1] = edited[other - 1], edited[one - 1]
        assert with_lines(yi, edited), (one, other)


# --- the five documents ----------------------------------------------------------------------------

DOCUMENTS = ("jidong/unknown", "jishou/hexi", "kuitun/kaiganqi", "tuquan/tuquan", "yunyang/longjiao")
# So many places of a list are changed at once, the same in every run.
AT_ONCE = 20


@pytest.mark.parametrize("document", DOCUMENTS)
def test_edits_of_real_lists_are_reported_where_they_are(document: str, real_content: Content) -> None:
    """Some duties of each list changed in as many ways: each is named, with its key, and no other duty is."""
    township = next(one for one in real_content.townships if one.id == document)
    chance = random.Random(document)
    for kind, duty_list in township.lists.items():
        edited = plain(duty_list)
        changed: dict[str, set[str]] = {}
        for duty in chance.sample(duties(edited), AT_ONCE):
            names = chance.sample(sorted(DUTY_EDITS), len(DUTY_EDITS))
            made = ([(copy.deepcopy(duty), keys) for keys in DUTY_EDITS[name](duty)] for name in names)
            # A duty of the basic list has a name and nothing else.
            new, changed[duty["id"]] = chance.choice(next(places for places in made if places))
            duty.update(new)
        found = list(audit(replace(township, lists={kind: typed(kind, edited)})))
        assert {one.duty_id for one in found} == changed.keys()
        assert [one for one, keys in changed.items() if not names_place(found, kind, one, keys)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_real_text_prints_otherwise_is_reported(document: str, real_content: Content) -> None:
    """A Han character changed in some lines of duties: each of these duties is named."""
    township = next(one for one in real_content.townships if one.id == document)
    lines, owner = (township.source_text or "").split("\n"), owners(township)
    chance = random.Random(document)
    changed = set()
    for number in chance.sample([number for number, kind in rows_of(township) if kind is RowKind.DUTY], AT_ONCE):
        line = lines[number - 1]
        if places := [found.start() for found in re.finditer("[\u4e00-\u9fff]", line)]:
            at = chance.choice(places)
            lines[number - 1] = line[:at] + STRANGE + line[at + 1 :]
            changed.add(owner[number])
    found = with_lines(township, lines)
    assert changed - {(one.kind, one.duty_id) for one in found if one.duty_id} == set()
