"""Requests (修改单): texts that a person can read and a program can apply; docs/requests.md says how they are written.

the text of a file, a letter or an issue  →  Request, or RequestDamaged with what is wrong, and on which line
"""

import email
import email.policy
import html
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from generator.model import ListKind, ReclaimedStatus
from generator.words.characters import CONTROL, ODD_SPACE, did_you_mean

VERSION = 1
MAX_BYTES = 1_000_000
MAX_CHANGES = 200
# Characters of a text, and texts of a field: the longest of the five seed documents has 1,300 and 36.
MAX_TEXT = 5_000
MAX_TEXTS = 200
# Characters of a line as it is written: mail programs break lines of 72 columns, and a Chinese character takes two.
WIDTH = 36


class RequestDamaged(ValueError):
    """A request that cannot be read; `line`, from 1, is of the text that it came in; its message is for people.

    `in_issue` is the same for whoever opened an issue: they have no commands, and programs do not see attachments.
    """

    def __init__(self, message: str, line: int = 1, *, in_issue: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.in_issue = message, line, in_issue or message


class RequestKind(StrEnum):
    """动作: what a request asks for."""

    AMEND = "修改"
    ADD = "新增"
    END = "终止"
    MOVE = "移动"
    CONTACT = "联系"
    RENAME = "改名"
    MERGE = "并入"


class FieldForm(StrEnum):
    """How a field is written: one text, several, blocks of departments and duties, columns of texts, notes."""

    TEXT = "text"
    TEXTS = "texts"
    BLOCKS = "blocks"
    EXTRAS = "extras"
    NOTES = "notes"


# What a field is called, its key, and how its value is written.
FIELDS: Mapping[str, tuple[str, FieldForm]] = {
    "名称": ("name", FieldForm.TEXT),
    "全称": ("full_name", FieldForm.TEXT),
    "别名": ("aliases", FieldForm.TEXTS),
    "部门": ("departments", FieldForm.TEXTS),
    "上级部门职责": ("superior", FieldForm.BLOCKS),
    "乡镇配合职责": ("township", FieldForm.TEXTS),
    "工作方式": ("method", FieldForm.TEXTS),
    "状态": ("status", FieldForm.TEXT),
    "附栏": ("extras", FieldForm.EXTRAS),
    "类别": ("category", FieldForm.TEXT),
    "序号": ("number", FieldForm.TEXT),
    "说明": ("notes", FieldForm.NOTES),
    "电话": ("phones", FieldForm.TEXTS),
    "地址": ("address", FieldForm.TEXT),
    "时间": ("hours", FieldForm.TEXT),
    "网页": ("web", FieldForm.TEXT),
    "日期": ("as_of", FieldForm.TEXT),
}
# What is asked for about a department of the county, and the fields of its entry in the register.
OF_DEPARTMENTS = (RequestKind.RENAME, RequestKind.MERGE)
ENTRY = ("name", "full_name", "aliases")
CONTACT = ("phones", "address", "hours", "web", "as_of")
TITLES = {key: title for title, (key, _) in FIELDS.items()}
STATUSES = {ReclaimedStatus.TAKEN_OVER.value: "由部门承接", ReclaimedStatus.DISCONTINUED.value: "不再开展"}
# The keys of the record, and of those which a record has.
PARTICULARS = {
    "途径": "track",
    "理由": "reason",
    "机关": "decided_by",
    "文件": "document",
    "批准": "approved",
    "生效": "effective",
}
_WHOLE = ("版本", "网站", "重排", *PARTICULARS)
_CHANGE = ("事项", "部门编号", "动作", "依据", "清单", "类别", "序号", "去处事项", "去处部门", "照原文")
# Of these there may be several.
_SEVERAL = ("去处事项", "照原文")
_OF_DEPARTMENT = ("并入部门", "正文")
_NOTE = {"印作": "printed", "应为": "meant", "理由": "why"}
_FIELD = ("栏", "原来", "改为", "文", "段", "部门", "职责", "保障", "表头", *_NOTE)
_KEYS = tuple(dict.fromkeys((*_WHOLE, "乡镇", "地方", *_CHANGE, *_OF_DEPARTMENT, *_FIELD, "续", "校验")))
# Of these the form counts, not whether their characters are full-width.
_PLAIN = {
    "版本",
    "重排",
    "途径",
    "批准",
    "生效",
    "乡镇",
    "事项",
    "部门编号",
    "动作",
    "依据",
    "清单",
    "序号",
    "去处事项",
    "照原文",
    "并入部门",
    "正文",
    "栏",
    "校验",
}
_LINE = re.compile(f"({'|'.join(sorted(_KEYS, key=len, reverse=True))})[:：](.*)", re.DOTALL)
_BEGIN, _END = "修改单开始", "修改单结束"
_OWN_SPACE = "␣"
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_MARKUP = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>\n]*>")
_C0 = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

