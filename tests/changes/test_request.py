"""Requests: whatever mail and web programs do to them, they say the same; what is wrong with them is told."""

import hashlib
import html
import json
import textwrap
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.changes.events import NoIssue, read_event
from generator.changes.request import (
    MAX_CHANGES,
    WIDTH,
    FieldChange,
    Request,
    RequestDamaged,
    RequestedChange,
    RequestKind,
    read_requests,
    text_of,
    written,
)
from generator.history import digest
from generator.model import ListKind
from generator.words.characters import CONTROL
from support.change_requests import PARTICULARS, PLACE, amendment, duty, ending, merging, renaming, sealed, value
from support.change_requests import text_of as request_of
from support.places import PROJECT

LONG = '初步审核并公示，公示期不少于七天，有异议的由镇民政办核实后，报县民政局 <GB 1234> 备案；A&B、C\\D、"引"。'
CHANGES = (
    amendment("c-001", {"township": ("受理申请；", LONG), "departments": ("县民政局",)}),
    ending("b-002", to=("b-001",), department="县教育局"),
    RequestedChange(
        "jia/yi", PLACE, RequestKind.ADD, "新", list=ListKind.RECLAIMED, category="民生服务", number=1,
        fields={"name": FieldChange("新的一项"), "status": FieldChange("discontinued"),
                "method": FieldChange(("不再开展。",), ()),
                "extras": FieldChange(({"head": "备注", "texts": ("一", "二")},), ())},
    ),
    amendment("c-002", {"notes": ({"printed": "防溺水", "meant": None, "why": "疑有缺字，见 <原件>"},)}),
    RequestedChange(
        "jia/bing", "某省/某市/甲县/-", RequestKind.CONTACT, "xianminzhengju",
        fields={"phones": FieldChange(("0743-1234567",), ()), "hours": FieldChange(None, "周一")},
    ),
)  # fmt: skip
WHOLE = Request(CHANGES, PARTICULARS, "https://qingdan.example.gov.cn/", keep_numbers=True)
TEXT = written(WHOLE, ["一", "二", "三", "四", "五"])


def said(text: str) -> list[Request]:
    """The requests of a text, wherever they stand in it."""
    return [
        replace(one, changes=tuple(replace(change, line=1) for change in one.changes)) for one in read_requests(text)
    ]


def letter(text: str, encoding: str) -> str:
    """A saved letter, as an answer to another, with an HTML version beside it."""
    message = EmailMessage()
    message["Subject"], message["From"] = "修改单", "a@example.gov.cn"
    message.set_content(f"您好：\n{text}", cte=encoding)
    message.add_alternative(f"<p>{html.escape(text)}</p>", subtype="html")
    return text_of(message.as_bytes())


def broken_html(text: str) -> str:
    """A saved letter in HTML alone, as Outlook writes it: paragraphs, and lines broken inside of tags."""
    message = EmailMessage()
    message["Subject"], message["From"] = "修改单", "a@example.gov.cn"
    lines = (f"<p\nclass=MsoNormal><span\nlang=ZH-CN>{html.escape(line)}</span></p>" for line in text.split("\n"))
    message.set_content("\n".join(lines), subtype="html")
    return text_of(message.as_bytes())


def flowed(text: str) -> str:
    """As a mail program breaks lines that are longer than it likes."""
    return "\n".join(part for line in text.split("\n") for part in textwrap.wrap(line, 20) or [""])


