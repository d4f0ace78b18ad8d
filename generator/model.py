"""The nouns of the program, as frozen types.

County, Township, DutyList, Category, Duty, Note, Source … are what a YAML file
says and nothing more: their fields are the file's keys, so the JSON Schemas for
editors come from the same types (`read/schema.py`).  `Content` is all of it as read;
its linked counterpart is `Catalogue` (`link/catalogue.py`).

Texts are as printed in the official document, without enumerators and without
the line breaks of the page.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated, ClassVar, Generic, NamedTuple, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from generator.days import is_day

# The form of an id in folder names and addresses: it must survive any sub-path and any file system.
FOLDER_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Two of them, and all that stands around them in a path, take at most 150 of the 260 characters that Windows allows.
MAX_ID = 50
# Windows keeps these for devices, whatever the ending: no file or folder can have such a name.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{device}{digit}" for device in ("com", "lpt") for digit in range(10))}
)
# Pages that a folder itself has: what else had such an id would take its place.
OWN_PAGES = frozenset({"index", "changes"})


def folder_name_fault(name: str) -> str:
    """What makes a name unfit for a folder and for an address, and what to do; empty where it is fit."""
    if not FOLDER_ID.fullmatch(name):
        return "只能用小写字母、数字和连字符，它会成为网址"
    if len(name) > MAX_ID:
        return f"太长，最多 {MAX_ID} 个字符；请改短"
    if name in OWN_PAGES:
        return "是网站自己的页面用的；请换一个"
    return "是 Windows 的设备名，Windows 上不能有这样的文件夹；请换一个" if name in DEVICES else ""


def _not_taken(name: str) -> str:
    if name in OWN_PAGES:
        raise PydanticCustomError("own_page", "a folder's own page")
    if name in DEVICES:
        raise PydanticCustomError("device_name", "a device of Windows")
    return name


Text = Annotated[str, Field(min_length=1)]
LineNumber = Annotated[int, Field(ge=1)]
FolderId = Annotated[str, Field(pattern=rf"^{FOLDER_ID.pattern}$", max_length=MAX_ID), AfterValidator(_not_taken)]

# --- how somebody can be reached: forms that editors check, too, so in no more than JavaScript knows ---

# A number with its area code and perhaps an extension, a mobile one, 400-…, a hotline of five or six digits, 110.
PHONE = (
    r"^(?:0[1-9][0-9]{1,2}-[2-9][0-9]{6,7}(?:转[0-9]{1,6})?|1[3-9][0-9]{9}|[48]00-[0-9]{3}-[0-9]{4}"
    r"|1[0-9]{4}|9[56][0-9]{3,4}|1[12][0-9])$"
)
_TIME = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9]"
_TIMES = f"{_TIME}–{_TIME}(?:、{_TIME}–{_TIME})*"
_WEEKDAYS = "周[一二三四五六日](?:至周[一二三四五六日])?"
_DAYS = f"(?:工作日|每天|周末|节假日|{_WEEKDAYS}(?:、{_WEEKDAYS})*)"
# Days, a blank, then spans in the order of the day: 工作日 9:00–12:00、14:00–17:30；周六 9:00–12:00.
HOURS = f"^{_DAYS} {_TIMES}(?:；{_DAYS} {_TIMES})*$"
WEB = r"^https?://[^\s/?#\x22'<>（）。，；]+\.[^\s\x22'<>（）。，；]+$"
DAY = "^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"


def _in_order(hours: str) -> str:
    """Refuse hours that end before they begin, or begin before the last ones have ended."""
    for days in hours.split("；"):
        ends = [int(hour) * 60 + int(minute) for hour, minute in re.findall("([0-9]+):([0-9]+)", days)]
        if any(one >= other for one, other in pairwise(ends)) or max(ends, default=0) > 24 * 60:
            raise PydanticCustomError("hours_order", "hours out of order")
    return hours


def _there_is(day: str) -> str:
    """Refuse a day that no calendar has; of a year or a month, its first day."""
    if not is_day(f"{day}-01-01"[:10]):
        raise PydanticCustomError("no_such_day", "no such day")
    return day


Phone = Annotated[str, Field(pattern=PHONE)]
Hours = Annotated[str, Field(pattern=HOURS), AfterValidator(_in_order)]
WebPage = Annotated[str, Field(pattern=WEB)]
Day = Annotated[str, Field(pattern=DAY), AfterValidator(_there_is)]


# Covariant, since all of this is frozen: a list of basic duties is a list of duties.
D_co = TypeVar("D_co", bound="Duty", covariant=True)


class Column(StrEnum):
    """栏: a column of a list's printed table.  A duty's texts stand in its cells, under the key of the same name."""

    NUMBER = "number"
    CATEGORY = "category"
    NAME = "name"
    DEPARTMENTS = "departments"
    SUPERIOR = "superior"
    TOWNSHIP = "township"
    METHOD = "method"
    EXTRAS = "extras"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody calls the method that str has
        """What a person calls it."""
        return {
            "number": "序号",
            "category": "事项类别",
            "name": "名称",
            "departments": "部门",
            "superior": "上级部门职责",
            "township": "乡镇配合职责",
            "method": "工作方式",
            "extras": "附栏",
        }[self.value]

    @property
    def head(self) -> str:
        """What official documents print above it."""
        heads = {"name": "事项名称", "departments": "对应上级部门", "method": "承接部门及工作方式"}
        return heads.get(self.value, self.title)


class ListKind(StrEnum):
    """清单类别: the three lists of a township, in their official order."""

    BASIC = "basic"
    COOPERATIVE = "cooperative"
    RECLAIMED = "reclaimed"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody calls the method that str has
        """The list's short name, as people say it."""
        return {"basic": "基本履职", "cooperative": "配合履职", "reclaimed": "上级部门收回"}[self.value]

    @property
    def official_title(self) -> str:
        """The list's name as official documents head it."""
        return f"{self.title}事项清单"

    @classmethod
    def named_in(cls, title: str) -> "set[ListKind]":
        """The lists that a title names, in the words that offices use: 回收, 收回履职, 部门收回."""
        return {kind for kind, words in _NAMED.items() if re.search(words, title)}

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its table; some documents have one for the category, others head each category's rows."""
        return {
            "basic": (Column.NUMBER, Column.NAME),
            "cooperative": (Column.NUMBER, Column.NAME, Column.DEPARTMENTS, Column.SUPERIOR, Column.TOWNSHIP),
            "reclaimed": (Column.NUMBER, Column.NAME, Column.METHOD),
        }[self.value]

    @property
    def prefix(self) -> str:
        """The letter that the ids of its duties begin with: `c-013`."""
        return self.value[0]

    @property
    def file_name(self) -> str:
        """The name of its YAML file in a township's folder."""
        return f"{self.value}.yml"


