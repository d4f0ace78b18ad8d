"""Likeness: what the lists of a township, and the townships of a county, say in several ways.

All of it may be right as the document prints it, so none of these stops anybody; where it is, `allow` says why.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.check.places import problem
from generator.check.rule import rule
from generator.model import Content, ListKind, Problem, Township, Where, duty_places
from generator.words.alike import alike, plain_name

# Found by reading all pairs of the names of five townships.  Below it stand duties of one kind about different things
# (水污染防治, 噪声污染防治), in one list and above all in several townships.
_TWICE, _WORDED = 0.85, 0.8
# So many wordings of a county are told, and so many categories: whoever sees more looks for what they have in common.
_MOST = 20
# From here on a duty of a township is one that was taken back; below it only a part of one (土地征收, and 前期工作).
_BACK = 0.6


@dataclass(frozen=True)
class _Named:
    """A duty by its plain name."""

    plain: str
    township: str
    where: Where
    name: str
    id: str
    category: str


def _named(townships: tuple[Township, ...], kind: ListKind) -> list[_Named]:
    return [
        _Named(plain_name(duty.name), township.id, where, duty.name, duty.id, category.name)
        for township in townships
        for where, own, category, duty in duty_places(township)
        if own is kind
    ]


def _counties(content: Content) -> Iterator[tuple[Township, ...]]:
    """The townships of each county that has several."""
    by_county: dict[str, list[Township]] = defaultdict(list)
    for township in content.townships:
        by_county[township.county_id].append(township)
    return (tuple(several) for several in by_county.values() if len(several) > 1)


@rule(Problem.WARNING)
def reclaimed_not_back(content: Content) -> Iterator[Problem]:
    """上级部门收回的事，不再写在本乡镇的基本履职、配合履职里（反弹）。
    正：收回清单有“冒领养老金追缴”，另两张清单里没有
    误：收回清单有“冒领养老金追缴”，配合履职也有“冒领养老金追缴”
    改：查原文件：已经收回的，用 qingdan retire 终止；原文件两处都有的，问编办；确有分工的，用 allow 写明各做什么
    """
    for township in content.townships:
        taken = _named((township,), ListKind.RECLAIMED)
        own = [one for kind in (ListKind.BASIC, ListKind.COOPERATIVE) for one in _named((township,), kind)]
        both = [*taken, *own]
        for first, second, _ in alike([one.plain for one in both], _BACK):
            if first < len(taken) <= second:
                reclaimed, back = both[first], both[second]
                message = (
                    f"“{back.name}”和上级部门已经收回的 {reclaimed.id}“{reclaimed.name}”"
                    f"{'一样' if back.plain == reclaimed.plain else '很像'}；请查是不是又回来了"
                )
                yield problem(back.where / "name", message, reclaimed.where / "name")


@rule(Problem.WARNING)
def duties_told_once(content: Content) -> Iterator[Problem]:
    """一张清单里，一件事只写一项：名称几乎一样的，多半是重复了。
    正：b-012 开展爱国卫生工作；b-013 开展健康教育
    误：b-012 开展爱国卫生工作；b-040 开展爱国卫生的工作
    改：查原文件：抄重了的删去一项；要并成一项的用 qingdan merge；确是两件事的，用 allow 写明区别
    """
    for township in content.townships:
        for kind in township.lists:
            own = _named((township,), kind)
            for first, second, _ in alike([one.plain for one in own], _TWICE):
                message = f"“{own[second].name}”和 {own[first].id}“{own[first].name}”几乎一样；请查是不是重复了"
                yield problem(own[second].where / "name", message, own[first].where / "name")


@rule(Problem.WARNING, asks_county=True)
def duties_worded_alike(content: Content) -> Iterator[Problem]:
    """一个县的各乡镇，同一件事用同样的名称。
    正：处处都写“农业机械安全监督检查”
    误：九处写“农业机械安全监督检查”，一处写“农业机械安全的监督检查”
    改：查原文件：录错了的改正；原文件就不一样的，用 allow 写明
    """
    for townships in _counties(content):
        found = list[Problem]()
        for kind in ListKind:
            by_name: dict[str, list[_Named]] = defaultdict(list)
            for one in _named(townships, kind):
                by_name[one.plain].append(one)
            found += _wordings(by_name)
        yield from _first(found)


def _first(found: list[Problem]) -> Iterator[Problem]:
    """As many as are told of a county, the last of them with how many there are more."""
    yield from found[: _MOST - 1]
    for one in found[_MOST - 1 : _MOST]:
        more = len(found) - _MOST
        yield replace(one, message=f"{one.message}；本县另有 {more} 处也不一样，先看这些") if more else one


def _wordings(by_name: Mapping[str, list[_Named]]) -> Iterator[Problem]:
    """For each wording that another, which more townships use, is nearly the same as: its first place."""
    names = [*by_name]
    users = {name: {one.township for one in own} for name, own in by_name.items()}
    usual: dict[str, tuple[int, float, str]] = {}
    for first, second, degree in alike(names, _WORDED):
        # A township that has both means two duties.
        if users[names[first]] & users[names[second]]:
            continue
        # The first of two that are as usual is the standard, so that these never go round in circles.
        commoner, rarer = sorted((first, second), key=lambda place: (-len(users[names[place]]), place))
        found = (len(users[names[commoner]]), degree, names[commoner])
        usual[names[rarer]] = max(usual.get(names[rarer], found), found)
    for rarer_name in usual:
        standard = rarer_name
        while standard in usual:
            standard = usual[standard][2]
        (one, *others), other = by_name[rarer_name], by_name[standard][0]
        more = f"（还有 {len(others)} 处也这样写）" if others else ""
        count = len(users[standard])
        message = f"这件事本县有 {count} 处写作“{other.name}”，这里写作“{one.name}”{more}；请查原文件"
        yield problem(one.where / "name", message, other.where / "name")


@rule(Problem.WARNING, asks_county=True)
def categories_agree(content: Content) -> Iterator[Problem]:
    """一个县的各乡镇，名称一样的事归入同一类。
    正：处处的“公益林管护”都在“生态环保”
    误：九处的“公益林管护”在“生态环保”，一处在“乡村振兴”
    改：查原文件：录错了的移到对的类别；原文件就不一样的，用 allow 写明
    """
    canonical = {name: one.name for one in content.categories for name in (one.name, *one.aliases)}
    for townships in _counties(content):
        found = list[Problem]()
        for kind in ListKind:
            by_name: dict[str, list[_Named]] = defaultdict(list)
            for one in _named(townships, kind):
                # One that the vocabulary does not know is a problem already.
                if one.category in canonical:
                    by_name[one.plain].append(replace(one, category=canonical[one.category]))
            for several in by_name.values():
                found += _categories(several)
        yield from _first(found)


def _categories(several: list[_Named]) -> Iterator[Problem]:
    """For each category that fewer townships put a duty into: its first place."""
    found = Counter(category for _, category in {(one.township, one.category): None for one in several})
    usual = found.most_common(1)[0][0]
    standard = next(one for one in several if one.category == usual)
    # What a township has twice is another matter.
    own = {one.township for one in several if one.category == usual}
    for category in found:
        others = [one for one in several if one.category == category and one.township not in own]
        if category != usual and others:
            more = f"（还有 {len(others) - 1} 处也是）" if len(others) > 1 else ""
            message = f"“{others[0].name}”本县有 {found[usual]} 处归入“{usual}”，这里归入“{category}”{more}"
            yield problem(others[0].where / "name", f"{message}；请查原文件", standard.where / "name")