WAYS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "quoted": lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
    "quoted twice": lambda text: "\n".join(f">> {line}" for line in text.split("\n")),
    "wrapped": flowed,
    "wrapped and quoted": lambda text: "\n".join(f"> {line}" for line in flowed(text).split("\n")),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "old Mac": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: f"\ufeff{text}",
    "escaped": html.escape,
    "escaped twice": lambda text: html.escape(html.escape(text)),
    "as HTML": lambda text: "".join(f"<p class='x'>{html.escape(line)}</p>\n" for line in text.split("\n")),
    "in one line": lambda text: html.escape(text).replace("\n", "<br>"),
    "half-width colons": lambda text: text.replace("：", ":"),
    "full-width digits": lambda text: text.replace("版本：1", "版本：１").replace(
        "生效：2026-06-01", "生效：２０２６-０６-０１"
    ),
    "spaces": lambda text: "\n".join(f"\u3000 {line}\t\u00a0" for line in text.split("\n")),
    "empty lines": lambda text: text.replace("\n", "\n\n"),
    "in a fence": lambda text: f"### 修改单\n\n```text\n{text}\n```\n",
    "zero-width": lambda text: text.replace("：", "：\u200b"),
    "HTML with broken tags": broken_html,
    "quoted-printable": lambda text: letter(text, "quoted-printable"),
    "base64": lambda text: letter(text, "base64"),
    "GBK": lambda text: text_of(text.encode("gb18030")),
    "UTF-16": lambda text: text_of(text.encode("utf-16")),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_survives(way: str) -> None:
    """It says the same in the end."""
    assert said(WAYS[way](TEXT)) == [WHOLE]


def test_its_lines_are_short() -> None:
    """No line is one that a mail program breaks, and nothing in it is markup."""
    block = TEXT[TEXT.index("=====") :]
    assert max(map(len, block.splitlines())) <= WIDTH
    assert not set("&<>") & set(block)


def test_the_example_of_the_documentation_can_be_read() -> None:
    """docs/requests.md shows what the program writes, and reads; its digests are those of the demo content."""
    page = (PROJECT / "docs/requests.md").read_text("utf-8")
    example = page.split("```text\n")[1].split("```")[0]
    assert said(example) == [
        Request(
            (amendment("c-001", {"township": ("受理申请；", DOCUMENTED), "departments": ("县民政局",)}),
             ending("b-002", department="县教育局")),
            {**PARTICULARS, "reason": "机构改革，职责划转", "decided_by": "甲县委编办", "approved": "2026-05-20"},
            "https://qingdan.example.gov.cn/",
        )
    ]  # fmt: skip


DOCUMENTED = "初步审核并公示，公示期不少于七天，有异议的，由镇民政办核实后报县民政局。"


def test_the_digest_of_the_documentation() -> None:
    """Whoever computes it by docs/requests.md has the same."""
    own = duty("c-001").model_dump(mode="json", include={"name", "departments", "superior", "township", "extras"})
    as_told = json.dumps(own, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert digest(duty("c-001")) == hashlib.sha256(as_told.encode()).hexdigest()[:16]
    assert digest(duty("c-001").model_copy(update={"number": 9, "notes": ()})) == digest(duty("c-001"))


def test_several_in_one_letter() -> None:
    """All of them, in their order; one that is quoted in an answer is the same one."""
    other = request_of(ending("b-001"))
    assert said(f"{TEXT}\n-- \n> {other}\n> > {TEXT}") == [WHOLE, *said(other)]


def test_an_attachment() -> None:
    """Of whatever kind the mail program says it is; what stands in the letter, too, is one request."""
    message = EmailMessage()
    message.set_content(f"见附件。\n{SIMPLE}")
    message.add_attachment(SIMPLE.encode(), maintype="application", subtype="octet-stream", filename="修改单.TXT")
    message.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="a.jpg")
    assert said(text_of(message.as_bytes())) == said(SIMPLE)


