"""Places: the kinds of place that have the three lists (乡、镇、街道 …), and the words in which pages speak of them.

What is about one place follows its own kind (`PlaceKind`); what is about all of a site follows the kinds that there
are (`PlaceWords`): 乡镇, 街道, or 乡镇（街道） where there are both.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.model import Content, Township
from generator.words.departments import LEVELS


@dataclass(frozen=True)
class PlaceKind:
    """A kind of place.

    `name` stands in the head of its column (镇配合职责), `inside` says shortly who does a duty (镇里配合), `common` is
    what people call such places (乡镇自己办的事, 设为我的街道), with `suffix` the body that they go to (街道办事处).
    """

    name: str
    inside: str
    common: str
    suffix: str = ""

    @property
    def office(self) -> str:
        """The body, of whichever place."""
        return self.common + self.suffix

    def office_of(self, place: str) -> str:
        """The body of a place, by the place's name, which may be the body's already."""
        return place + self.suffix if place.endswith(self.name) else place

    def instead(self, text: str) -> str:
        """A text of ours that speaks of any township (乡镇配合职责), of this kind (街道配合职责)."""
        return text.replace(TOWNSHIP.common, self.common)


def _kind(name: str, suffix: str = "") -> PlaceKind:
    return PlaceKind(name, name, name, suffix)


# A place of which no more is known; 乡 and 镇 are called so, too.
TOWNSHIP = PlaceKind("乡镇", "乡镇", "乡镇")
_STREET = _kind("街道", "办事处")
_FARMS = ("农场", "牧场", "林场", "渔场", "茶场", "盐场", "马场", "种畜场", "种羊场", "良种场", "原种场", "园艺场")
_ZONES = (
    "开发区", "高新区", "经开区", "新区", "园区", "示范区", "试验区", "合作区", "保税区", "集中区", "功能区", "管理区",
    "度假区", "风景区", "景区", "矿区", "林区", "垦区", "社区",
)  # fmt: skip
# By what a name ends in, in the order in which the kinds of a site are named.
_KINDS = {
    "镇": PlaceKind("镇", "镇里", "乡镇"),
    "乡": PlaceKind("乡", "乡里", "乡镇"),
    "街道": _STREET,
    "苏木": _kind("苏木"),
    **{farm: _kind(farm) for farm in _FARMS},
    "团场": _kind("团场"),
    "团": _kind("团场"),
    **{zone: _kind(zone, "管委会") for zone in _ZONES},
    **{park: _kind("园区", "管委会") for park in ("工业园", "产业园", "科技园")},
    "管委会": _kind("管委会"),
}
_ENDINGS = sorted(_KINDS, key=len, reverse=True)
_COMMON = list(dict.fromkeys((TOWNSHIP.common, *(kind.common for kind in _KINDS.values()))))
# What a place's name may be followed by, where the body is meant.
_BODY = re.compile(r"(?:人民)?政府$|办事处$|(?<=街道)办$|(?:管理委员会|管委会)$")
# Where the place is not named, but its kind is, in a list's title; 乡镇（街道）履行职责… says nothing of the place.
_TITLED = re.compile(
    rf"(?<![乡镇、和及（(])({'|'.join(_ENDINGS)})(?:办事处|管理委员会|管委会)?(?:履行职责|基本履职|配合履职|上级部门收回)"
)


def place_kind(name: str | None, titles: Iterable[str] = ()) -> PlaceKind:
    """The kind of a place by its name; where that is not known, by the titles of its lists."""
    if name is None:
        found = [_KINDS[one[1]] for title in titles for one in _TITLED.finditer(title)]
        return next((kind for kind in found if kind.common != TOWNSHIP.common), TOWNSHIP)
    bare = _BODY.sub("", name)
    ending = next((ending for ending in _ENDINGS if bare.endswith(ending)), "")
    if ending:
        return _KINDS[ending]
    # Only towns' streets have 办事处 for an office.
    return {"办事处": _STREET, "委员会": _KINDS["管委会"], "管委会": _KINDS["管委会"]}.get(name[-3:], TOWNSHIP)


def kind_of_township(township: Township) -> PlaceKind:
    """The kind of a township as read."""
    source = township.file.source
    titles = (*((source.whole_title,) if source else ()), *(one.title for one in township.lists.values()))
    return place_kind(township.file.name, titles)


def words_for(content: Content) -> "PlaceWords":
    """What a content's places are called."""
    kinds = (kind_of_township(township) for township in content.townships)
    return PlaceWords.of(kinds, (county.file.name for county in content.counties))


def county_level(name: str | None) -> str:
    """What kind of county a name is of (区); 县 where it does not say."""
    return name[-1] if name and name[-1] in LEVELS else "县"


@dataclass(frozen=True)
class PlaceWords:
    """What a site calls its places, and its counties; `formal` ones are for heads of columns."""

    place: str = "乡镇"
    office: str = "乡镇"
    county: str = "县"

    @classmethod
    def of(cls, kinds: Iterable[PlaceKind], counties: Iterable[str | None] = ()) -> "PlaceWords":
        """The words for all places of some kinds, in counties of some names.

        Of two kinds both are named.  Of more the official word is said that means them all.
        """
        by_common = {kind.common: kind for kind in kinds}
        levels = {county_level(name) for name in counties}
        county = levels.pop() if len(levels) == 1 else "县"
        match sorted(by_common, key=_COMMON.index):
            case []:
                return cls(county=county)
            case [only]:
                return cls(only, by_common[only].office, county)
            case [first, second]:
                word = f"{first}（{second}）"
            case _:
                word = "乡镇（街道）"
        return cls(word, word, county)

    def fill(self, text: str) -> str:
        """A hand-written text with these words for the marks {乡镇}, {乡镇（街道）} and {县}."""
        marks = {"{乡镇}": self.place, "{乡镇（街道）}": self.formal, "{县}": self.county}
        for mark, word in marks.items():
            text = text.replace(mark, word)
        return text

    @property
    def plain(self) -> str:
        """The same without brackets, to stand in brackets."""
        return re.sub("[（）]", "", self.place)

    @property
    def inside(self) -> str:
        """Who of them does a duty, shortly."""
        return "镇里" if self.place == TOWNSHIP.common else self.place

    @property
    def formal(self) -> str:
        """What official writing calls its places."""
        return "乡镇（街道）" if self.place == TOWNSHIP.common else self.place

    @property
    def formal_county(self) -> str:
        """What official writing calls its counties."""
        return "县（市、区、旗）" if self.county == "县" else self.county