# What names each list in a title or in the name of a sheet.
_NAMED = {
    ListKind.BASIC: "基本(?:履职|职责|事项)",
    ListKind.COOPERATIVE: "配合(?:履职|职责|事项)",
    ListKind.RECLAIMED: "收回|回收",
}


class HeadMeaning(StrEnum):
    """表头的意思: what a column of an office's table holds: one of ours, or what has no column in the official form.

    `OWNED` is a column of departments and their duties, each under its department's name; `SUPPORT` of 履职保障 alone;
    `LIST` says which of the three lists a row of a table of all of them belongs to; `EXTRA` is kept as it is.
    """

    NUMBER = "number"
    CATEGORY = "category"
    NAME = "name"
    DEPARTMENTS = "departments"
    SUPERIOR = "superior"
    TOWNSHIP = "township"
    METHOD = "method"
    OWNED = "owned"
    SUPPORT = "support"
    LIST = "list"
    EXTRA = "extra"


class NameStatus(StrEnum):
    """名称依据: whether the document states the township's name."""

    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class ReclaimedStatus(StrEnum):
    """收回状态: what became of a duty that the township no longer has."""

    TAKEN_OVER = "taken-over"
    DISCONTINUED = "discontinued"


class Model(BaseModel):
    """Base of everything read from YAML: strict, frozen, unknown keys refused."""

    model_config = ConfigDict(defer_build=True, strict=True, frozen=True, extra="forbid")


class Allowance(Model):
    """允许的偏差: a rule that this place breaks for a good reason.

    An allowance that is no longer needed is itself an error.
    """

    rule: Text = Field(description="被豁免的检查规则的编号，例如 counts-equal-declared")
    reason: Text = Field(description="为什么可以豁免：写明原文的情况")


class Note(Model):
    """说明: a likely mistake of the document, or a guess of the import.  The text itself stays as printed."""

    printed: Text | None = Field(None, description="原文印作")
    meant: Text | None = Field(None, description="疑应为")
    why: Text = Field(description="判断的依据")


class Source(Model):
    """出处: where a duty stands in source.txt."""

    lines: tuple[LineNumber, LineNumber] = Field(description="在 source.txt 中的起止行号，从 1 起")


class SuperiorBlock(Model):
    """上级部门职责的一段: what these departments do, and the support (履职保障) that they give."""

    departments: tuple[Text, ...] = Field((), description="这一段属于哪些部门，与原文一致")
    duties: tuple[Text, ...] = Field((), description="这些部门的职责，一条一项")
    support: tuple[Text, ...] = Field((), description="履职保障，一条一项")


class PassageKind(StrEnum):
    """What the texts of a passage are: names in a cell, names that head a block, duties, 履职保障, or an Extra's."""

    DEPARTMENTS = "departments"
    OWNERS = "owners"
    DUTIES = "duties"
    SUPPORT = "support"
    EXTRA = "extra"


Keys = tuple[str | int, ...]


class Passage(NamedTuple):
    """一段文字: texts of a duty that stand together in a column, and the keys that lead to them in its YAML."""

    column: Column
    kind: PassageKind
    keys: Keys
    texts: tuple[str, ...]

    @property
    def is_names(self) -> bool:
        """Whether its texts are names of departments."""
        return self.kind in (PassageKind.DEPARTMENTS, PassageKind.OWNERS)

    def placed(self) -> Iterator[tuple[Keys, str]]:
        """Each text under its own keys."""
        return (((*self.keys, index), text) for index, text in enumerate(self.texts))


class Extra(Model):
    """附栏: what a duty says in a column that only some offices' tables have (备注, 法律依据, 收回理由)."""

    head: Text = Field(description="这一栏的表头，与原文一致")
    texts: tuple[Text, ...] = Field(description="这一格的文字，一段一项", min_length=1)


class TopicCorrection(Model):
    """主题的改正: where the matcher is wrong about a duty, by the ids of topics."""

    add: tuple[FolderId, ...] = Field((), description="应归入、程序没有认出的主题编号")
    deny: tuple[FolderId, ...] = Field((), description="不应归入、程序误认的主题编号")