# What a value holds: a text, texts, blocks, or None where there is nothing.
Value = str | tuple[str, ...] | tuple[Mapping[str, object], ...] | None


@dataclass(frozen=True)
class FieldChange:
    """A field as it was when the request was made, and as it is to be."""

    new: Value
    base: Value = None


@dataclass(frozen=True)
class RequestedChange:
    """What a request asks for about one duty, department or contact; `line` is where it stands, `where` in which cell.

    `into` is the department that one becomes a part of; `in_texts` whether printed texts call it by its new name, too;
    `as_printed` are the rules that the document itself breaks.
    """

    township: str
    place: str
    kind: RequestKind
    id: str
    digest: str = ""
    list: ListKind | None = None
    category: str | None = None
    number: int | None = None
    to: tuple[str, ...] = ()
    department: str | None = None
    fields: Mapping[str, FieldChange] = field(default_factory=dict)
    line: int = 1
    where: str = ""
    into: str = ""
    in_texts: bool = False
    as_printed: tuple[str, ...] = ()

    @property
    def is_official(self) -> bool:
        """Whether it changes what the lists say, of which there is a record; contacts and notes are our own."""
        return self.kind is not RequestKind.CONTACT and not (
            self.kind is RequestKind.AMEND and {*self.fields} == {"notes"}
        )