SIMPLE = request_of(ending("b-002"))
BROKEN: dict[str, tuple[str, str]] = {
    "no request": ("您好，请把第三项改一改。", "里面没有修改单"),
    "only its head": (SIMPLE.partition("=====")[0], "没有“修改单开始”那一行"),
    "cut off": (SIMPLE[: SIMPLE.index("校验")], "不全"),
    "a line is missing": (SIMPLE.replace("动作：终止\n", ""), "校验不对"),
    "edited by hand": (SIMPLE.replace("b-002", "b-001"), "校验不对"),
    "a character was lost": (SIMPLE.replace("甲编发", "编发"), "校验不对"),
    "a newer version": (SIMPLE.replace("版本：1", "版本：2"), "请先更新程序"),
    "no version": (SIMPLE.replace("版本：1\n", ""), "第一行应是“版本：1”"),
    "an unknown action": (sealed(SIMPLE.replace("动作：终止", "动作：删库")), "“动作”只能是"),
    "an unknown field": (
        sealed(request_of(amendment("b-002", {"name": "新"})).replace("栏：名称", "栏：上级部们职责")),
        "不认识的栏“上级部们职责”；是否指“上级部门职责”？",
    ),
    "a field twice": (
        sealed(
            request_of(amendment("b-002", {"name": "新"})).replace("校验", "栏：名称\n原来：\n改为：\n文：甲\n校验")
        ),
        "这一栏写了两次",
    ),
    "a note without a reason": (
        sealed(
            request_of(amendment("b-002", {"notes": ({"printed": "甲", "meant": None, "why": "乙"},)})).replace(
                "理由：乙\n", ""
            )
        ),
        "没有写“理由”",
    ),
    "two notes in one": (
        sealed(
            request_of(amendment("b-002", {"notes": ({"printed": "甲", "meant": None, "why": "乙"},)})).replace(
                "印作：甲\n", "印作：甲\n印作：丙\n"
            )
        ),
        "“印作”写了两次",
    ),
    "no digest": (sealed(SIMPLE.replace(digest(duty("b-002")), "x")), "16 位的摘要"),
    "not under a field": (sealed(SIMPLE.replace("校验", "文：孤立\n校验")), "前面要有“栏”"),
    "no place": (sealed(SIMPLE.replace(f"地方：{PLACE}\n", "")), "下面一行应是“地方”"),
    "terminal escapes": (sealed(SIMPLE.replace("甲编发", "\\u001b[2J甲")), "不该有的字符 U+001B"),
    "raw terminal escapes": (SIMPLE.replace("甲编发", "\x1b[2J甲"), "控制字符 U+001B"),
    "turned around": (sealed(SIMPLE.replace("甲编发", "\\u202e甲")), "不该有的字符 U+202E"),
    "half a character": (sealed(SIMPLE.replace("甲编发", "\\ud800甲")), "不该有的字符"),
    "a text without end": (request_of(amendment("b-002", {"name": "长" * 5001})), "有 5001 个字，最多 5000 个"),
    "very many texts": (request_of(amendment("c-001", {"township": ("条",) * 201})), "最多 200 条"),
    "10,000 changes": (request_of(*[ending("b-002")] * 10_000), f"有 10000 项，一份最多 {MAX_CHANGES} 项"),
    "a flood": (SIMPLE + "x" * 1_000_001, "太大：最多 1000 KB"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_wrong_is_told(kind: str) -> None:
    """In Chinese, with the line, and with what to do; and nothing that steers a terminal is repeated."""
    text, message = BROKEN[kind]
    with pytest.raises(RequestDamaged) as damaged:
        read_requests(text)
    assert message in damaged.value.message
    assert damaged.value.message.isprintable()
    assert 1 <= damaged.value.line <= text.count("\n") + 1
    assert "；请" in damaged.value.message or damaged.value.message.startswith("第一行应是")


def test_so_many_changes_and_no_more() -> None:
    """As many as docs/requests.md says can be read; one more is refused, where it begins."""
    (whole,) = read_requests(request_of(*[ending("b-002")] * 200))
    assert len(whole.changes) == MAX_CHANGES == 200
    text = request_of(*[ending("b-002")] * 201)
    with pytest.raises(RequestDamaged, match="有 201 项，一份最多 200 项；请分成几份") as damaged:
        read_requests(text)
    begun = [at for at, line in enumerate(text.split("\n"), 1) if line.startswith("事项：")]
    assert damaged.value.line == begun[200]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("动作：终止", "动作：删库", "“动作”只能是"),
        ("依据：", "依据：x", "“依据”应是 16 位的摘要"),
        ("重排：是", "重排：不", "“重排”只能是"),
    ],
)
def test_the_line_of_what_is_wrong(was: str, now: str, said: str) -> None:
    """The line that says it, and not only the one that the change begins on."""
    text = SIMPLE if was in SIMPLE else SIMPLE.replace("途径：", "重排：是\n途径：")
    text = sealed(text.replace(was, now))
    with pytest.raises(RequestDamaged, match=said) as damaged:
        read_requests(text)
    assert text.split("\n")[damaged.value.line - 1].startswith(now)


