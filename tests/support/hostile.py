"""Hostile text in every field of the YAML, the site that is built of it, and whether a text shows it as written."""

import functools
import hashlib
import itertools
import json
import operator
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from generator.check.registry import RULES
from generator.read import yaml_text
from generator.read.folder import read
from support.places import CONTENT, DEMO
from support.sites import Once, build

# Syntax of everything that a text passes through on its way to the reader.  What becomes an element is .hacked, or
# #hacked; what runs sets qdHacked; what is calculated makes 1337.
KINDS = {
    "公式": "=1+1",
    "结束别人的元素": "</title></textarea></style></option></select></a></p></td></li></main></body>",
    "脚本": "<script>window.qdHacked = 1</script>",
    "标签": '<b class="hacked">粗</b><table id="hacked"><tr><td>格</table><input autofocus class=hacked>',
    "事件": '<img class="hacked" src=x onerror="window.qdHacked = 1"><svg class=hacked onload=window.qdHacked=1>',
    "引号": '" \' ` class="hacked" onfocus=\'window.qdHacked = 1\' autofocus x="',
    "javascript 链接": "[点我](javascript:window.qdHacked=1) <javascript:window.qdHacked=1> [甲]: javascript:qdHacked",
    "别处的链接": '<https://hacked.test> https://hacked.test [去](https://hacked.test "题") ![图](x.png)',
    "Markdown": "# 标题 **粗** _斜_ `码` ~~删~~ \\* | 表 | --- | > 引 1. 一 - 二 *** +++",
    "Markdown 扩展": '[^1] [^1]: 注 *[乙镇]: 缩写 [TOC] --8<-- "mkdocs.yml" !!! note "甲" ??? 乙 :smile: ==亮==',
    "属性": "{: onclick=window.qdHacked=1 .hacked } {#hacked .hacked onclick=window.qdHacked=1}",
    "模板": "{{ 7 * 191 }} {% raw %} {# 藏 #} {## 藏 ##} ${7*191} <%= 7*191 %>",
    "字符引用": "&lt;b&gt; &amp; &#60;script&#62; &#x202e; &nbsp;",
    "注释": "<!-- 藏 --> <![CDATA[ 藏 ]]> <?php 藏 ?> <!DOCTYPE html> ]]>",
    "JSON 和网址": '","name":"\\u003c/script>\\n%3Cscript%3E#&in=x?q=2&{address}',
    "法规、平台、电话": "《某<b>[法](javascript:window.qdHacked=1)法》第一条 “<i class=hacked>”系统 拨打12345<b>热线",
    "很长的词": "x" * 300,
}
POISON = " ".join(KINDS.values())
# Official words that a text has: they begin with two characters.
MEANT = f"{POISON[POISON.index('点我') :]} 开展高龄津贴发放工作"
# An address of a web page may hold no more of them than these.
HOSTILE_WEB = "https://a.test/`x`](javascript:window.qdHacked=1)&#x22;{:onclick=qdHacked=1}${7*191}{{7*191}}**__~~"
# What decides, rather than is shown.
DECIDES = {"id", "kind", "rule", "status", "name_status", "format", "sha256", "date", "number",
           "match", "weak", "unlike", "near", "words", "spellings"}  # fmt: skip


def poisoned(value: Any, key: str = "") -> Any:
    """Data of a YAML file with poison before every text; a department keeps its mark of who leads at its end."""
    if key in DECIDES:
        return value
    if isinstance(value, dict):
        return {name: poisoned(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, key) for one in value]
    return f"{POISON} {value}" if isinstance(value, str) else value


def write_content(folder: Path) -> None:
    """Write that content."""
    files = {path.relative_to(CONTENT): path for path in (CONTENT / "vocabulary").glob("*.yml")}
    files |= {path.relative_to(DEMO): path for path in DEMO.rglob("*.yml")}
    for name, path in files.items():
        data = json.loads(json.dumps(yaml_text.parse(path.read_text("utf-8")).data))
        match name.name:
            case "references.yml":
                data = {"hotlines": poisoned(data["hotlines"])}
            case "elderly.yml":
                data = {"synonyms": [{"say": ["敬老"], "means": [MEANT]}]}
            case "elsewhere.yml":
                shown = ("name", "ask", "do")
                data = {
                    "elsewhere": [{**one, **{key: poisoned(one[key]) for key in shown}} for one in data["elsewhere"]]
                }
            case "fillers.yml" | "safety.yml":
                pass  # never shown
            case _:
                data = poisoned(data)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        # JSON is YAML.
        (folder / name).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    # What no document would ever say is not what the document says.
    _change(folder / "townships/jia/yi/township.yml", allow=[{"rule": "source-accounted-for", "reason": POISON}])
    (folder / "townships/jia/yi/source.txt").write_text(POISON, "utf-8")
    _change(folder / "townships/jia/yi/township.yml", ("source",), sha256=hashlib.sha256(POISON.encode()).hexdigest())
    contact = {"address": POISON, "web": HOSTILE_WEB, "as_of": "2026-11-03"}
    _change(folder / "townships/jia/yi/township.yml", contact=contact)
    _change(folder / "townships/jia/county.yml", ("departments", 0), contact=contact)
    note = {"printed": POISON, "meant": POISON, "why": POISON}
    _change(folder / "townships/jia/yi/cooperative.yml", ("categories", 0, "duties", 0), notes=[note])


def _change(file: Path, keys: tuple[str | int, ...] = (), **values: Any) -> None:
    data = json.loads(file.read_text("utf-8"))
    functools.reduce(operator.getitem, keys, data).update(values)
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


@pytest.fixture(scope="session")
def hostile(once: Once) -> Path:
    """The site of the demo content, and the project's vocabularies, with poison in every field that holds text."""

    def fill(folder: Path) -> None:
        write_content(folder / "content")
        # Names of departments with such signs are refused, wherever they come from; here they are shown all the same.
        with pytest.MonkeyPatch.context() as patch:
            patch.delitem(RULES, "department-names-plain")
            build(folder / "content", folder / "site")

    return once("hostile", fill) / "site"


@pytest.fixture(scope="session")
def names(hostile: Path) -> list[str]:
    """The names of a township's duties, as they are written."""
    (township,) = (one for one in read(hostile.parent / "content").content.townships if one.id == "jia/yi")
    return [duty.name for one in township.lists.values() for _, duty in one.duties()]


def wrongly_shown(text: str) -> list[str]:
    """Where a text shows poison otherwise than as written; it may be cut off, which … says."""
    text = " ".join(text.split())
    wrong = []
    for start in (match.start() for match in re.finditer(re.escape(KINDS["公式"]), text)):
        pairs = zip(POISON, text[start:], strict=False)
        same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        if same < len(POISON) and text[start + same] != "…":
            wrong.append(text[start : start + same + 20])
    return wrong


def squeezed(text: str) -> str:
    """A text without blanks; fonts may give radicals for characters, which are the same."""
    return re.sub(r"[\s\ufffe]", "", unicodedata.normalize("NFKC", text))


def not_whole(printed: str, times: int) -> list[str]:
    """The kinds that are not whole so many times in a text taken from sheets; a sheet may end within one."""
    printed = squeezed(printed)
    return [kind for kind, text in KINDS.items() if kind != "很长的词" and printed.count(squeezed(text)) < times]
