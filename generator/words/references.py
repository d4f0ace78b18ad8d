"""References: the laws, documents, forms, platforms and phone numbers that a text names.

    对违反《物业管理条例》第六十三条规定情形的处罚      law       物业管理条例, 第六十三条
    填写《乡村建设规划许可证申请表》                    form      乡村建设规划许可证申请表
    录入“全国政务新媒体信息报送系统”                  platform  全国政务新媒体信息报送系统
    拨打12315电话进行举报                               hotline   12315

General rules find them; vocabulary/references.yml names what rules cannot decide.  What is doubtful is left alone:
a wrong link costs a reader more than a missing one.  A text's references depend on the text, the vocabulary and the
county, never on other texts, so that a township can be linked by itself.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from generator.model import CountyFile, LawName, ReferenceFile

# The longest title, platform's name and law's name that is believed; beyond it a closing mark was probably lost.
_TITLE_LENGTH = 80
# An id is this many digits of a hash: with 100,000 names two share one with a chance of 0.5 %.
_ID_LENGTH = 10


class ReferenceKind(StrEnum):
    """What is named, in the order in which pages list it; the value is the folder of its pages."""

    LAW = "laws"
    HOTLINE = "hotlines"
    PLATFORM = "platforms"
    FORM = "forms"
    DOCUMENT = "documents"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody calls the method that str has
        """The kind as pages call it."""
        return {
            "laws": "法律、法规和制度",
            "hotlines": "热线和电话",
            "platforms": "平台、系统和数据库",
            "forms": "表格、证照和文书",
            "documents": "标准、规划和其他文件",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Reference:
    """What is named: the same for every way of writing it.

    `id` is unique within its kind and depends on the name only; `name` has no 《》 and no 中华人民共和国.  A hotline's
    id is its number, and its name is empty where nobody has named it.  A law that is in force no more has the day since
    when, and the names of those that are in its place.
    """

    kind: ReferenceKind
    id: str
    name: str
    repealed: str = ""
    replaced_by: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How pages write it: 《物业管理条例》, 12345 政务服务便民热线."""
        match self.kind:
            case ReferenceKind.PLATFORM:
                return self.name
            case ReferenceKind.HOTLINE:
                return f"{self.id} {self.name}".strip()
            case _:
                return f"《{self.name}》"


@dataclass(frozen=True, slots=True)
class Found:
    """A reference in a text: text[start:end] names it, `articles` is what follows of a law (第六十三条第一款).

    A title within a title has its own; their places overlap.
    """

    start: int
    end: int
    reference: Reference
    articles: str = ""


# --- titles in 《》 ----------------------------------------------------------------------------------

_OPEN, _CLOSE = "《〈", "》〉"
_NUMBER = r"[一二三四五六七八九十百零〇\d]+"
_ARTICLE = rf"第\s*{_NUMBER}\s*[章节条款项目](?:之{_NUMBER})?"
_ARTICLES = re.compile(rf"\s*({_ARTICLE}(?:\s*[、，和及或至]?\s*{_ARTICLE})*)")
_LAW_ENDING = re.compile(r"(?:(?<![做方打说手看用写技书])法|法典|条例|规定|细则|规则|决定|制度|规程|准则|章程)$")
_FORM_ENDING = re.compile(
    r"(?:表|(?<![皮全科丛图])书|证|卡|图|(?<!清)单|(?<!手)册|簿|照|票|函|协议|合同|证明|凭证|介绍信)$"
)
_VERSION = re.compile(r"[（(][^（）()]*[）)]$")
_AMENDED = re.compile(r"[（(][^（）()]*(?:修[订正改]|\d{4}年?版?)[^（）()]*[）)]$")
# A title that only points back: （以下简称《条例》）.
_SHORT_FOR = re.compile(r"(?:简称|下称)(?:为)?[“\"]?$")
_BARE = re.compile(
    r"(?:本|该)?(?:法|条例|办法|规定|细则|规则|决定|通知|意见|方案|规划|计划|标准|规范|制度|目录|清单|表)"
)
_SENTENCE = re.compile(r"[。；！？]")


def kind_of_title(title: str) -> ReferenceKind:
    """Laws, forms and other documents are told apart by the ending of their names."""
    bare = _VERSION.sub("", title)
    if _LAW_ENDING.search(bare):
        return ReferenceKind.LAW
    return ReferenceKind.FORM if _FORM_ENDING.search(bare) else ReferenceKind.DOCUMENT


