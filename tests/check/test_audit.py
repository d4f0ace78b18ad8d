"""The source audit: whatever is changed, in the lists or in the official text, it says so, of that place and of no other.

On the demo's 乙镇 every edit is tried at every place where it changes something; on the five documents, at places that
hypothesis draws.  An edit changes the plain data of a list, or the lines of the text.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.check.audit import Difference, audit
from generator.importers.draft import RowKind
from generator.importers.registry import IMPORTERS
from generator.model import LIST_TYPES, AnyList, Content, ListKind, Township
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
    """Each text to the end of each other list of texts."""
    every = list(passages(duty))
    for texts, keys, is_label in every:
        for others, other_keys, _ in every:
            if not texts or others is texts or is_label:
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
    for one, other in zip(every, every[1:], strict=False):
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
    for upper, lower in zip(data["categories"], data["categories"][1:], strict=False):
        lower["duties"].insert(0, upper["duties"].pop())
        yield data, lower["duties"][0]["id"], set()
        upper["duties"].append(lower["duties"].pop(0))
        upper["duties"].append(lower["duties"].pop(0))
        yield data, upper["duties"][-1]["id"], set()
        lower["duties"].insert(0, upper["duties"].pop())


def category_changed(data: Plain) -> Iterator[Edited]:
    """Renamed, with another count, with no count or an invented one, invented, dropped, and two swapped."""
    every = data["categories"]
    for index, category in enumerate(list(every)):
        kept = dict(category)
        for key, value in (("name", INVENTED), ("declared", (kept["declared"] or 0) + 1), ("declared", None)):
            if kept[key] != value:
                category[key] = value
                yield data, None, set()
                category[key] = kept[key]
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


@pytest.fixture(scope="module")
def yi(demo: Read) -> Township:
    """乙镇, which has a source."""
    return next(township for township in demo.content.townships if township.id == "jia/yi")


@pytest.mark.parametrize("name", LIST_EDITS)
def test_edit_of_a_list_is_reported_where_it_is(name: str, yi: Township) -> None:
    """Every edit at every place; the audit names the list, the duty and the key, and says nothing of other lists."""
    tried = 0
    for kind, duty_list in yi.lists.items():
        data = plain(duty_list)
        before = copy.deepcopy(data)
        for edited, duty_id, keys in LIST_EDITS[name](data):
            lists = {**yi.lists, kind: typed(kind, edited)}
            found = list(audit(replace(yi, lists=lists)))
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
    "change", [lambda _: STRANGE, lambda _: "", lambda char: char * 2], ids=["changed", "dropped", "doubled"]
)
def test_every_character_of_the_text_counts(change: Callable[[str], str], yi: Township) -> None:
    """A Han character of a title, a heading or a duty that is printed otherwise is reported, where it is."""
    lines, owner = (yi.source_text or "").split("\n"), owners(yi)
    for number, kind in rows_of(yi):
        before, line, after = lines[: number - 1], lines[number - 1], lines[number:]
        for found in re.finditer("(?!一、|二、)[\u4e00-\u9fff]", line):
            edited = line[: found.start()] + change(found[0]) + line[found.end() :]
            differences = with_lines(yi, [*before, edited, *after])
            assert differences, edited
            if kind is RowKind.DUTY:
                assert {(one.kind, one.duty_id) for one in differences} == {owner[number]}, edited
                assert all(owner[one.line] == owner[number] for one in differences), edited
            if kind is RowKind.TITLE:
                assert [(one.line, one.keys) for one in differences] == [(number, ("source", "title"))]


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
    for one, other in zip(numbers, numbers[1:], strict=False):
        edited = list(lines)
        edited[one - 1], edited[other - 1] = edited[other - 1], edited[one - 1]
        assert with_lines(yi, edited), (one, other)


# --- the five documents ----------------------------------------------------------------------------

# The same places in every run; a failure is not made smaller, since each try takes a second.
EVERY_TIME = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
    phases=[Phase.generate],
    max_examples=3,
)
DOCUMENTS = ("jidong/unknown", "jishou/hexi", "kuitun/kaiganqi", "tuquan/tuquan", "yunyang/longjiao")
AT_ONCE = 12


def changed_somewhere(
    draw: st.DrawFn, change: Callable[[Plain], Iterator[set[str]]], duty: Plain
) -> tuple[Plain, set[str]] | None:
    """A duty with one change at one of its places, and the keys that lead there; `None` where it has no place."""
    made = [(copy.deepcopy(duty), keys) for keys in change(duty)]
    return draw(st.sampled_from(made)) if made else None


@pytest.mark.parametrize("document", DOCUMENTS)
@EVERY_TIME
@given(data=st.data())
def test_edits_of_a_real_list_are_reported_where_they_are(
    document: str, real_content: Content, data: st.DataObject
) -> None:
    """Some duties of a list changed in as many ways: each is named, and no other."""
    township = next(one for one in real_content.townships if one.id == document)
    kind = data.draw(st.sampled_from(list(ListKind)))
    edited = plain(township.lists[kind])
    every = duties(edited)
    changed: dict[str, set[str]] = {}
    for index in data.draw(st.lists(st.integers(0, len(every) - 1), min_size=AT_ONCE, max_size=AT_ONCE, unique=True)):
        name = data.draw(st.sampled_from(sorted(DUTY_EDITS)))
        if made := changed_somewhere(data.draw, DUTY_EDITS[name], every[index]):
            every[index].update(made[0])
            changed[every[index]["id"]] = made[1]
    found = list(audit(replace(township, lists={kind: typed(kind, edited)})))
    assert {one.duty_id for one in found} == changed.keys()
    assert [one for one, keys in changed.items() if not names_place(found, kind, one, keys)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
@EVERY_TIME
@given(data=st.data())
def test_what_a_real_text_prints_otherwise_is_reported(
    document: str, real_content: Content, data: st.DataObject
) -> None:
    """Han characters of some duties changed: each of these duties is named."""
    township = next(one for one in real_content.townships if one.id == document)
    lines, owner = (township.source_text or "").split("\n"), owners(township)
    changed = set()
    for number in data.draw(st.lists(st.sampled_from(sorted(owner)), min_size=AT_ONCE, max_size=AT_ONCE, unique=True)):
        line = lines[number - 1]
        if places := [found.start() for found in re.finditer("[\u4e00-\u9fff]", line)]:
            at = data.draw(st.sampled_from(places))
            lines[number - 1] = line[:at] + STRANGE + line[at + 1 :]
            changed.add(owner[number])
    found = with_lines(township, lines)
    assert changed - {(one.kind, one.duty_id) for one in found} == set()