class Duty(Model):
    """事项: a row of a list."""

    id: Text = Field(description="永久编号，例如 c-013；重新排序时不变，不可重复使用")
    number: int = Field(description="序号，与原文一致", ge=1)
    name: Text = Field(description="事项名称，与原文一致")
    extras: tuple[Extra, ...] = Field((), description="附栏：备注、法律依据等别的栏，照原文保留")
    topics: TopicCorrection = Field(TopicCorrection(), description="主题的改正：程序认错了才写")
    notes: tuple[Note, ...] = Field((), description="说明：原文可能的错误，或导入时的判断")
    allow: tuple[Allowance, ...] = Field((), description="允许的偏差")
    source: Source | None = Field(None, description="出处：在 source.txt 中的位置")

    # What we say of a duty; all other fields hold what the document says.
    OURS: ClassVar[frozenset[str]] = frozenset({"id", "topics", "notes", "allow"})

    def blocks(self) -> tuple[SuperiorBlock, ...]:
        """The blocks of 上级部门职责."""
        return ()

    def passages(self) -> Iterator[Passage]:
        """All texts below the name, its list's own columns first: everyone who asks what a duty says asks here."""
        for index, extra in enumerate(self.extras):
            yield Passage(Column.EXTRAS, PassageKind.EXTRA, ("extras", index, "texts"), extra.texts)

    def department_names(self) -> tuple[str, ...]:
        """The departments that it is given to, as printed."""
        return self._in(PassageKind.DEPARTMENTS)

    def named_departments(self) -> Iterator[tuple[Keys, str]]:
        """The departments that it names in its cell and as the owners of blocks, each under its keys."""
        return (placed for passage in self.passages() if passage.is_names for placed in passage.placed())

    def duties_in(self, column: Column) -> tuple[str, ...]:
        """What is to be done according to a column, without names and 履职保障."""
        return self._in(PassageKind.DUTIES, column)

    def extra_texts(self, head: str) -> Iterator[str]:
        """What it says under a head that is not one of its list's own columns."""
        return (text for extra in self.extras if extra.head == head for text in extra.texts)

    def texts(self) -> Iterator[str]:
        """Everything that it says, its name first, but for the departments that it names in cells and labels."""
        yield self.name
        yield from (text for passage in self.passages() if not passage.is_names for text in passage.texts)

    def _in(self, kind: PassageKind, column: Column | None = None) -> tuple[str, ...]:
        chosen = (passage for passage in self.passages() if passage.kind is kind and column in (None, passage.column))
        return tuple(text for passage in chosen for text in passage.texts)


class BasicDuty(Duty):
    """基本履职事项: the township does it itself."""


class CooperativeDuty(Duty):
    """配合履职事项: a department does it, the township assists."""

    departments: tuple[Text, ...] = Field((), description="对应上级部门，与原文一致，可带（牵头）")
    superior: tuple[SuperiorBlock, ...] = Field((), description="上级部门职责，按部门分段")
    township: tuple[Text, ...] = Field((), description="乡镇配合职责，一条一项")

    def blocks(self) -> tuple[SuperiorBlock, ...]:
        """The blocks of 上级部门职责."""
        return self.superior

    def passages(self) -> Iterator[Passage]:
        """The cell of departments, the blocks, and what the township does."""
        yield Passage(Column.DEPARTMENTS, PassageKind.DEPARTMENTS, ("departments",), self.departments)
        for index, block in enumerate(self.superior):
            keys = ("superior", index)
            yield Passage(Column.SUPERIOR, PassageKind.OWNERS, (*keys, "departments"), block.departments)
            yield Passage(Column.SUPERIOR, PassageKind.DUTIES, (*keys, "duties"), block.duties)
            yield Passage(Column.SUPERIOR, PassageKind.SUPPORT, (*keys, "support"), block.support)
        yield Passage(Column.TOWNSHIP, PassageKind.DUTIES, ("township",), self.township)
        yield from super().passages()


class ReclaimedDuty(Duty):
    """上级部门收回事项: a department has taken it back, or nobody does it any more."""

    departments: tuple[Text, ...] = Field((), description="承接部门，与原文一致")
    status: ReclaimedStatus = Field(
        ReclaimedStatus.TAKEN_OVER,
        strict=False,
        description="taken-over 由部门承接；discontinued 不再开展",
    )
    method: tuple[Text, ...] = Field((), description="工作方式，一条一项")

    def passages(self) -> Iterator[Passage]:
        """The one column: who has taken it back, and how it is done now."""
        yield Passage(Column.METHOD, PassageKind.DEPARTMENTS, ("departments",), self.departments)
        yield Passage(Column.METHOD, PassageKind.DUTIES, ("method",), self.method)
        yield from super().passages()


AnyDuty = BasicDuty | CooperativeDuty | ReclaimedDuty


class Category(Model, Generic[D_co]):
    """事项类别: a heading of a list and the duties under it."""

    name: Text = Field(description="类别名称，与原文一致，不带“一、”")
    declared: int | None = Field(None, description="原文标题写明的项数；原文没有写就是 null", ge=0)
    allow: tuple[Allowance, ...] = Field((), description="允许的偏差")
    duties: tuple[D_co, ...] = Field((), description="事项，按原文顺序")


class DutyList(Model, Generic[D_co]):
    """履行职责事项清单: one of a township's three lists; one file."""

    title: Text = Field(description="清单标题，与原文一致")
    retired: tuple[Text, ...] = Field((), description="已停用的事项编号，永不再用")
    allow: tuple[Allowance, ...] = Field((), description="允许的偏差")
    categories: tuple[Category[D_co], ...] = Field(description="类别，按原文顺序")

    def duties(self) -> Iterator[tuple[Category[D_co], D_co]]:
        """Every duty with its category, in the order of the document."""
        for category in self.categories:
            for duty in category.duties:
                yield category, duty


