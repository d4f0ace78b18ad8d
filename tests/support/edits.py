"""What people do to a content folder: any sequence of edits to the demo content, as a strategy of hypothesis.

A folder is `{file: data}` while it is edited.  An edit takes the folder and a `Pick`, chooses where it happens, and
does nothing where it cannot.
"""

import copy
import json
from collections.abc import Callable
from contextlib import suppress
from difflib import unified_diff
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from generator.model import ListKind
from generator.read import yaml_text
from support.places import DEMO


class Folder(dict[str, Any]):
    """A content folder, shown by what is not as in the demo."""

    def __repr__(self) -> str:
        before = demo()
        return "\n".join(
            line
            for file in sorted({*self, *before})
            for line in unified_diff(_yaml(before.get(file)), _yaml(self.get(file)), file, file, n=2, lineterm="")
        )


NAMES = (
    "县民政局", "县财政局", "县教育局（县体育局）", "县体育局", "民政局", "县医保局（牵头）", "其他相关单位",
    "县公安局等",
    "市公安局", "县委组织部",
    "县公安局、县民政局", "县民政局（县民政局）", "（牵头）",
)  # fmt: skip
# Texts that name laws, documents, forms, platforms, phones, departments and topics, and some of hardly anything.
TEXTS = (
    "依照《中华人民共和国食品安全法》第三条、第五条办理高龄津贴。",
    "依照《食品安全法》《某某办法（试行）》受理“一表通”系统的申请，拨打12345热线。",
    "填写《困难群众登记表》，上报县财政局、县教育局。", "防溺水宣传", "一、准备工作", "县民政局负责审核；",
    "办", "。", "…", "-", "《》", "[a](b.md) {#c} <i>", "12345", "取消考核，不再开展考核。", "字" * 300, "２月３０日前",
)  # fmt: skip
IDS = ("a", "x-1", "jia", "yi", "index", "basic", "c-001", "0", "finance", "civil-affairs", "livelihood", "data",
       "old-age-allowance", "departments", "xianminzhengju")  # fmt: skip


class Pick:
    """Choices, made by hypothesis, so that it can find the fewest that fail."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw

    def one(self, several: Any) -> Any:
        """One of several; None where there is none."""
        several = list(several)
        return several[self.draw(st.integers(0, len(several) - 1))] if several else None

    def chance(self) -> bool:
        return self.draw(st.booleans())

    def place(self, several: list[Any]) -> int:
        """Where something is put in."""
        return self.draw(st.integers(0, len(several)))


def demo() -> Folder:
    """The demo content with vocabularies of its own, small ones; without source, which would tie every word."""
    folder = Folder()
    for path in sorted(DEMO.rglob("*.yml")):
        data = json.loads(json.dumps(yaml_text.parse(path.read_text("utf-8")).data))
        for _, node in nodes(data):
            if isinstance(node, dict):
                node.pop("source", None)
        folder[path.relative_to(DEMO).as_posix()] = data
    folder["vocabulary/categories.yml"] = {
        "categories": [
            {"id": "party-building", "name": "党的建设"},
            {"id": "livelihood", "name": "民生服务", "aliases": ["民生"]},
            {"id": "ecology", "name": "生态环保"},
        ]
    }
    folder["vocabulary/department-kinds.yml"] = {
        "kinds": [
            {"id": "civil-affairs", "name": "民政", "words": ["民政"]},
            {"id": "finance", "name": "财政", "words": ["财政"]},
            {"id": "education", "name": "教育", "words": ["教育"]},
            {"id": "medical-insurance", "name": "医保", "words": ["医保"]},
            {"id": "police", "name": "公安"},
            {"id": "housing-and-construction", "name": "住建", "words": ["住建"]},
        ],
        "spellings": [["医疗保障", "医保"]],
    }
    folder["vocabulary/references.yml"] = {
        "laws": [{"id": "shipin", "name": "食品安全法", "aliases": ["食品法"]}],
        "platforms": [{"id": "yibiaotong", "name": "“一表通”", "aliases": ["“一表通”系统"]}],
        "hotlines": [
            {"number": "12345", "name": "政务服务便民热线"},
            {"number": "12329", "name": "住房公积金热线", "source": "https://example.org/"},
        ],
    }
    folder["vocabulary/fillers.yml"] = {"fillers": ["请问", "怎么办"]}
    return folder


def nodes(data: Any, keys: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    """Everything in a file's data, with the keys that lead there."""
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [(keys, data), *(one for key, value in below for one in nodes(value, (*keys, key)))]


