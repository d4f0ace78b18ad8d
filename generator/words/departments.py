"""Names of departments: how they are printed, which registered one they mean, and what kind it is.

A name may be printed in full or short (县人力资源和社会保障局, 县人社局), without its county's level (农业农村局),
without 县委 after a name that had it (县委组织部、统战部), with the county's own name (突泉县公安局), and with a second
sign in brackets (县委宣传部（县新闻出版局）).  `Register.find` knows all of these; what it does not know is an alias.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.model import CountyFile, Department, DepartmentKind, DepartmentVocabulary
from generator.words.patterns import for_browsers
from generator.words.subjects import partners, predicate, short_name_pattern, subject

# A county's own levels: a name without one (自然资源局) means that of the county.
LEVELS = "县市区旗"
LEAD_MARK = re.compile(r"\s*[（(]\s*牵头(?:单位|部门)?\s*[）)]")
_OPEN_ENDED = re.compile(
    r"(?:相关|有关|其他|其它|主管|职能|成员|行业|各|上级|[县市区旗州盟省地师团][直级])[\u4e00-\u9fff]{0,8}(?:部门|单位)$"
    r"|职责的(?:部门|单位)$"
)
_AND_OTHERS = re.compile(
    r"等(?:[\u4e00-\u9fff]{0,20}(?:部门|单位))?$|(?:以及|[及和与])(?:其他|相关|有关|各)[\u4e00-\u9fff]{0,8}(?:部门|单位)$"
)
_SECOND_SIGN = re.compile(r"(.+?)[（(]([^（）()]+)[）)]$")
_SHORT_ENDS = {"办公室": "办", "委员会": "委"}
# What a body's name in running text begins with: a level of a county or above, or 团 (团县委).
_TEXT_LEVELS = LEVELS + "州盟省团"
# What a department's own name begins with; not where it is a part of a word (市场监管局, 市政管理局).
_LEVEL = re.compile(r"自治[区州]|地区|[县区旗州盟省]|市(?!场|容|政(?![法协府务]))")
# Before and after a body's name, these make it a part of other words: 各县财政局, 城市管理局, 县委办法, 县委组织部门.
_NOT_BEFORE = "各外邻超城跨全"
_NOT_AFTER = "(?!(?!员会|分别)[理事法案件学托派员任门分位署])"


@dataclass(frozen=True)
class PrintedName:
    """A department as printed, taken apart: 云阳海事处等相关部门单位 names 云阳海事处 and leaves the end open."""

    name: str
    lead: bool
    core: str
    open_ended: bool


def printed_name(text: str) -> PrintedName:
    """Take a cell's name apart: the mark 牵头, an open end, and what is left (empty if only the open end is)."""
    name = LEAD_MARK.sub("", text)
    core = _AND_OTHERS.sub("", name)
    if _OPEN_ENDED.search(core):
        return PrintedName(name, name != text, "", True)
    return PrintedName(name, name != text, core, core != name)


def name_patterns() -> dict[str, object]:
    """What `printed_name`, `signs` and one spelling of an end go by, for the form in the browser."""
    patterns = {"lead": LEAD_MARK, "others": _AND_OTHERS, "open": _OPEN_ENDED, "signs": _SECOND_SIGN}
    return {**{name: for_browsers(one.pattern) for name, one in patterns.items()}, "ends": _SHORT_ENDS}


def signs(name: str) -> tuple[str, str | None]:
    """A name and the second sign in brackets after it: 县委宣传部（县文联） is 县委宣传部, and 县文联 too."""
    found = _SECOND_SIGN.fullmatch(name)
    return (found[1], found[2]) if found else (name, None)


def cut_at_name(text: str, register: "Register") -> tuple[Department, tuple[str, str, str]] | None:
    """Which department a cell's text names, and the text before, in and after the name; None where it names none."""
    core = printed_name(text).core
    found = register.find(core) if core else None
    return (found, text.partition(signs(core)[0])) if found else None


def cut_at_words(text: str, words: Iterable[str]) -> list[str]:
    """A text cut at some words, which stand at the odd places; the longest where several begin."""
    return re.split(f"({_either(words)})", text)