# pydantic gives these names in this module where they are asked for here, and pickle finds them by their names.
BasicCategory = Category[BasicDuty]
CooperativeCategory = Category[CooperativeDuty]
ReclaimedCategory = Category[ReclaimedDuty]


class BasicList(DutyList[BasicDuty]):
    """基本履职事项清单 (basic.yml)."""


class CooperativeList(DutyList[CooperativeDuty]):
    """配合履职事项清单 (cooperative.yml)."""


class ReclaimedList(DutyList[ReclaimedDuty]):
    """上级部门收回事项清单 (reclaimed.yml)."""


AnyCategory = Category[AnyDuty]
AnyList = DutyList[AnyDuty]
LIST_TYPES: dict[ListKind, type[AnyList]] = {
    ListKind.BASIC: BasicList,
    ListKind.COOPERATIVE: CooperativeList,
    ListKind.RECLAIMED: ReclaimedList,
}


class Contact(Model):
    """联系方式: how a department or a township can be reached, as its staff say; never guessed.

    `as_of` is the day on which somebody confirmed all of it.
    """

    phones: tuple[Phone, ...] = Field(
        (),
        description="电话，可以写几个：固定电话带区号（0482-5123456，分机写 0482-5123456转801），"
        "手机，400-123-4567，五位的热线；只有数字的加英文引号",
    )
    address: Text | None = Field(None, description="办公地址，群众找得到的写法")
    hours: Hours | None = Field(None, description="办公时间，例如 工作日 9:00–12:00、14:00–17:30")
    web: WebPage | None = Field(None, description="网页，以 https:// 或 http:// 开头")
    as_of: Day = Field(description="核实的日期：哪一天打过电话、问过，例如 2026-11-03")

    @model_validator(mode="after")
    def _says_how(self) -> Self:
        if not (self.phones or self.address or self.hours or self.web):
            raise PydanticCustomError("no_contact", "nothing but a day")
        return self

    @property
    def text(self) -> str:
        """All of it in a sentence without its stop."""
        parts = (
            ("电话 ", "、".join(self.phones)),
            ("办公时间 ", self.hours),
            ("地址 ", self.address),
            ("网页 ", self.web),
        )
        return "；".join([*(f"{what}{value}" for what, value in parts if value), f"{self.as_of} 核实"])


class Department(Model):
    """部门: a department of the county (or above) under its registered name."""

    id: FolderId = Field(description="永久编号，用在网址里：小写字母、数字和连字符")
    name: Text = Field(description="登记的名称")
    full_name: Text | None = Field(None, description="机构的全称；拿不准就不写")
    aliases: tuple[Text, ...] = Field((), description="清单里出现的其他写法")
    kind: FolderId | None = Field(None, description="部门类型在词表里的编号；不写就按名称里的词定")
    contact: Contact | None = Field(None, description="联系方式：由工作人员填写；没有核实过的不写")
    ended: Day | None = Field(None, description="哪一天撤销、并入别的部门；清单里还有它的，检查会提醒")
    merged_into: FolderId | None = Field(None, description="并入了哪个部门：它的编号")


class CountyFile(Model):
    """县（市、区、旗）: place names and the register of departments (county.yml)."""

    name: Text | None = Field(description="县名；不明写 null")
    province: Text | None = Field(description="省、自治区、直辖市；不明写 null")
    prefecture: Text | None = Field(description="市、州、盟；直辖市的县写 null")
    departments: tuple[Department, ...] = Field((), description="部门登记表")


class SetAside(Model):
    """不属于清单的行: lines of source.txt that a person has found to belong to no duty."""

    lines: tuple[LineNumber, LineNumber] = Field(description="在 source.txt 中的起止行号，从 1 起")
    why: Text = Field(description="这几行是什么，为什么不属于清单")


class GivenColumn(Model):
    """指定的栏: what a column holds whose head does not tell, as whoever imported the document said."""

    list: ListKind | None = Field(
        None,
        strict=False,
        description="哪一张清单：basic 基本履职，cooperative 配合履职，reclaimed 上级部门收回；不写就是每一张",
    )
    means: HeadMeaning = Field(
        strict=False,
        description="这一栏是什么，用表头词表（columns.yml）的键：number 序号，category 事项类别，name 事项名称，"
        "departments 对应上级部门，superior 上级部门职责，township 乡镇配合职责，method 工作方式，"
        "owned 部门和它的职责写在一栏里，support 履职保障，list 清单类别，extra 备注等别的栏",
    )
    column: Annotated[str, Field(pattern="^[A-Z]{1,2}$")] = Field(description="第几栏，照 Excel 的写法：A、B、C……")


class GivenBorder(Model):
    """指定的界限: which cell some words of source.txt stand in, as whoever read the document said."""

    line: LineNumber = Field(description="在 source.txt 中的行号，从 1 起")
    text: Text = Field(description="这一行里的几个字，与 source.txt 一致")
    column: Column = Field(
        strict=False,
        description="这几个字在哪一栏：category 事项类别，name 事项名称，departments 对应上级部门，"
        "superior 上级部门职责，township 乡镇配合职责，method 工作方式",
    )
    number: Annotated[int, Field(ge=1)] | None = Field(
        None, description="是第几项的（序号）；只有分到了别的项里，才用写"
    )