def lists(folder: Folder) -> list[str]:
    return [file for file in folder if file.endswith(tuple(kind.file_name for kind in ListKind))]


def kind_of(file: str) -> ListKind:
    return ListKind(file.rsplit("/", 1)[1].removesuffix(".yml"))


def categories(folder: Folder, pick: Pick) -> tuple[str, list[Any]]:
    """The categories of one of the lists."""
    file = pick.one(lists(folder))
    return (file, folder[file].setdefault("categories", [])) if file else ("", [])


def duties(folder: Folder, pick: Pick, kind: ListKind | None = None) -> tuple[str, list[Any]]:
    """The duties of one of the categories, perhaps in a list of a kind."""
    file = pick.one(file for file in lists(folder) if kind is None or kind_of(file) is kind)
    category = pick.one(folder[file]["categories"]) if file else None
    return (file, category.setdefault("duties", [])) if category else ("", [])


def duty(folder: Folder, pick: Pick) -> dict[str, Any] | None:
    return pick.one(duties(folder, pick)[1])


def county(folder: Folder, pick: Pick) -> dict[str, Any] | None:
    return folder.get(pick.one(file for file in folder if file.endswith("/county.yml")))


def renumber(folder: Folder, _: Pick | None = None) -> None:
    """Put in order what a list's edits have left: numbers, declared counts, empty categories, ids used twice."""
    for file in lists(folder):
        own = folder[file]
        own["categories"] = [one for one in own.get("categories", []) if one.get("duties")]
        ids: set[str] = set(own.get("retired", []))
        number = 0
        for category in own["categories"]:
            category.pop("declared", None)
            category.pop("allow", None)
            for one in category["duties"]:
                number += 1
                one["number"] = number
                while one.get("id", "") in ids or not one.get("id", "").startswith(kind_of(file).prefix):
                    one["id"] = f"{kind_of(file).prefix}-{pick_free(ids, kind_of(file).prefix):03}"
                ids.add(one["id"])


def pick_free(ids: set[str], prefix: str) -> int:
    return next(n for n in range(1, 1000) if f"{prefix}-{n:03}" not in ids)


# --- edits -----------------------------------------------------------------------------------------


def remove_duty(folder: Folder, pick: Pick) -> None:
    file, several = duties(folder, pick)
    if several:
        gone = several.pop(pick.draw(st.integers(0, len(several) - 1)))
        if pick.chance():
            folder[file].setdefault("retired", []).append(gone.get("id", "b-099"))


def add_duty(folder: Folder, pick: Pick) -> None:
    file, several = duties(folder, pick)
    if not file:
        return
    new: dict[str, Any] = {"id": "new", "number": 99, "name": pick.one(TEXTS)}
    match kind_of(file):
        case ListKind.COOPERATIVE:
            names = [pick.one(NAMES)]
            new |= {"departments": names, "township": [pick.one(TEXTS)]}
            new["superior"] = [{"departments": names, "duties": [pick.one(TEXTS)]}]
        case ListKind.RECLAIMED:
            new |= {"departments": [pick.one(NAMES)], "method": [pick.one(TEXTS)]}
    several.insert(pick.place(several), new)


def move_duty(folder: Folder, pick: Pick) -> None:
    """To another category, list or township of the same kind of list."""
    file, several = duties(folder, pick)
    if several:
        _, others = duties(folder, pick, kind_of(file))
        others.insert(pick.place(others), several.pop(pick.draw(st.integers(0, len(several) - 1))))


def change_departments(folder: Folder, pick: Pick) -> None:
    one = duty(folder, pick)
    if not one:
        return
    holders = [one, *one.get("superior", [])] if "superior" in one or "departments" in one else []
    if holder := pick.one(holders):
        holder["departments"] = [pick.one(NAMES) for _ in range(pick.draw(st.integers(0, 3)))]


def only_one_department(folder: Folder, pick: Pick) -> None:
    """All work is somebody's: the others are left without duties."""
    name = pick.one(NAMES[:2])
    for file in lists(folder):
        for _, node in nodes(folder[file]):
            if isinstance(node, dict) and node.get("departments"):
                node["departments"] = [name]