class Spellings:
    """Words of names that are spelled in several ways, from the vocabulary."""

    def __init__(self, vocabulary: DepartmentVocabulary) -> None:
        self._groups = {
            _short_end(spelling): tuple(_short_end(other) for other in group)
            for group in vocabulary.spellings
            for spelling in group
        }
        # Longer ones first, so that 市场监督管理 is not taken for a part of itself.
        longest_first = sorted(self._groups, key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def canonical(self, name: str) -> str:
        """One spelling for all: what is equal here is the same name (县卫健委, 县卫生健康委员会)."""
        return self._words.sub(lambda found: self._groups[found[0]][0], _short_end(name))

    def as_data(self) -> dict[str, str]:
        """What each word is written as, where all spellings are one; longer ones first."""
        return {word: self._groups[word][0] for word in sorted(self._groups, key=len, reverse=True)}

    def variants(self, name: str) -> Iterator[str]:
        """A name in its other spellings, a word changed at a time."""
        short = _short_end(name)
        ends = {"委": ("", "员会"), "办": ("", "公室")}.get(short[-1], ("",))
        forms = [short]
        if found := self._words.search(short):
            forms = [short[: found.start()] + word + short[found.end() :] for word in self._groups[found[0]]]
        yield from (form + end for form in forms for end in ends)


def _short_end(name: str) -> str:
    long = next((long for long in _SHORT_ENDS if name.endswith(long)), "")
    return name.removesuffix(long) + _SHORT_ENDS[long] if long else name


class Register:
    """The departments of a county, found by whatever they are called."""

    def __init__(self, county: CountyFile, vocabulary: DepartmentVocabulary) -> None:
        self.departments = county.departments
        self.spellings = Spellings(vocabulary)
        level = county.name[-1] if county.name and county.name[-1] in LEVELS else ""
        self._levels = (level,) if level else tuple(LEVELS)
        # What a name may be without.
        self._before = tuple(f"{level}{party}" for party in ("", "委") for level in self._levels)
        # With the places above it, or its county alone (突泉县公安局): that of the county.
        above = "".join(f"(?:{re.escape(part)})?" for part in (county.province, county.prefecture) if part)
        self._place = re.compile(above + re.escape(county.name)) if county.name and level else None
        self._by_name: dict[str, Department] = {}
        self._by_spelling: dict[str, Department] = {}
        for department in county.departments:
            for name in _names(department):
                self._by_name.setdefault(name, department)
                self._by_spelling.setdefault(self._canonical(name), department)

    def find(self, core: str) -> Department | None:
        """The registered department that a name means, or None."""
        for name in dict.fromkeys((core, signs(core)[0])):
            for form in (name, *(before + name for before in self._before)):
                found = self._by_name.get(form) or self._by_spelling.get(self._canonical(form))
                if found:
                    return found
        return None

    def same_name(self, name: str) -> Department | None:
        """The first registered department that has this name in some spelling."""
        return self._by_spelling.get(self._canonical(name))

    def named_in(self, text: str) -> Iterator[Department]:
        """The departments that a running text names with their level, once each, in the order of the text."""
        pattern, forms = self._text_forms
        yield from dict.fromkeys(forms[found[0]] for found in pattern.finditer(text))

    def concerned(self, texts: Iterable[str], owners: Sequence[Department]) -> tuple[tuple[Department, ...], ...]:
        """Of the owners who share some texts, for each text those whose duty it says.

        A text that opens with a department (县教育局、公安局负责…, 县教育局会同县公安局…, 教育、公安部门…) concerns
        the owners that it names.  One that opens with somebody else (医疗机构负责…, 各成员单位…) is nobody's own.
        Without a subject it concerns all; or, where other texts go on with 会同 and some owners, those who are left.
        """
        texts = tuple(texts)
        named = {owner: self._names_of(owner) for owner in owners}

        def in_words(words: str) -> tuple[Department, ...]:
            own = self._canonical(words)
            return tuple(owner for owner, pattern in named.items() if pattern.search(own))

        def opens(words: str) -> bool:
            own = self._canonical(words)
            return bool(self._text_forms[0].match(words)) or any(pattern.match(own) for pattern in named.values())

        def says_who(text: str) -> bool:
            return opens(text) or opens(predicate(text))

        with_others = {owner for text in texts for owner in in_words(partners(text))}
        left_out = tuple(owner for owner in owners if owner not in with_others)
        if any(map(says_who, texts)) or not left_out:
            left_out = tuple(owners)

        def of(text: str) -> tuple[Department, ...]:
            who = subject(predicate(text))
            if says_who(text) or in_words(who):
                return in_words(text)
            if who:
                return ()
            also = in_words(text)
            return tuple(owner for owner in owners if owner in left_out or owner in also)

        return tuple(map(of, texts))

    def _names_of(self, department: Department) -> re.Pattern[str]:
        """What finds a department in words in one spelling, also without its level or as one of several 部门."""
        full = {self._canonical(name) for name in _names(department)}
        bare = {name[1:] for name in full if name[0] in self._levels}
        bare |= {name[1:] for name in bare if name[0] == "委" and len(name) > 2}
        others = "".join(level for level in _TEXT_LEVELS if level not in self._levels)
        names = rf"(?:{_either(full)}|(?<![{others}{_NOT_BEFORE}])(?:{_either(bare)})){_NOT_AFTER}"
        return re.compile("|".join((names, *map(short_name_pattern, sorted(bare)))))

    def names(self) -> Iterable[str]:
        """Every name and alias."""
        return self._by_name

    def as_data(self) -> dict[str, object]:
        """What `find` goes by, for the form in the browser: departments by the places in which they are registered."""
        places = {department.id: place for place, department in enumerate(self.departments)}
        return {
            "names": {name: places[department.id] for name, department in self._by_name.items()},
            "spelled": {name: places[department.id] for name, department in self._by_spelling.items()},
            "before": self._before,
            "place": for_browsers(self._place.pattern) if self._place else None,
            "level": self._levels[0],
            "spellings": self.spellings.as_data(),
        }

    def _canonical(self, name: str) -> str:
        local = self._place.sub(self._levels[0], name) if self._place else name
        return self.spellings.canonical(local.replace("(", "（").replace(")", "）"))

    @cached_property
    def _text_forms(self) -> tuple[re.Pattern[str], dict[str, Department]]:
        """What finds names in running text, and whose they are: only names that begin with a level, or are long."""
        forms: dict[str, Department] = {}
        for department in self.departments:
            for name in _names(department):
                for form in (name, *self.spellings.variants(name)):
                    if (form[0] in _TEXT_LEVELS and len(form) > 2) or len(form) > 4:
                        forms.setdefault(form, department)
        return re.compile(rf"(?<![{_NOT_BEFORE}])(?:{_either(forms)}){_NOT_AFTER}"), forms


def _either(forms: Iterable[str]) -> str:
    """A pattern for any of some forms; longer ones first, so that 县公安局交巡警大队 is not taken for 县公安局."""
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)) or r"(?!)"