@dataclass(frozen=True)
class Request:
    """修改单: changes that belong together, and how they were decided, by the keys of a record.

    That stands from `line` on, or in the sheet `where`: what is said by which key in `lines` or `cells`; these hold the
    numbers of the duties, too, by their ids.
    """

    changes: tuple[RequestedChange, ...]
    particulars: Mapping[str, str] = field(default_factory=dict)
    site: str = ""
    keep_numbers: bool = False
    line: int = field(default=1, compare=False)
    where: str = field(default="", compare=False)
    cells: Mapping[str, str] = field(default_factory=dict, compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class _Line:
    """A logical line: key, value as written, and the line that it begins on."""

    key: str
    value: str
    at: int


# --- reading ---------------------------------------------------------------------------------------------


def text_of(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 or GB 18030, or the bodies and attachments of a saved letter (.eml).

    Raises RequestDamaged.
    """
    if len(raw) > 2 * MAX_BYTES:
        raise RequestDamaged(f"文件太大：最多 {MAX_BYTES // 1000} KB；请分成几份")
    if _LETTER.match(raw):
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        parts = [part for part in letter.walk() if not part.is_multipart()]
        texts = [part for part in parts if part.get_content_type() == "text/plain" or _is_attached(part.get_filename())]
        # A letter says everything twice: as text, and as HTML.
        bodies = texts or [part for part in parts if part.get_content_maintype() == "text"]
        if bodies:
            return "\n".join(map(_body, bodies))
    return _decoded(raw)


def _body(part: email.message.Message) -> str:
    """The text of a part of a letter; of HTML, whose lines mail programs break anywhere, each tag on one line."""
    text = _decoded(part.get_payload(decode=True))
    is_html = part.get_content_type() == "text/html"
    return re.sub(r"<[^<>]*>", lambda tag: re.sub(r"\s+", " ", tag[0]), text) if is_html else text


def _is_attached(name: str | None) -> bool:
    return bool(name and name.lower().endswith(".txt"))


# What a saved letter begins with: the name of a field, and somewhere below it what a letter has.
_LETTER = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:content-type|mime-version):", re.IGNORECASE)


def _decoded(raw: object) -> str:
    if not isinstance(raw, bytes):
        return ""
    codes = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    raise RequestDamaged("不是文字文件；请存成 UTF-8 编码的 .txt，Word、PDF 里的请把文字贴出来")


def read_requests(text: str, *, is_edited: bool = False) -> tuple[Request, ...]:
    """The requests that a text holds.  Raises RequestDamaged; `is_edited` lets the checksum be wrong."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise RequestDamaged(f"太大：最多 {MAX_BYTES // 1000} KB；请分成几份")
    if found := _C0.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise RequestDamaged(f"含有控制字符 U+{ord(found[0]):04X}，不是修改单里会有的；请在网站上重做一份", line)
    blocks = list(_blocks(text))
    if not blocks:
        hint = "；只看到“修改单”三个字，没有“修改单开始”那一行" if "修改单" in text else ""
        whole = "从“=====修改单开始=====”到“=====修改单结束=====”"
        raise RequestDamaged(
            f"里面没有修改单{hint}；请把邮件、议题的全文存成文件，{whole}",
            in_issue=f"里面没有修改单；请把修改单的全文贴在议题里，{whole}；附上的文件，程序读不到",
        )
    # An answer quotes the letter that it answers, and a letter may have its text as an attachment, too.
    once: dict[tuple[tuple[str, str], ...], list[_Line]] = {}
    for lines in blocks:
        once.setdefault(tuple((line.key, line.value) for line in lines), lines)
    return tuple(_request(lines, is_edited) for lines in once.values())


def _blocks(text: str) -> Iterator[list[_Line]]:
    """The logical lines of each block."""
    lines: list[_Line] | None = None
    began = 1
    for at, line in _physical(text):
        bare = unicodedata.normalize("NFKC", line).strip("=-—_*#`")
        if bare == _BEGIN:
            lines, began = [], at
        elif bare == _END and lines is not None:
            yield lines
            lines = None
        elif lines is not None and line:
            found = _LINE.fullmatch(line)
            if found and found[1] != "续":
                lines.append(_Line(found[1], found[2], at))
            elif lines:
                last = lines.pop()
                lines.append(_Line(last.key, last.value + (found[2] if found else line), last.at))
            else:
                raise RequestDamaged(f"第一行应是“版本：{VERSION}”，现在是“{shown(line)}”", at)
    if lines is not None:
        lost = "不全：没有“=====修改单结束=====”那一行，后面的丢了"
        again = f"{lost}；请把全文重新贴一次"
        raise RequestDamaged(f"{lost}；请发件人作为附件再发一次", began, in_issue=again)


def _physical(text: str) -> Iterator[tuple[int, str]]:
    """Each line without what mail and web programs put in: quotes, white space, markup."""
    for at, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        # What was escaped may have been escaped again on its way.
        bare = html.unescape(html.unescape(html.unescape(line)))
        for part in _MARKUP.sub(lambda tag: "\n" if tag[2].lower() in _BREAKS else "", bare).split("\n"):
            yield at, ODD_SPACE.sub("", re.sub(r"\s", "", re.sub(r"^[\s>＞|»\ufeff]+", "", part)))


_BREAKS = {"br", "p", "div", "li", "tr", "pre", "td", "blockquote"}


def checksum(lines: Sequence[tuple[str, str]]) -> str:
    """The checksum over the logical lines of a block, keys and values as they are written."""
    whole = "".join(f"{key}：{value}\n" for key, value in lines)
    return f"{zlib.crc32(whole.encode()):08x}"


def _request(found: Sequence[_Line], is_edited: bool) -> Request:
    lines = [
        _Line(one.key, unicodedata.normalize("NFKC", one.value) if one.key in _PLAIN else one.value, one.at)
        for one in found
    ]
    if not lines or lines[0].key != "版本":
        raise RequestDamaged(f"第一行应是“版本：{VERSION}”", lines[0].at if lines else 1)
    if lines[0].value != str(VERSION):
        version = shown(lines[0].value)
        newer = f"是第 {version} 版的格式，这个程序认得第 {VERSION} 版"
        raise RequestDamaged(
            f"{newer}；请先更新程序（git pull，再 make site），再运行一次",
            lines[0].at,
            in_issue=f"{newer}；请管网站的人先更新仓库里的程序，再编辑一下这个议题",
        )
    if lines[-1].key != "校验":
        raise RequestDamaged("最后一行不是“校验”：文字不全，或改动过；请在网站上重做一份", lines[-1].at)
    *lines, last = lines
    if checksum([(one.key, one.value) for one in lines]) != last.value.lower() and not is_edited:
        wrong = "校验不对：路上坏了，或有人改动过里面的字"
        raise RequestDamaged(
            f"{wrong}；请发件人把文件作为附件再发，或在网站上重做一份（明知改过什么、改得对的，加 --edited）",
            last.at,
            in_issue=f"{wrong}；请回到网站上，点“复制全文”，重新贴在议题里；要改的，在网站上改",
        )
    try:
        return _parsed(lines)
    except RequestDamaged as damaged:
        # What the form made is right: somebody has changed it.
        advice = "" if "；请" in damaged.message else "；请改好这一行，或在网站上重做一份"
        again = "" if advice == "" else "；请在网站上重做一份，全文贴在议题里"
        raise RequestDamaged(damaged.message + advice, damaged.line, in_issue=damaged.message + again) from None


def _parsed(lines: Sequence[_Line]) -> Request:
    whole: dict[str, str] = {}
    changes: list[RequestedChange] = []
    township = place = ""
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.key in _WHOLE and not township:
            if line.key in whole:
                raise RequestDamaged(f"“{line.key}”写了两次", line.at)
            whole[line.key] = _text(line)
            index += 1
        elif line.key == "乡镇":
            township = _text(line)
            if index + 1 >= len(lines) or lines[index + 1].key != "地方":
                raise RequestDamaged("“乡镇”下面一行应是“地方”", line.at)
            place = _text(lines[index + 1])
            index += 2
        elif line.key in ("事项", "部门编号") and township:
            end = index + 1
            while end < len(lines) and lines[end].key not in ("事项", "部门编号", "乡镇"):
                end += 1
            if len(changes) >= MAX_CHANGES:
                count = sum(one.key in ("事项", "部门编号") for one in lines)
                raise RequestDamaged(f"有 {count} 项，一份最多 {MAX_CHANGES} 项；请分成几份", line.at)
            changes.append(_change(lines[index:end], township, place))
            index = end
        else:
            raise RequestDamaged(f"“{line.key}”不应在这里；次序见 docs/requests.md", line.at)
    if not changes:
        raise RequestDamaged("里面一项也没有", lines[0].at)
    keep = whole.get("重排", "是")
    if keep not in ("是", "否"):
        raise RequestDamaged(
            f"“重排”只能是“是”或“否”，不能是“{shown(keep)}”", next(line.at for line in lines if line.key == "重排")
        )
    said = {key: whole[name] for name, key in PARTICULARS.items() if whole.get(name)}
    at = {PARTICULARS[line.key]: line.at for line in lines if line.key in PARTICULARS}
    return Request(tuple(changes), said, whole.get("网站", ""), keep == "否", lines[0].at, lines=at)


def _change(lines: Sequence[_Line], township: str, place: str) -> RequestedChange:
    head: dict[str, _Line] = {}
    end = 0
    while end < len(lines) and lines[end].key in (*_CHANGE, *_OF_DEPARTMENT):
        line = lines[end]
        if line.key in head and line.key not in _SEVERAL:
            raise RequestDamaged(f"“{line.key}”写了两次", line.at)
        head.setdefault(line.key, line)
        end += 1
    to, as_printed = (tuple(_text(line) for line in lines[:end] if line.key == key) for key in _SEVERAL)
    said = {key: _text(line) for key, line in head.items()}
    at = lines[0].at
    lines_of = {key: line.at for key, line in head.items()}
    try:
        kind = RequestKind(said.get("动作", ""))
    except ValueError:
        known = "、".join(RequestKind)
        raise RequestDamaged(
            f"“动作”只能是 {known}，不能是“{shown(said.get('动作', ''))}”", lines_of.get("动作", at)
        ) from None
    fields = _fields(lines[end:])
    is_contact, is_department = kind is RequestKind.CONTACT, kind in OF_DEPARTMENTS
    if (is_contact or is_department) != ("部门编号" in said):
        raise RequestDamaged("联系、改名、并入写“部门编号”，别的写“事项”", at)
    unfit = [key for key in fields if (key in CONTACT) != is_contact or (is_department and key not in ENTRY)]
    if unfit:
        raise RequestDamaged(f"{kind}里不能有“{TITLES[unfit[0]]}”这一栏", at)
    if as_printed and kind not in (RequestKind.AMEND, RequestKind.ADD, RequestKind.MOVE):
        raise RequestDamaged(f"{kind}里不能有“照原文”", at)
    if odd := [key for key in _OF_DEPARTMENT if key in said and not is_department]:
        raise RequestDamaged(f"{kind}里不能有“{odd[0]}”", at)
    if kind is RequestKind.RENAME and not (fields.get("name") and fields["name"].new):
        raise RequestDamaged("改名没有写“名称”这一栏：改为什么", at)
    if kind is RequestKind.MERGE and (fields or not said.get("并入部门")):
        raise RequestDamaged("并入只写“并入部门”：那个部门的编号，没有别的栏", at)
    if said.get("正文", "是") not in ("是", "否"):
        raise RequestDamaged(f"“正文”只能是“是”或“否”，不能是“{shown(said['正文'])}”", lines_of["正文"])
    if kind in (RequestKind.AMEND, RequestKind.CONTACT) and not fields:
        raise RequestDamaged(f"{kind}没有写改了哪一栏", at)
    lists = {one.title: one for one in ListKind}
    if kind in (RequestKind.ADD, RequestKind.MOVE):
        if said.get("清单") not in lists:
            raise RequestDamaged(
                f"“清单”只能是 {'、'.join(lists)}，不能是“{shown(said.get('清单', ''))}”", lines_of.get("清单", at)
            )
        if not said.get("类别"):
            raise RequestDamaged(f"{kind}没有写“类别”", at)
    if kind in (RequestKind.AMEND, RequestKind.END, RequestKind.MOVE, *OF_DEPARTMENTS) and not re.fullmatch(
        "[0-9a-f]{16}", said.get("依据", "")
    ):
        raise RequestDamaged("“依据”应是 16 位的摘要；请在网站上重做一份", lines_of.get("依据", at))
    return RequestedChange(
        township,
        place,
        kind,
        said.get("部门编号") or said.get("事项", ""),
        said.get("依据", ""),
        lists.get(said.get("清单", "")),
        said.get("类别"),
        _number(said["序号"], lines_of["序号"]) if "序号" in said else None,
        to,
        said.get("去处部门") or None,
        fields,
        at,
        into=said.get("并入部门", ""),
        in_texts=said.get("正文") == "是",
        as_printed=as_printed,
    )


def _fields(lines: Sequence[_Line]) -> dict[str, FieldChange]:
    found: dict[str, FieldChange] = {}
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.key != "栏":
            raise RequestDamaged(f"“{line.key}”不应在这里：前面要有“栏”", line.at)
        title = _text(line)
        if title not in FIELDS:
            raise RequestDamaged(f"不认识的栏“{shown(title)}”{did_you_mean(title, FIELDS)}", line.at)
        key, form = FIELDS[title]
        if key in found:
            raise RequestDamaged(f"“{title}”这一栏写了两次", line.at)
        parts: dict[str, list[_Line]] = {}
        index += 1
        side = ""
        while index < len(lines) and lines[index].key != "栏":
            one = lines[index]
            if one.key in ("原来", "改为"):
                if one.value or one.key in parts:
                    raise RequestDamaged(f"“{one.key}”后面没有东西，一栏只写一次", one.at)
                side = one.key
                parts[side] = []
            elif not side:
                raise RequestDamaged(f"“{one.key}”前面要有“原来”或“改为”", one.at)
            else:
                parts[side].append(one)
            index += 1
        if "改为" not in parts:
            raise RequestDamaged(f"“{title}”没有写“改为”", line.at)
        base = _value(key, form, parts.get("原来", ()), line.at)
        found[key] = FieldChange(_value(key, form, parts["改为"], line.at), base)
    return found


def _value(key: str, form: FieldForm, lines: Sequence[_Line], at: int) -> Value:
    """What the lines of a side of a field say; None for nothing, where it is one text."""
    if len(lines) > 4 * MAX_TEXTS:
        raise RequestDamaged(f"“{TITLES[key]}”有 {len(lines)} 行，太多；一栏最多 {MAX_TEXTS} 条", at)
    match form:
        case FieldForm.TEXT:
            if any(line.key != "文" for line in lines) or len(lines) > 1:
                raise RequestDamaged(f"“{TITLES[key]}”只写一个“文”", at)
            text = _text(lines[0]) if lines else None
            if text and key == "status":
                codes = {title: code for code, title in STATUSES.items()}
                if text not in codes:
                    raise RequestDamaged(f"“状态”只能是 {'、'.join(codes)}", lines[0].at)
                return codes[text]
            return text or None
        case FieldForm.TEXTS:
            for line in lines:
                if line.key != "文" or not line.value:
                    raise RequestDamaged(f"“{TITLES[key]}”里只写“文”，每条都有字", line.at)
            texts = tuple(map(_text, lines))
            if len(texts) > MAX_TEXTS:
                raise RequestDamaged(f"“{TITLES[key]}”有 {len(texts)} 条，最多 {MAX_TEXTS} 条", at)
            return texts
        case FieldForm.BLOCKS:
            return tuple(_groups(lines, "段", {"部门": "departments", "职责": "duties", "保障": "support"}))
        case FieldForm.NOTES:
            return tuple(_note(note, at) for note in _groups(lines, "段", _NOTE))
    return tuple(_groups(lines, "表头", {"文": "texts"}))


def _groups(lines: Sequence[_Line], opens: str, keys: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
    """Blocks, or columns: what a line opens and the lines below it say."""
    group: dict[str, list[str]] | None = None
    head = ""

    def whole(group: dict[str, list[str]]) -> Mapping[str, object]:
        own = {key: tuple(texts) for key, texts in group.items()}
        return {"head": head, **own} if opens == "表头" else own

    for line in lines:
        if line.key == opens:
            if group is not None:
                yield whole(group)
            group, head = {key: [] for key in keys.values()}, _text(line) if line.value else ""
        elif line.key in keys and group is not None and line.value:
            group[keys[line.key]].append(_text(line))
        else:
            raise RequestDamaged(f"“{line.key}”不应在这里：前面要有“{opens}”", line.at)
    if group is not None:
        yield whole(group)


def _note(texts: Mapping[str, object], at: int) -> Mapping[str, object]:
    """A note, of which each part is one text, and the reason must be there."""
    parts = {key: _strings(texts[key]) for key in _NOTE.values()}
    for name, key in _NOTE.items():
        if len(parts[key]) > 1:
            raise RequestDamaged(f"“说明”的一段里“{name}”写了两次；一条说明一个“段”", at)
    if not parts["why"]:
        raise RequestDamaged("“说明”的一段里没有写“理由”", at)
    return {key: texts[0] if texts else None for key, texts in parts.items()}


def _number(text: str, at: int) -> int:
    if not re.fullmatch("[1-9][0-9]{0,3}", text):
        raise RequestDamaged(f"“序号”应是从 1 起的整数，不能是“{shown(text)}”", at)
    return int(text)


def _text(line: _Line) -> str:
    """A value as it is meant."""
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), line.value.replace(_OWN_SPACE, " "))
    # Of two halves of one character each is written.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if found := CONTROL.search(text) or re.search("[\t\n\ufffd]", text):
        raise RequestDamaged(f"“{line.key}”里有不该有的字符 U+{ord(found[0]):04X}；请在网站上重做一份", line.at)
    if len(text) > MAX_TEXT:
        raise RequestDamaged(f"“{line.key}”有 {len(text)} 个字，最多 {MAX_TEXT} 个", line.at)
    return text


def shown(text: str) -> str:
    """What of a foreign text can be shown to a person: short, and nothing that steers a terminal."""
    bare = ODD_SPACE.sub("", CONTROL.sub("", text))
    return bare if len(bare) <= WIDTH else f"{bare[:WIDTH]}…"


# --- writing ---------------------------------------------------------------------------------------------


def written(request: Request, says: Sequence[str] = ()) -> str:
    """The text of a request; `says` names its changes to a person, a line each."""
    head = [
        "清单修改单",
        "这是请求修改履行职责事项清单的文字，请交给管网站的人。",
        *([f"网站：{request.site}"] if request.site else []),
        f"共 {len(request.changes)} 项：",
        *(f"{index}. {one}" for index, one in enumerate(says, 1)),
        "收到的人：把全文存成文件，运行 qingdan apply 文件。",
        "下面是给程序读的，请不要改动；要改，请回到网站上重做一份。",
        "",
    ]
    return "\n".join([*head, *_block(request)]) + "\n"


def committed(request: Request) -> str:
    """A request as it stands in the message of the commit that applies it: it names nobody and closes no issue."""
    return "\n".join(_block(request, "|[#@]|(?<=GH)-"))


def _block(request: Request, more: str = "") -> list[str]:
    """What programs read of a request; `more` is the rest of a pattern for what must be escaped."""
    lines: list[tuple[str, str]] = [("版本", str(VERSION))]
    if request.site:
        lines.append(("网站", request.site))
    lines += [(name, request.particulars[key]) for name, key in PARTICULARS.items() if request.particulars.get(key)]
    if request.keep_numbers:
        lines.append(("重排", "否"))
    township = ""
    for change in request.changes:
        if change.township != township:
            township = change.township
            lines += [("乡镇", township), ("地方", change.place)]
        lines += _lines(change)
    lines = [(key, _escaped(value, more)) for key, value in lines]
    body = [part for key, value in (*lines, ("校验", checksum(lines))) for part in _folded(key, value)]
    return [f"====={_BEGIN}=====", *body, f"====={_END}====="]


def _lines(change: RequestedChange) -> Iterator[tuple[str, str]]:
    yield ("部门编号" if change.kind in (RequestKind.CONTACT, *OF_DEPARTMENTS) else "事项"), change.id
    yield "动作", change.kind.value
    if change.digest:
        yield "依据", change.digest
    if change.list:
        yield "清单", change.list.title
    if change.category:
        yield "类别", change.category
    if change.number:
        yield "序号", str(change.number)
    yield from (("去处事项", id) for id in change.to)
    if change.department:
        yield "去处部门", change.department
    yield from (("照原文", rule) for rule in change.as_printed)
    if change.into:
        yield "并入部门", change.into
    if change.in_texts:
        yield "正文", "是"
    for key, one in change.fields.items():
        yield "栏", TITLES[key]
        form = FIELDS[TITLES[key]][1]
        if change.kind is not RequestKind.ADD:
            yield "原来", ""
            yield from _value_lines(key, form, one.base)
        yield "改为", ""
        yield from _value_lines(key, form, one.new)


def _value_lines(key: str, form: FieldForm, value: Value) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if isinstance(value, str):
        yield "文", STATUSES[value] if key == "status" else value
        return
    for one in value:
        if isinstance(one, str):
            yield "文", one
        elif form is FieldForm.EXTRAS:
            yield "表头", str(one["head"])
            yield from (("文", text) for text in _strings(one["texts"]))
        elif form is FieldForm.NOTES:
            yield "段", ""
            yield from ((name, str(one[part])) for name, part in _NOTE.items() if one.get(part))
        else:
            yield "段", ""
            for name, part in (("部门", "departments"), ("职责", "duties"), ("保障", "support")):
                yield from ((name, text) for text in _strings(one.get(part, ())))


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _escaped(text: str, more: str) -> str:
    """A value as it is written: spaces can be seen, and nothing in it is markup."""

    def spelled(found: re.Match[str]) -> str:
        units = found[0].encode("utf-16-be")
        return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))

    text = re.sub(rf"[&<>\\{_OWN_SPACE}\t\n\r]|{ODD_SPACE.pattern}{more}", spelled, text, flags=re.IGNORECASE)
    return text.replace(" ", _OWN_SPACE)


def _folded(key: str, value: str) -> Iterator[str]:
    """A logical line in lines that no mail program breaks; an escape stays in one piece."""
    pieces = re.findall(r"\\u[0-9a-f]{4}|.", value, re.DOTALL)
    line = f"{key}："
    for piece in pieces:
        if len(line) + len(piece) > WIDTH:
            yield line
            line = "续："
        line += piece
    yield line