def register(folder: Folder, pick: Pick) -> None:
    """Add a department."""
    if own := county(folder, pick):
        new = {"id": pick.one(IDS), "name": pick.one(NAMES)}
        if pick.chance():
            new["kind"] = pick.one(("police", "finance", "unknown"))
        if pick.chance():
            new["full_name"] = pick.one((*NAMES, "某县人民政府公安局"))
        own.setdefault("departments", []).append(new)


def unregister(folder: Folder, pick: Pick) -> None:
    own = county(folder, pick)
    if own and own.get("departments"):
        own["departments"].pop(pick.draw(st.integers(0, len(own["departments"]) - 1)))


def change_department(folder: Folder, pick: Pick) -> None:
    one = pick.one((county(folder, pick) or {}).get("departments", []))
    if one:
        key = pick.one(("aliases", "kind", "name", "id", "full_name"))
        one[key] = {
            "aliases": [pick.one(NAMES)],
            "kind": pick.one(("police", "finance", "unknown", None)),
            "name": pick.one(NAMES),
            "id": pick.one(IDS),
            "full_name": pick.one((*NAMES, None)),
        }[key]


def change_category(folder: Folder, pick: Pick) -> None:
    """Rename, add, remove or move one in a list."""
    _, several = categories(folder, pick)
    match pick.one(("rename", "add", "remove", "move")):
        case "add":
            several.append({"name": pick.one(("生态环保", "民生", "无此类别")), "duties": []})
        case "remove" if several:
            several.pop(pick.draw(st.integers(0, len(several) - 1)))
        case "move" if several:
            several.append(several.pop(0))
        case "rename" if several:
            pick.one(several)["name"] = pick.one(("生态环保", "民生", "民生服务", "党的建设"))


def copy_township(folder: Folder, pick: Pick) -> None:
    """A township, or a county with its townships, under a new name."""
    if old := pick.one(sorted({"/".join(file.split("/")[1:3]) for file in lists(folder)})):
        new = f"{pick.one((old.split('/')[0], 'xin'))}/{pick.one(('ding', 'wu', 'index', 'basic', 'c-001'))}"
        copied = {file.replace(f"/{old}/", f"/{new}/"): data for file, data in folder.items() if f"/{old}/" in file}
        folder |= copy.deepcopy(copied)
        if pick.chance():
            place = f"townships/{new.split('/')[0]}/county.yml"
            folder.setdefault(place, copy.deepcopy(folder.get(f"townships/{old.split('/')[0]}/county.yml", {})))


def remove_township(folder: Folder, pick: Pick) -> None:
    if old := pick.one(sorted({"/".join(file.split("/")[1:3]) for file in lists(folder)})):
        for file in [file for file in folder if f"/{old}/" in file]:
            del folder[file]


def add_county(folder: Folder, pick: Pick) -> None:
    """One that has no township yet."""
    place = {"name": pick.one(("乙县", None)), "province": pick.one(("某省", None)), "prefecture": None}
    folder[f"townships/{pick.one(IDS)}/county.yml"] = {**place, "departments": []}


def change_place(folder: Folder, pick: Pick) -> None:
    """What a county or a township is called."""
    file = pick.one(file for file in folder if file.endswith(("/county.yml", "/township.yml")))
    if not file:
        return
    key = pick.one(key for key in ("name", "province", "prefecture", "name_status", "name_evidence")
                   if key in folder[file])  # fmt: skip
    if key == "name_status":
        folder[file][key] = pick.one(("stated", "inferred", "unknown"))
    elif key:
        folder[file][key] = pick.one((None, "某街道", "镇", *TEXTS))
    if key == "name" and file.endswith("/township.yml"):
        folder[file]["name_status"] = "stated" if folder[file]["name"] else "unknown"


def change_vocabulary(folder: Folder, pick: Pick) -> None:
    """Remove an entry of a vocabulary, repeat it, move it to the end, or empty all."""
    file = pick.one(file for file in folder if file.startswith("vocabulary/"))
    if not file:
        return
    several = pick.one(node for _, node in nodes(folder[file]) if isinstance(node, list))
    match pick.one(("remove", "repeat", "move", "empty", "file")):
        case "file":
            del folder[file]
        case "empty" if several:
            several.clear()
        case "remove" if several:
            several.pop(pick.draw(st.integers(0, len(several) - 1)))
        case "move" if several:
            several.append(several.pop(0))
        case "repeat" if several:
            several.append(copy.deepcopy(pick.one(several)))