def level_of(name: str) -> str:
    """The level that a department's name begins with (区, 市, 盟); empty where it begins with none (市场监管局)."""
    found = _LEVEL.match(name)
    return found[0] if found else ""


def placed_name(name: str, county: str | None, above: Iterable[str] = ()) -> str:
    """A department's name with its place's, its level once (吉首市医保局); one that tells its place stays as it is.

    That of a level above the county (市直, 盟直 departments) has the name of that place (兴安盟民政局), if it is known.
    """
    if not county or county in name or (len(county) > 2 and county[:-1] in name):
        return name
    level = level_of(name)
    if not level or county.endswith(level):
        return county + name.removeprefix(level)
    place = next((place for place in above if place.endswith(level)), "")
    return (place or level) + name.removeprefix(level)


def _names(department: Department) -> tuple[str, ...]:
    full = (department.full_name,) if department.full_name else ()
    return tuple(dict.fromkeys((department.name, *full, *department.aliases)))


def heir_of(department: Department, departments: Iterable[Department]) -> Department | None:
    """The department that has a department's duties now, itself where it is there; None where they go in circles."""
    known = {one.id: one for one in departments}
    seen = {department.id}
    while department.merged_into in known:
        department = known[department.merged_into]
        if department.id in seen:
            return None
        seen.add(department.id)
    return department


def kind_of(department: Department, vocabulary: DepartmentVocabulary) -> DepartmentKind | None:
    """What kind a department is: as registered, or else by the words of its name; None where neither says."""
    if department.kind:
        return next((kind for kind in vocabulary.kinds if kind.id == department.kind), None)
    return kind_by_words(department.name, vocabulary)


def kind_by_words(name: str, vocabulary: DepartmentVocabulary) -> DepartmentKind | None:
    """The kind whose word comes first in a name, the longest where several begin there (县农业综合执法大队: 农业)."""
    own, _ = signs(name)
    found = [
        (own.index(word), -len(word), order, kind)
        for order, kind in enumerate(vocabulary.kinds)
        for word in kind.words
        if word in own
    ]
    return min(found, key=lambda place: place[:3])[3] if found else None