class SourceDocument(Model):
    """来源文件: the official document that the lists were taken from."""

    title: Text = Field(description="文件标题，与原文一致")
    format: Text = Field(description="文本的形式，决定用哪个导入器核对，例如 ocr-table")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="source.txt 的 SHA-256 校验值，证明收到的文本没有改动；换行都按 LF 算"
    )
    date: (
        Annotated[str, Field(pattern=r"^(?:19|20)[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?$"), AfterValidator(_there_is)] | None
    ) = Field(None, description="文件写明的日期，年、年-月或年-月-日；没有写就省略")
    columns: tuple[GivenColumn, ...] = Field((), description="表头认不出、导入时用 --columns 指定的栏")
    borders: tuple[GivenBorder, ...] = Field(
        (), description="从 PDF 取出的文字，栏与栏的界限程序分错了的：写明哪几个字在哪一栏"
    )
    set_aside: tuple[SetAside, ...] = Field(
        (), description="source.txt 里不属于清单的行：导入时认不出，由人看过以后写明"
    )

    @staticmethod
    def digest(text: str) -> str:
        """The digest of a text, whatever line ends a clone or an editor has given it."""
        return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()

    def is_of(self, text: str) -> bool:
        """Whether a text is the one that was received; of those with CRLF the digest used to be of the exact bytes."""
        return self.sha256 in (self.digest(text), hashlib.sha256(text.encode()).hexdigest())

    @property
    def whole_title(self) -> str:
        """The title, if it is that of all three lists; empty where it is one list's, which stood first in the file."""
        return self.title if ListKind.named_in(self.title) in (set(), set(ListKind)) else ""


class TownshipFile(Model):
    """乡镇（街道）: its name, how that is known, and its source (township.yml)."""

    name: Text | None = Field(description="乡镇名称；不明写 null")
    name_status: NameStatus = Field(strict=False, description="stated 原文写明；inferred 推断；unknown 不明")
    name_evidence: Text = Field(description="名称的依据：原文在哪里写明，或从什么推断")
    allow: tuple[Allowance, ...] = Field((), description="允许的偏差")
    contact: Contact | None = Field(None, description="联系方式：由工作人员填写；没有核实过的不写")
    source: SourceDocument | None = Field(None, description="来源文件；没有就省略")


class Track(StrEnum):
    """途径: by which way an official change comes; what was first collected changes nothing."""

    COLLECTED = "collected"
    ACCESS = "access"
    ADJUSTMENT = "adjustment"
    CORRECTION = "correction"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody calls the method that str has
        """What the official documents call it."""
        return {"collected": "收录", "access": "职责准入", "adjustment": "动态调整", "correction": "更正"}[self.value]


class ChangeKind(StrEnum):
    """变动: what happened to a duty."""

    ADDED = "added"
    REMOVED = "removed"
    AMENDED = "amended"
    MOVED = "moved"
    RENUMBERED = "renumbered"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody calls the method that str has
        """What a person calls it."""
        return {
            "added": "新增",
            "removed": "终止",
            "amended": "修改",
            "moved": "移到别的清单",
            "renumbered": "序号变动",
        }[self.value]


class DutyBefore(Model):
    """变动以前: the texts of a duty before a change; of a duty that stayed, only those that were others."""

    name: Text | None = Field(None, description="原来的名称")
    departments: tuple[Text, ...] | None = Field(None, description="原来的部门")
    status: ReclaimedStatus | None = Field(
        None, strict=False, description="taken-over 原来由部门承接；discontinued 原来不再开展"
    )
    superior: tuple[SuperiorBlock, ...] | None = Field(None, description="原来的上级部门职责")
    township: tuple[Text, ...] | None = Field(None, description="原来的乡镇配合职责")
    method: tuple[Text, ...] | None = Field(None, description="原来的工作方式")
    extras: tuple[Extra, ...] | None = Field(None, description="原来的附栏")
    notes: tuple[Note, ...] | None = Field(None, description="原来的说明")
    source: Source | None = Field(None, description="原来的出处")


class CategoryBefore(Model):
    """变动以前的类别: its name, its stated count, and the ids of its duties with their numbers, in their order."""

    name: Text = Field(description="类别名称")
    declared: int | None = Field(None, description="原文写明的项数", ge=0)
    duties: dict[Text, Annotated[int, Field(ge=1)]] = Field(description="事项的编号和序号，按原来的次序")


class ListBefore(Model):
    """变动以前的清单: its title and its outline."""

    title: Text | None = Field(None, description="原来的标题；没有变就不写")
    categories: tuple[CategoryBefore, ...] | None = Field(None, description="原来的类别和次序；没有变就不写")


class ListsBefore(Model):
    """变动以前的清单: of those lists whose titles, categories, order or numbers were others."""

    basic: ListBefore | None = Field(None, description="基本履职事项清单原来怎样")
    cooperative: ListBefore | None = Field(None, description="配合履职事项清单原来怎样")
    reclaimed: ListBefore | None = Field(None, description="上级部门收回事项清单原来怎样")

    def of(self, kind: "ListKind") -> ListBefore | None:
        """How one of the lists was; None where it was as after the change."""
        found: ListBefore | None = getattr(self, kind.value)
        return found


class DutyChange(Model):
    """一项的变动: what a change did to a duty, and how the duty was before.

    `to` are the duties of this township in which it goes on; `department` has taken it over; both say where the matter
    of a duty went that is gone.
    """

    id: Text = Field(description="事项的永久编号")
    change: ChangeKind = Field(
        strict=False,
        description="added 新增，removed 终止，amended 修改，moved 移到别的清单，renumbered 序号变动",
    )
    to: tuple[Text, ...] = Field((), description="这件事到了本乡镇的哪几项：它们的编号")
    department: Text | None = Field(None, description="这件事到了哪个部门")
    before: DutyBefore | None = Field(None, description="变动以前的文字，由程序写，不手改")