def change_topic(folder: Folder, pick: Pick) -> None:
    """Add a topic, or change the words or the neighbours of one."""
    groups = folder.get("vocabulary/topics.yml", {}).get("groups", [])
    if not groups:
        return
    if pick.chance():
        new = {"id": pick.one(IDS), "name": pick.one(("新主题", "防溺水")), "about": pick.one(TEXTS)}
        pick.one(groups)["topics"].append(new | {"asks": [], "match": [pick.one(("工作", "高龄", "没有的词"))]})
    elif topic := pick.one(pick.one(groups)["topics"]):
        key, word = pick.one((("near", pick.one(IDS)), ("match", "津贴"), ("unlike", "津贴"), ("weak", "名册")))
        topic.setdefault(key, []).append(word)
    if pick.chance():
        folder["vocabulary/topics.yml"]["common"] = [pick.one((*IDS, "certificates"))]


def correct_topic(folder: Folder, pick: Pick) -> None:
    if one := duty(folder, pick):
        one["topics"] = {pick.one(("add", "deny")): [pick.one(("certificates", "old-age-allowance", "party-members"))]}


def note(folder: Folder, pick: Pick) -> None:
    if one := duty(folder, pick):
        new = {"why": pick.one(TEXTS)}
        for key in ("printed", "meant"):
            if pick.chance():
                new[key] = pick.one(TEXTS)
        one.setdefault("notes", []).append(new)


def allow(folder: Folder, pick: Pick) -> None:
    rule = pick.one(
        ("cooperative-complete", "reclaimed-complete", "texts-not-blank", "texts-not-doubled", "departments-registered",
         "categories-known", "ids-unique", "ids-well-formed", "ids-not-reused", "categories-once",
         "numbers-consecutive", "name-status-consistent", "nothing-of-this-name")
    )  # fmt: skip
    file = pick.one(file for file in lists(folder))
    holder = pick.one(
        (duty(folder, pick), folder.get(file), folder.get(f"{file.rsplit('/', 1)[0]}/township.yml") if file else None)
    )
    if holder is not None:
        holder.setdefault("allow", []).append({"rule": rule, "reason": "原文如此"})


def change_text(folder: Folder, pick: Pick) -> None:
    """Put a text in the place of another, wherever it stands."""
    file = pick.one(folder)
    if place := pick.one(keys for keys, node in nodes(folder.get(file)) if keys and isinstance(node, str)):
        at(folder[file], place[:-1])[place[-1]] = pick.one((*TEXTS, *NAMES, *IDS))


def empty_or_drop(folder: Folder, pick: Pick) -> None:
    """Empty a list, or take out a key or an entry with all below it."""
    file = pick.one(folder)
    if place := pick.one(keys for keys, _ in nodes(folder.get(file)) if keys):
        holder = at(folder[file], place[:-1])
        if isinstance(holder[place[-1]], list) and pick.chance():
            holder[place[-1]] = []
        else:
            del holder[place[-1]]


def at(data: Any, keys: tuple[Any, ...]) -> Any:
    for key in keys:
        data = data[key]
    return data


EDITS: tuple[Callable[[Folder, Pick], None], ...] = (
    renumber, remove_duty, add_duty, move_duty, change_departments, only_one_department, register, unregister,
    change_department, change_category, copy_township, remove_township, add_county, change_place, change_vocabulary,
    change_topic, correct_topic, note, allow, change_text, empty_or_drop,
)  # fmt: skip


@st.composite
def edited(draw: Callable[[Any], Any]) -> Folder:
    """The demo content after some edits, and mostly with its lists put in order again."""
    folder, pick = demo(), Pick(draw)
    for edit in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=8)):
        # Earlier edits may have taken away what this one is about.
        with suppress(KeyError, TypeError, AttributeError):
            edit(folder, pick)
    if draw(st.integers(0, 3)):
        with suppress(KeyError, TypeError, AttributeError):
            renumber(folder)
    return folder


def write(folder: Folder, into: Path) -> Path:
    """A folder on disk."""
    for file, data in folder.items():
        path = into / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_yaml(data)), "utf-8")
    return into


def _yaml(data: Any) -> list[str]:
    if data is None:
        return []
    return yaml.dump(data, allow_unicode=True, sort_keys=False, width=1 << 20, Dumper=_DUMPER).splitlines()


_DUMPER = type("_Dumper", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True})
