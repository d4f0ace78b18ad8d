"""What an editor with the YAML extension shows: yaml-language-server, asked over stdio about our schemas, in Chinese.

For every key of every kind of file, at the place where it stands: what it means, and that it is offered there.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.read.schema import schemas
from support.language_server import LanguageServer
from support.places import CONTENT, DEMO

SCHEMAS = {name: json.loads(text) for name, text in schemas().items()}
# It takes a second to start, and node_modules to be there.
pytestmark = pytest.mark.slow

# The way to a mapping: keys, and None for the entries of a list.
Way = tuple[str | None, ...]


def mappings(root: dict[str, Any]) -> Iterator[tuple[Way, dict[str, Any]]]:
    """Every mapping that a schema describes, with the way to it; none twice on its own way."""
    waiting: list[tuple[Way, dict[str, Any], tuple[str, ...]]] = [((), root, ())]
    while waiting:
        way, node, through = waiting.pop(0)
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            if name not in through:
                waiting.append((way, root["$defs"][name], (*through, name)))
            continue
        waiting += [(way, one, through) for one in node.get("anyOf", ()) if one.get("type") != "null"]
        if isinstance(node.get("items"), dict):
            waiting.append(((*way, None), node["items"], through))
        if properties := node.get("properties"):
            yield way, properties
            waiting += [((*way, key), one, through) for key, one in properties.items()]


def begun(way: Way) -> tuple[list[str], str]:
    """The lines that lead to a mapping, and what its first line begins with."""
    lines, column, dash = [], 0, ""
    for step in way:
        if step is None:
            dash = "- "
        else:
            lines.append(f"{' ' * column}{dash}{step}:")
            column, dash = column + len(dash) + 2, ""
    return lines, " " * column + dash


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the schemas."""
    folder = tmp_path_factory.mktemp("editor")
    for name, text in schemas().items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def editor(folder: Path) -> Iterator[LanguageServer]:
    """The server."""
    with LanguageServer(folder) as server:
        yield server


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_explained_and_offered(editor: LanguageServer, folder: Path, name: str) -> None:
    """Where it stands, or is to be typed, an editor shows the sentence that we wrote about it."""
    silent: list[tuple[Way, str]] = []
    count = 0
    for number, (way, properties) in enumerate(mappings(SCHEMAS[name])):
        lines, head = begun(way)
        lines.insert(0, f"# yaml-language-server: $schema={name}")
        file = folder / f"{name}-{number}.yml"
        wanted = {key: one["description"] for key, one in properties.items()}
        count += len(wanted)

        uri = editor.open(file, "\n".join([*lines, head]))
        offered = editor.completions(uri, len(lines), len(head))
        silent += [(way, f"offers no {key}") for key, text in wanted.items() if text not in offered.get(key, "")]
        editor.close(uri)

        keys = [f"{head if not index else ' ' * len(head)}{key}: " for index, key in enumerate(wanted)]
        uri = editor.open(file.with_stem(f"{file.stem}-all"), "\n".join([*lines, *keys, ""]))
        for index, (key, text) in enumerate(wanted.items()):
            shown = editor.hover(uri, len(lines) + index, len(head) + 1)
            silent += [] if text in shown else [(way, f"shows of {key}: {shown}")]
        editor.close(uri)
    assert silent == []
    assert count > 0


MISTAKES = {
    "number as a word": ("basic", "number: 1", "number: 一", "应是数字，不加引号"),
    "name as a number": ("basic", "name: 加强党员队伍建设，做好党费收缴。", "name: 12", "应是文字"),
    "text for a list": ("cooperative", "[县教育局, 其他相关单位]", "县教育局", "应是列表"),
    "unknown status": ("reclaimed", "status: discontinued", "status: 不再开展", "只能是 taken-over、discontinued"),
    "unknown key": (
        "basic",
        "number: 1\n",
        "number: 1\n        备注: 无\n",
        "这里是“键: 值”；必填 id、number、name；还可以写 extras、topics、notes、allow、source",
    ),
    "missing key": ("basic", "      - id: b-001\n        number: 1\n", "      - id: b-001\n", "必填 id、number、name"),
    "phone": (
        "township",
        "name: 乙镇",
        "name: 乙镇\ncontact: {phones: [5123456a]}",
        "号码的写法不对",
    ),
    "hours": ("township", "name: 乙镇", "name: 乙镇\ncontact: {hours: 9-12 点}", "时间的写法不对"),
    "web": ("township", "name: 乙镇", "name: 乙镇\ncontact: {web: a.cn}", "要以 https:// 或"),
    "day": ("township", "name: 乙镇", "name: 乙镇\ncontact: {web: http://a.cn, as_of: 11 月}", "应是年-月-日"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_underlined_in_chinese(editor: LanguageServer, folder: Path, name: str) -> None:
    """What is wrong with a value is said while it is typed, where it stands."""
    kind, old, new, said = MISTAKES[name]
    text = (DEMO / f"townships/jia/yi/{kind}.yml").read_text("utf-8")
    assert old in text
    text = re.sub(r"\$schema=\S+", f"$schema={kind}.json", text.replace(old, new, 1))
    uri = editor.open(folder / f"{name}.yml", text)
    found = editor.problems(uri)
    editor.close(uri)
    told = [one for one in found if said in one["message"]]
    assert told, found
    line = text[: text.index(new)].count("\n") + new.rstrip().count("\n")
    assert told[0]["range"]["start"]["line"] == line


@pytest.mark.parametrize("kind", ["basic", "cooperative", "reclaimed", "township"])
def test_real_files_have_no_mistake(editor: LanguageServer, kind: str) -> None:
    """An editor that opens a file of the content finds its schema by its first line, and nothing to underline."""
    file = CONTENT / f"townships/tuquan/tuquan/{kind}.yml"
    uri = editor.open(file, file.read_text("utf-8"))
    assert editor.problems(uri) == []
    editor.close(uri)


def test_words_of_a_list_are_offered(editor: LanguageServer, folder: Path) -> None:
    """Where only some words may stand, these; an entry of a list under its Chinese noun."""
    text = "# yaml-language-server: $schema=reclaimed.json\ncategories:\n  - name: 甲\n    duties:\n"
    text += "      - id: r-001\n        status: \n"
    uri = editor.open(folder / "words.yml", text)
    assert {"taken-over", "discontinued"} <= set(editor.completions(uri, 5, 16))
    editor.close(uri)
    uri = editor.open(folder / "entry.yml", "\n".join(text.split("\n")[:4]) + "\n      - ")
    assert "上级部门收回事项" in editor.completions(uri, 4, 8)
    editor.close(uri)