class AmendmentText(Model):
    """修改文件的文本: of the document by which a change was made, in the folder `amendments`, as it was received."""

    file: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[0-9]+)?\.txt$")] = Field(
        description="amendments/ 里的文件名：日期.txt，例如 2026-06-01.txt"
    )
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="这个文件的 SHA-256 校验值，证明收到的文本没有改动；换行都按 LF 算"
    )


# A part of addresses: in YAML, what is all digits stands in quotes.
RecordId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class ChangeRecord(Model):
    """变更记录: an official change of a township's lists, and what it did to their duties."""

    track: Track = Field(
        strict=False, description="collected 收录，access 职责准入，adjustment 动态调整，correction 更正"
    )
    id: RecordId | None = Field(
        None, description="这条记录的永久编号，网址、订阅用它；由程序给，不改，没有的运行 qingdan fmt"
    )
    reason: Text | None = Field(None, description="为什么")
    decided_by: Text | None = Field(None, description="作出决定的机关")
    document: Text | None = Field(None, description="文件的名称或文号")
    approved: Day | None = Field(None, description="批准的日期，年-月-日")
    effective: Day | None = Field(None, description="生效的日期，年-月-日")
    recorded: Day | None = Field(None, description="来得晚、插在别的前面的：哪一天记下的；由程序写，不手改")
    amendment: AmendmentText | None = Field(
        None, description="那份文件的文本，照它核对新增和改过的文字；没有收到文本的不写"
    )
    new_source: bool = Field(
        False, description="true：这次换了新的 source.txt，从这次以后的清单照它核对；由程序写，不手改"
    )
    duties: tuple[DutyChange, ...] = Field((), description="哪些事项，各有什么变动")
    before: ListsBefore = Field(ListsBefore(), description="变动以前的标题、类别和次序，由程序写，不手改")


class ChangeFile(Model):
    """变更记录 (changes.yml): the official changes of a township's lists, the oldest first."""

    changes: tuple[ChangeRecord, ...] = Field(description="变更，最早的在前", min_length=1)


class CategoryName(Model):
    """类别词表的一条: a category and the other names that lists use for it."""

    id: FolderId = Field(description="用在网址里的编号")
    name: Text = Field(description="通行名称")
    aliases: tuple[Text, ...] = Field((), description="清单里出现的其他写法")


class CategoryFile(Model):
    """事项类别词表 (vocabulary/categories.yml)."""

    categories: tuple[CategoryName, ...] = Field(description="类别，按网站上列出的次序", min_length=1)


class ColumnVocabulary(Model):
    """表头词表 (vocabulary/columns.yml): what offices print above the columns of their tables.

    “…” stands for any characters; "/" parts a head from the one below it that it covers (`importers/text/heads.py`).
    """

    number: tuple[Text, ...] = Field(description="序号")
    category: tuple[Text, ...] = Field(description="事项类别")
    name: tuple[Text, ...] = Field(description="事项名称")
    departments: tuple[Text, ...] = Field(description="对应上级部门；上级部门收回的清单里是承接部门")
    superior: tuple[Text, ...] = Field(description="上级部门职责")
    support: tuple[Text, ...] = Field((), description="履职保障，单独一栏的")
    owned: tuple[Text, ...] = Field((), description="部门和它的职责写在一栏里的")
    township: tuple[Text, ...] = Field(description="乡镇（街道）配合职责")
    method: tuple[Text, ...] = Field(description="工作方式，可以连同承接部门")
    list: tuple[Text, ...] = Field((), description="三张清单合成一张表的，写明哪一张清单的一栏")
    extra: tuple[Text, ...] = Field((), description="别的栏，照原文留着：备注、法律依据、收回理由")

    def words(self, meaning: HeadMeaning) -> tuple[str, ...]:
        """The heads of a column."""
        words: tuple[str, ...] = getattr(self, meaning.value)
        return words


class ReferenceName(Model):
    """引用词表的一条: a law or platform under one name, with the other ways in which texts write it."""

    id: FolderId = Field(description="用在网址里的编号，发布后不改")
    name: Text = Field(description="通行名称，不带书名号")
    aliases: tuple[Text, ...] = Field((), description="清单里出现的其他写法，连同引号")


class LawName(ReferenceName):
    """引用词表的一条: a law or regulation; of one that is in force no more, since when, and what is instead."""

    repealed: Day | None = Field(None, description="哪一天起废止；清单里还引用它的，检查会提醒")
    replaced_by: tuple[Text, ...] = Field((), description="现在看哪一部，不带书名号")


HotlineNumber = Annotated[str, Field(pattern=r"^[0-9]{3,5}$")]


class HotlineName(Model):
    """引用词表的一条: a number that can be called anywhere, and what it is for."""

    number: HotlineNumber = Field(description="电话号码，加英文引号")
    name: Text = Field(description="热线的名称")
    source: Text | None = Field(None, description="哪份文件、哪个部门公布的，连同网址；“清单以外的事”要用它的，必填")


class ReferenceFile(Model):
    """引用词表: what rules cannot decide about laws, platforms and hotlines (vocabulary/references.yml)."""

    laws: tuple[LawName, ...] = Field((), description="不带书名号也要认出的法律法规，或几种写法同指一部的")
    platforms: tuple[ReferenceName, ...] = Field((), description="规则认不出的平台、系统，或几种写法同指一个的")
    hotlines: tuple[HotlineName, ...] = Field((), description="各地通用的热线号码")