def test_the_line_is_told() -> None:
    """Of the text that it came in, quotes and all."""
    text = f"您好\n\n{BROKEN['an unknown action'][0]}"
    with pytest.raises(RequestDamaged) as damaged:
        read_requests(text)
    assert text.splitlines()[damaged.value.line - 1] == "动作：删库"


def test_edited_by_somebody_who_means_it() -> None:
    """Who knows that the text was changed, and means it, may have it read."""
    text, _ = BROKEN["edited by hand"]
    assert read_requests(text, is_edited=True)[0].changes[0].id == "b-001"


def test_what_is_no_text() -> None:
    """A workbook, a picture: said, and not read."""
    with pytest.raises(RequestDamaged, match="不是文字文件"):
        text_of(bytes(range(128, 256)) * 10 + b"\xff")


def _is_fit(text: str) -> bool:
    return not CONTROL.search(text) and "\ufffd" not in text


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="\u200b\u200c\u200d\u200e\u200f"),
    min_size=1,
).filter(_is_fit)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.lists(TEXTS, max_size=3), st.sampled_from(sorted(WAYS)))
def test_any_text_survives(name: str, texts: list[str], way: str) -> None:
    """Whatever a duty says, and by whichever way it comes."""
    one = amendment("c-001", {"name": name, "township": tuple(texts)})
    request = Request((one,), {**PARTICULARS, "reason": name.strip() or "无"})
    if way == "GBK":
        way = "as it is"
    assert said(WAYS[way](written(request))) == [request]


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damage_is_noticed(data: st.DataObject) -> None:
    """A character that is lost, doubled or another one in the block: told, or of no consequence; never a crash."""
    begin, end = TEXT.index("=====修改单开始"), TEXT.index("=====修改单结束")
    at = data.draw(st.integers(begin, end))
    char = data.draw(st.sampled_from(["", TEXT[at] * 2, "改", "\n", "：", "<", "\\", "文："]))
    text = TEXT[:at] + char + TEXT[at + 1 :]
    with suppress(RequestDamaged):
        assert said(text) == [WHOLE]


def test_the_departments_of_the_documentation() -> None:
    """The second example is what the program writes, and reads; the digest is that of the demo content."""
    page = (PROJECT / "docs/requests.md").read_text("utf-8")
    change = renaming("xianminzhengju", "县民政和老龄局", in_texts=True)
    lines = request_of(change).split("地方：某省/某市/甲县/乙镇\n")[1].split("校验：")[0]
    assert page.split("```text\n")[2].split("```")[0] == lines
    entry = {"aliases": [], "full_name": None, "name": "县民政局"}
    as_told = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert change.digest == hashlib.sha256(as_told.encode()).hexdigest()[:16]


def test_departments_come_back() -> None:
    """What is asked for about departments, with all that can be said."""
    one = renaming("xianminzhengju", "县老龄局", full_name="甲县老龄局", aliases=("县老龄办",), in_texts=True)
    other = merging("xiancaizhengju", "xianjiaoyuju")
    (found,) = said(request_of(one, other))
    assert [replace(change, line=1) for change in found.changes] == [one, other]


def test_values_come_back() -> None:
    """All fields that a duty of the demo content has."""
    fields = {key: value(duty("c-001"), key) for key in ("name", "departments", "superior", "township")}
    one = amendment("c-001", fields)
    assert said(request_of(one))[0].changes == (one,)


@pytest.mark.parametrize("number", [None, True, 0, -1, 1.0, "7", "7; rm -rf", [7]])
def test_the_number_of_an_issue(number: object) -> None:
    """It names a branch: a number from 1, and nothing else, on either platform."""
    github = {"issue": {"number": number, "body": "", "labels": []}}
    gitlab = {"object_kind": "issue", "object_attributes": {"iid": number, "description": ""}}
    for event in (github, gitlab):
        with pytest.raises(NoIssue, match="事件里没有议题的号"):
            read_event(json.dumps(event).encode())
    github["issue"] |= {"number": 7}
    assert read_event(json.dumps(github).encode()).branch == "request-7"