def _titles(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """The places of 《…》, outer before inner; a mark without its partner makes none."""
    position = start
    while position < len(text):
        if text[position] in _OPEN:
            end = _closing(text, position)
            if end:
                yield position, end
                yield from ((position + 1 + a, position + 1 + b) for a, b in _titles(text[position + 1 : end - 1]))
                position = end
                continue
        position += 1


def _closing(text: str, start: int) -> int | None:
    depth = 0
    for position in range(start, min(len(text), start + _TITLE_LENGTH)):
        if _SENTENCE.match(text[position]):
            return None
        depth += (text[position] in _OPEN) - (text[position] in _CLOSE)
        if not depth:
            return position + 1 if position > start + 1 else None
    return None


# --- laws without 《》: only where an article follows, so that it can be nothing else -----------------

_UNMARKED_LAW = re.compile(
    rf"(?:“(?P<quoted>[\u4e00-\u9fff]{{2,40}})”|(?P<run>[\u4e00-\u9fff]{{4,60}}))(?=\s*第{_NUMBER}条)"
)
# What comes before a law's name in a sentence, and what its name may begin with.
_BEFORE_LAW = re.compile(r".*(?:违反|根据|依据|按照|依照|符合|执行|适用|遵守|有关)")
_LAW_BEGINNING = re.compile(r"中华人民共和国|自治区(?!级)")
# A place before a law's name, and words that go on after it, make another law of it, or none: 合同法定代表人 is
# not about 合同法.  The name itself is | here.
_OTHER_LAW = re.compile(r"[省市区县州盟旗]\||\|(?:[律规定人院庭治制务官]|实施(?:条例|办法|细则))")
_POINTS_BACK = re.compile(r"^(?:本|该|此|其|上述|前述|相关|有关|法律|法规)")

# --- phone numbers ---------------------------------------------------------------------------------

# The words that say that a number is called, before it and after it, other numbers between.
_PHONE_BEFORE = re.compile(r"(?:电话|热线|拨打|致电|手机|传真|联系方式)[^。；，]{0,14}$")
_PHONE_AFTER = re.compile(
    r"[”\"]?[、和及“”\"\d]{0,14}[^。；，、\d]{0,8}(?:热线|电话|急救|报警|平台|举报|工单|投诉|诉求)"
)
_ALONE = r"(?<![\d.\-－—第A-Za-z])"
# No decimals, no amounts: 12345元, 120个, 110kV.
_UNCOUNTED = (
    r"(?!\s*(?:[\d.\-－—%％A-Za-z℃]|[千万亿余多]?[年月日号个户人名元件份次亩吨米头只条项处家部度伏倍平公千万亿]))"
)
_DATE = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d"
_LONG_NUMBER = re.compile(
    rf"{_ALONE}(?:"
    r"(?P<area>[（(]0\d{2,3}[）)]\s?\d{7,8}|0\d{2,3}[-－—]\d{7,8}|[48]00[-－—]\d{3}[-－—]\d{4})"
    rf"|(?!{_DATE})(?:0\d{{9,11}}|1[3-9]\d{{9}}|[48]00\d{{7}}|12[3-9]\d\d|9[56]\d{{3}}|[2-8]\d{{6,7}})"
    rf"){_UNCOUNTED}"
)

# --- platforms -------------------------------------------------------------------------------------

_SYSTEM = (
    r"(?:平台(?!经济|企业|公司|供应商)|系统(?!工程|性|化|治理|观念|思维|集成|先进|干部|职工)"
    r"|数据库|网站|小程序|公众号|软件)"
)
_APP = r"\s*(?:APP|App|app)(?![A-Za-z])"
_BETWEEN = (
    r"(?:等|官方|信息化?|管理|服务|政务|智慧|监管|监测|应用|教育|精准|帮扶|综合|业务|网络|云|大数据|移动|微信){0,4}"
)
_QUOTED = r"“[^“”《》，。；：]{2,30}”"
# “一码通”“随手记”软件; “12345”“民呼我为”等平台; but not what is yet to be made, often only a figure of speech
_QUOTED_RUN = re.compile(
    rf"(?<!搭建)(?<!打造)(?<!构建)(?P<names>{_QUOTED}(?:[、和及]?{_QUOTED})*)(?P<tail>{_BETWEEN}(?:{_SYSTEM}|{_APP}))"
)
_QUOTED_WHOLE = re.compile(rf"“(?P<name>[^“”《》，。；：]{{2,30}}(?:平台|系统|数据库|网站|{_APP}))”")
_QUOTED_AFTER = re.compile(rf"(?:公众号|小程序|{_APP})(?P<name>{_QUOTED})")
_ENDS_AS_SYSTEM = re.compile(rf"(?:平台|系统|数据库|网站|软件|{_APP})$")
# A name without quotes must say what it works with, and hold no word of a sentence around it.
_SERVICE = "服务平台"
_SUBJECT = re.compile(r"信息|管理|智慧|数据|监管|监测|归集|报送|公示|交易|电子|云|地名")
_NOT_IN_NAME = re.compile(
    r"[的将对等在由与及并各或]|部门|机构|单位|政府|建设|加强|推广|使用|应用|开展|完善|录入|更新|建立|搭建|利用|通过|运行|做好"
    r"|相关|有关|上级|现有|统一|各类|两个|企业(?!信用)"
)
_NATIONAL = ("全国", "国家", "中国")
_ENTERED = re.compile(
    r"(?:(?:录入|登录|登陆|上传[到至]|填报)(?P<into>[\u4e00-\u9fff]{4,20}?(?:平台|系统|数据库)))"
    r"|在(?P<within>[\u4e00-\u9fff]{4,20}?(?:平台|系统|数据库))(?=[中内里])"
)


class Recogniser:
    """Finds the references in the texts of one county, whose place names and laws they mean."""

    def __init__(self, vocabulary: ReferenceFile, county: CountyFile) -> None:
        self.province = county.province or ""
        self.hotlines = {hotline.number: hotline.name for hotline in vocabulary.hotlines}
        self._entries: dict[tuple[ReferenceKind, str], Reference] = {}
        self._literals: dict[str, Reference] = {}
        for kind, entries in ((ReferenceKind.LAW, vocabulary.laws), (ReferenceKind.PLATFORM, vocabulary.platforms)):
            for one in entries:
                reference = Reference(kind, one.id, one.name)
                if isinstance(one, LawName) and one.repealed:
                    reference = replace(reference, repealed=one.repealed, replaced_by=one.replaced_by)
                for name in (one.name, *one.aliases):
                    self._entries[kind, _bare_name(name)] = reference
                    self._literals[name] = reference
        # The longest first, where one name begins with another.
        self._literal = re.compile(_any_of(self._literals))
        self._hotline = re.compile(rf"{_ALONE}{_any_of(self.hotlines)}{_UNCOUNTED}")
        places = {*_NATIONAL, "自治区", *filter(None, (county.province, county.prefecture, county.name))}
        self._placed = re.compile(rf"{_any_of(places)}[\u4e00-\u9fff]{{2,20}}?{_SYSTEM}")

    def find(self, text: str) -> tuple[Found, ...]:
        """Every reference of a text, by place, outer before inner."""
        found = list(self._find_titles(text))
        for find in (self._find_literals, self._find_unmarked_laws, self._find_phones, self._find_platforms):
            for reference in find(text):
                if not any(reference.start < other.end and other.start < reference.end for other in found):
                    found.append(reference)
        return tuple(sorted(found, key=lambda each: each.start))

    def find_all(self, texts: Iterable[str]) -> dict[str, tuple[Found, ...]]:
        """What each text names, without the texts that name nothing."""
        return {text: found for text in texts if (found := self.find(text))}

    # -- one method a kind of finding --

    def _find_titles(self, text: str) -> Iterator[Found]:
        short: dict[str, str] = {}
        previous = ""
        for start, end in _titles(text):
            title = _bare_name(text[start + 1 : end - 1])
            if previous and _SHORT_FOR.search(text[:start]):
                short[title] = previous
            title = short.get(title, title)
            if _BARE.fullmatch(title):
                continue
            previous = title
            articles = _ARTICLES.match(text, end)
            yield Found(start, end, self._titled(title), articles[1] if articles else "")

    def _find_literals(self, text: str) -> Iterator[Found]:
        for match in self._literal.finditer(text):
            reference = self._literals[match[0]]
            if reference.kind is ReferenceKind.PLATFORM:
                yield Found(*match.span(), reference)
            elif not _OTHER_LAW.search(f"{text[: match.start()]}|{text[match.end() :]}"):
                articles = _ARTICLES.match(text, match.end())
                yield Found(*match.span(), reference, articles[1] if articles else "")

    def _find_unmarked_laws(self, text: str) -> Iterator[Found]:
        for match in _UNMARKED_LAW.finditer(text):
            group = "quoted" if match["quoted"] else "run"
            start, end = match.span(group)
            name = match[group]
            if group == "run":
                beginning = next(iter(reversed(list(_LAW_BEGINNING.finditer(name)))), None)
                if beginning:
                    cut = beginning.start()
                    if self.province and name[: beginning.end()].endswith(self.province):
                        cut = beginning.end() - len(self.province)
                elif before := _BEFORE_LAW.match(name):
                    cut = before.end()
                else:
                    continue
                start, name = start + cut, name[cut:]
            if len(name) >= 4 and _LAW_ENDING.search(name) and not _POINTS_BACK.match(name):
                articles = _ARTICLES.match(text, match.end())
                yield Found(start, end, self._titled(_bare_name(name)), articles[1] if articles else "")

    def _find_phones(self, text: str) -> Iterator[Found]:
        for match in (*self._hotline.finditer(text), *_LONG_NUMBER.finditer(text)):
            with_area = match.re is _LONG_NUMBER and match["area"]
            if with_area or _PHONE_BEFORE.search(text[: match.start()]) or _PHONE_AFTER.match(text, match.end()):
                number = re.sub(r"[）)－—]", "-", re.sub(r"[（(\s]", "", match[0]))
                name = self.hotlines.get(number, "")
                yield Found(*match.span(), Reference(ReferenceKind.HOTLINE, number, name))

    def _find_platforms(self, text: str) -> Iterator[Found]:
        for match in _QUOTED_RUN.finditer(text):
            names = list(re.finditer(_QUOTED, match["names"]))
            for index, name in enumerate(names):
                bare = name[0][1:-1]
                start, end = match.start() + name.start(), match.start() + name.end()
                is_last = index == len(names) - 1 and not match["tail"].startswith("等")
                # A last name that does not say what it is goes on in the words after it: “智慧消防”系统.
                if is_last and not re.search(_APP, match["tail"]) and not _ENDS_AS_SYSTEM.search(bare):
                    bare, end = bare + match["tail"], match.end()
                yield Found(start, end, self._platform(bare))
        for pattern in (_QUOTED_AFTER, _QUOTED_WHOLE):
            for match in pattern.finditer(text):
                yield Found(*match.span("name"), self._platform(match["name"].strip("“”")))
        for match in self._placed.finditer(text):
            if _is_name(match[0]):
                yield Found(*match.span(), self._platform(match[0]))
        for match in _ENTERED.finditer(text):
            group = "into" if match["into"] else "within"
            if _is_name(match[group]):
                yield Found(*match.span(group), self._platform(match[group]))

    # -- what is meant --

    def _titled(self, title: str) -> Reference:
        title = self._full(title)
        # 《民法通则》 ends as few laws do: the vocabulary knows that it is one.
        if law := self._entries.get((ReferenceKind.LAW, _AMENDED.sub("", title))):
            return law
        kind = kind_of_title(title)
        if kind is ReferenceKind.LAW:
            title = _AMENDED.sub("", title)
        return Reference(kind, _id(title), title)

    def _platform(self, name: str) -> Reference:
        name = self._full(_bare_name(name))
        return self._entries.get((ReferenceKind.PLATFORM, name)) or Reference(ReferenceKind.PLATFORM, _id(name), name)

    def _full(self, name: str) -> str:
        """A name with the region that 自治区 alone means here."""
        if self.province.endswith("自治区") and re.match(r"自治区(?!级)", name):
            return self.province + name.removeprefix("自治区")
        return name


def _any_of(names: Iterable[str]) -> str:
    """A pattern for any of these names, the longest first where one begins with another; for none it never matches."""
    return f"(?:{'|'.join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) or '(?!)'})"


def _is_name(name: str) -> bool:
    stem = _ENDS_AS_SYSTEM.sub("", name)
    return bool(name.endswith(_SERVICE) or _SUBJECT.search(stem)) and not _NOT_IN_NAME.search(stem)


def _bare_name(name: str) -> str:
    """A name without what differs between ways of writing it."""
    name = re.sub(r"\s", "", name).replace("(", "（").replace(")", "）")
    return name.removeprefix("中华人民共和国") if len(name) > len("中华人民共和国") else name


def _id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:_ID_LENGTH]