class DepartmentKind(Model):
    """部门类型: what kind of department it is, so that counties can be compared."""

    id: FolderId = Field(description="用在网址里的编号")
    name: Text = Field(description="类型名称")
    words: tuple[Text, ...] = Field((), description="部门名称里有这些词的，就是这一类；几类都有的，看最先出现的词")


class DepartmentVocabulary(Model):
    """部门词表 (vocabulary/department-kinds.yml): the kinds, and words of names that are spelled in several ways."""

    kinds: tuple[DepartmentKind, ...] = Field(description="部门类型，按网站上列出的次序", min_length=1)
    spellings: tuple[tuple[Text, ...], ...] = Field((), description="部门名称里可以互换的写法，每组的第一个是全的")


class Topic(Model):
    """主题: a matter that lists of all kinds and townships speak of, and the words that it is known by.

    A word may hold `…`, which stands for up to twenty characters of one sentence (`words/topics.py`).
    """

    id: FolderId = Field(description="永久编号，用在网址里")
    name: Text = Field(description="名称，照部门的叫法")
    about: Text = Field(description="一句话：管的是什么事")
    asks: tuple[Text, ...] = Field(description="群众怎么说、怎么问，一条一项")
    match: tuple[Text, ...] = Field(description="事项名称里有其中一个，就归入；“…”表示中间可以隔几个字")
    weak: tuple[Text, ...] = Field((), description="只在职责正文里算数的词")
    unlike: tuple[Text, ...] = Field((), description="看起来像、其实是别的事的词，先去掉再找")
    near: tuple[FolderId, ...] = Field((), description="相近主题的编号，写在一边就够")


class TopicGroup(Model):
    """主题的一组: topics under a heading."""

    name: Text = Field(description="组名")
    topics: tuple[Topic, ...] = Field(description="这一组的主题", min_length=1)


class TopicFile(Model):
    """主题词表 (vocabulary/topics.yml)."""

    common: tuple[FolderId, ...] = Field((), description="群众问得最多的主题的编号，按首页上列出的次序")
    groups: tuple[TopicGroup, ...] = Field(description="主题，分组，按网站上列出的次序", min_length=1)


class Synonym(Model):
    """便民词词表的一条: everyday words, and the official words that they stand for."""

    say: tuple[Text, ...] = Field(description="平常的说法，可以是词，也可以是短语")
    means: tuple[Text, ...] = Field(description="清单里的用语，至少在一个事项里出现")


class SynonymFile(Model):
    """便民词词表 (vocabulary/synonyms/*.yml), a file a matter."""

    synonyms: tuple[Synonym, ...] = Field(description="便民词，一条一组")
    unused: tuple[Synonym, ...] = Field(
        (), description="没有事项再用的便民词，查找不用；事项再有那个词，命令、修改单就移回上面"
    )


class FillerFile(Model):
    """套话词表 (vocabulary/fillers.yml): what people say around the matter that they ask about."""

    fillers: tuple[Text, ...] = Field(description="查找时不算数的话，例如“请问”“怎么办”")
    weak: tuple[Text, ...] = Field((), description="说不明是什么事的词，例如“去年”“隔壁”；一封信里后查")


class Despite(Model):
    """仍算清单以外的说法: a word that stands in the lists too, and why the matter is none of theirs."""

    say: Text = Field(description="哪一个说法")
    why: Text = Field(description="清单里写的是什么，为什么不是这件事")


class ElsewhereMatter(Model):
    """清单以外的事的一条: a matter that no township's list carries, what people call it, and whom to ask."""

    name: Text = Field(description="这件事的名称，照办的单位的叫法")
    say: tuple[Text, ...] = Field(description="人们的说法：两到六个字的词，不写整句；第一个最常用", min_length=1)
    brief: tuple[Text, ...] = Field((), description="短的一问里才算的说法：长的信里常是顺带说到，如“身份证”")
    ask: Text = Field(description="问谁：哪一种单位、窗口")
    kind: FolderId | None = Field(None, description="这件事归县里哪一类部门：类型在部门词表里的编号")
    do: Text = Field(description="怎么办，一句话；不写各地不一样的时间、数额、电话")
    call: tuple[HotlineNumber, ...] = Field((), description="全国统一的号码，加英文引号；要在引用词表里写明来源")
    despite: tuple[Despite, ...] = Field((), description="清单、便民词、主题里也有的说法，为什么仍写在这里")

    @property
    def words(self) -> tuple[str, ...]:
        """All that it is called by."""
        return self.say + self.brief

    @property
    def excepted(self) -> Set[str]:
        """The words that may stand in the lists too."""
        return {one.say for one in self.despite}


class ElsewhereFile(Model):
    """清单以外的事词表 (vocabulary/elsewhere.yml)."""

    elsewhere: tuple[ElsewhereMatter, ...] = Field(description="清单以外的事，一条一件")


class DepartmentsOverride(Model):
    """The departments of a duty, where the cell cannot be split by rule."""

    duty: Text = Field(description="事项编号，按首次导入时的次序")
    departments: tuple[Text, ...] = Field(description="应分成哪些部门，文字与原文一致")
    why: Text = Field(description="为什么规则定不了")


class NoteOverride(Note):
    """A note for a duty, which only a reader of the document could write."""

    duty: Text = Field(description="事项编号，按首次导入时的次序")


class Overrides(Model):
    """overrides.yml beside a source: what rules cannot decide, each with its reason."""

    departments: tuple[DepartmentsOverride, ...] = Field((), description="部门栏拆不开的事项")
    notes: tuple[NoteOverride, ...] = Field((), description="读原文的人写的说明")


@dataclass(frozen=True)
class County:
    """A county under the id of its folder."""

    id: str
    file: CountyFile


@dataclass(frozen=True)
class Township:
    """A township under the id of its folder (`<county>/<township>`), with those of its lists that could be read.

    `source_text` is None where there is no source.txt, and where there is one (`has_source`) that is no text.
    `has_unread_changes`: there are records of changes that could not be read.
    """

    id: str
    county_id: str
    file: TownshipFile
    lists: dict[ListKind, AnyList]
    source_text: str | None = None
    has_source: bool = False
    changes: tuple[ChangeRecord, ...] = ()
    # By the names of the files; None for one that is no text.
    amendments: Mapping[str, str | None] = field(default_factory=dict)
    overrides: Overrides = field(default_factory=Overrides)
    has_unread_changes: bool = False

    def dates(self) -> Iterator[str]:
        """The dates that it states, but for those of contacts."""
        if self.file.source and self.file.source.date:
            yield self.file.source.date
        for record in self.changes:
            yield from filter(None, (record.approved, record.effective, record.recorded))


def _by_beginning(words: Iterable[str]) -> Mapping[str, Collection[str]]:
    found: dict[str, dict[str, None]] = {}
    for word in words:
        found.setdefault(word[:2], {})[word] = None
    return found


@dataclass(frozen=True)
class Vocabulary:
    """What the search knows of how people ask.

    `is_own`: the synonyms stand in this content folder; borrowed ones may mean what none of its duties is about.
    `synonym_files` are the files that they stand in, in their order, each with how many it has.  `unused` are those
    that no duty says any more, each with its place: kept for when one does.
    `has_own_elsewhere`: so do the matters that no list carries.
    """

    synonyms: tuple[Synonym, ...] = ()
    fillers: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    is_own: bool = False
    synonym_files: tuple[tuple[str, int], ...] = ()
    unused: tuple[tuple["Where", Synonym], ...] = ()
    elsewhere: tuple[ElsewhereMatter, ...] = ()
    has_own_elsewhere: bool = False

    @cached_property
    def said(self) -> Mapping[str, Collection[str]]:
        """The everyday words, each once, by their first two characters."""
        return _by_beginning(say for one in self.synonyms for say in one.say)

    @cached_property
    def said_elsewhere(self) -> Mapping[str, Collection[str]]:
        """The words for what no list carries, as `said`."""
        return _by_beginning(say for one in self.elsewhere for say in one.words)

    def synonym_place(self, number: int) -> tuple[str, int]:
        """The file of a synonym, and its number there."""
        for file, own in self.synonym_files:
            if number < own:
                return file, number
            number -= own
        raise IndexError(number)

    @cached_property
    def meant(self) -> frozenset[str]:
        """The official words that they stand for."""
        return frozenset(word for one in self.synonyms for word in one.means)

    @cached_property
    def once_meant(self) -> frozenset[str]:
        """Those for which they stood, of the unused."""
        return frozenset(word for _, one in self.unused for word in one.means)


@dataclass(frozen=True)
class Content:
    """Everything read, nothing linked: names are still only names.

    `has_own_topics` tells whether the topics are the folder's own, and not the project's.  `common_topics` are the ids
    of those that people ask for most.
    """

    counties: tuple[County, ...] = ()
    townships: tuple[Township, ...] = ()
    categories: tuple[CategoryName, ...] = ()
    references: ReferenceFile = field(default_factory=ReferenceFile)
    departments: DepartmentVocabulary = field(default_factory=lambda: DepartmentVocabulary.model_construct(kinds=()))
    topic_groups: tuple[TopicGroup, ...] = ()
    has_own_topics: bool = False
    vocabulary: Vocabulary = Vocabulary()
    common_topics: tuple[str, ...] = ()
    # None where it could not be read.
    columns: ColumnVocabulary | None = None
    # The texts of the hand-written pages, by their paths below the folder of pages; empty where it is the project's.
    pages: Mapping[str, str] = field(default_factory=dict)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics of all groups."""
        return tuple(topic for group in self.topic_groups for topic in group.topics)


@dataclass(frozen=True)
class Where:
    """A place in the content: a file, relative to the content folder, and the keys and indexes that lead into it."""

    file: str
    keys: tuple[str | int, ...] = ()

    def __truediv__(self, key: str | int) -> "Where":
        return Where(self.file, (*self.keys, key))

    def under(self, keys: Iterable[str | int]) -> "Where":
        """The place that further keys lead to."""
        return Where(self.file, (*self.keys, *keys))


@dataclass(frozen=True)
class Problem:
    """Something that a person should look at.

    `where` is resolved to a line and a column when the problem is printed; a
    problem that knows them already (a YAML syntax error) carries `at`, a pair
    of line and column from 1.  `also` are other places that it is about; their
    files and lines are added to its message.
    """

    ERROR: ClassVar[str] = "error"
    WARNING: ClassVar[str] = "warning"

    rule: str
    message: str
    where: Where
    severity: str = ERROR
    at: tuple[int, int] | None = field(default=None)
    also: tuple[Where, ...] = ()


def duty_places(township: Township) -> Iterator[tuple[Where, ListKind, AnyCategory, AnyDuty]]:
    """Every duty of a township with its place in the YAML."""
    for kind, duty_list in township.lists.items():
        file = f"townships/{township.id}/{kind.file_name}"
        for c, category in enumerate(duty_list.categories):
            for d, duty in enumerate(category.duties):
                yield Where(file, ("categories", c, "duties", d)), kind, category, duty
