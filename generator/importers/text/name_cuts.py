"""Names of a narrow cell that can be cut two ways: what the rest of the document tells, and what stays a question.

市委组织部编    市委组织部、编办 or 市委组织部编办?
办市人社局
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.importers.cells import body_names, is_body, is_committee

_BEGINS_NAME = re.compile(r"[县市区旗州盟省团]")
# Endings of bodies that are no part of another: 县公安局交警大队 is one, 县公安局民政局 are two.
_WHOLE = re.compile(r"(?:(?<!分)局|[委办部]|(?:法|检察|医)院|[残妇文科]联|银行|公司)$")
# Those that no name is given of.
_OTHERS = re.compile(r"(?:其[他它]|相关|有关|各|行业)[\u4e00-\u9fff]{0,8}(?:部门|单位|机构)$")
# The open end of a list of names.
_AND_SO_ON = re.compile(r"等(?:其他|其它|相关|有关)?[\u4e00-\u9fff]{0,16}(?:部门|单位)$|等$")
# Two bodies under one name.
_JOINED = ("纪委监委", "纪委监察委")
_LABEL = re.compile(r"([^：:。；;，]{2,40})[：:]")


@dataclass(frozen=True)
class NameCut:
    """Names as they are read, and what else they could be."""

    read: tuple[str, ...]
    other: tuple[str, ...]

    def message(self, duty: str, names: Sequence[str]) -> str:
        """The question for a person; `names` are all those of the cell, as they are read."""
        at = names.index(self.read[0])
        whole = (*names[:at], *self.other, *names[at + len(self.read) :])
        entry = f"{{duty: {duty}, departments: [{', '.join(whole)}], why: 写明依据}}"
        return (
            f"部门栏里的{_quoted(self.read)}，也可能是{_quoted(self.other)}。"
            f"若是后一种，在 overrides.yml 里写 departments: [{entry}]，再用 source.txt 导入一次"
        )


@dataclass(frozen=True)
class KnownNames:
    """The names that a document prints: in its departments' cells, and as labels."""

    in_cells: frozenset[str]
    in_labels: frozenset[str]

    @classmethod
    def of(cls, cells: Iterable[tuple[Sequence[str], float]], texts: Iterable[str]) -> "KnownNames":
        """Those of the cells, as lines with the width of their column, and of texts, which begin with the labels."""
        labels = (name for text in texts if (found := _LABEL.match(text)) for name in found[1].split("、"))
        names = (name for lines, width in cells for name in body_names(lines, width))
        return cls(frozenset(names), frozenset(filter(is_body, labels)))

    def names_in(self, lines: Sequence[str], width: float) -> tuple[tuple[str, ...], tuple[NameCut, ...]]:
        """The names of a cell, and which could be cut otherwise."""
        names: list[str] = []
        cuts: list[NameCut] = []
        for name in body_names(lines, width):
            parts = _parts(name)
            if len(parts) > 1 and name not in self.in_labels:
                is_cut = all(_OTHERS.match(part) or self._has(_AND_SO_ON.sub("", part), name) for part in parts)
                read, other = (parts, (name,)) if is_cut else ((name,), parts)
                names += read
                cuts.append(NameCut(read, other))
            else:
                names.append(name)
        names = list(dict.fromkeys(names))
        return tuple(names), (*cuts, *self._joins(names, lines, cuts))

    def _has(self, name: str, beside: str) -> bool:
        """Whether the document prints a name elsewhere, perhaps with the level that is printed `beside` it."""
        spelled = {name, beside[0] + name, f"{beside[0]}委{name}"} - {beside}
        return bool(spelled & (self.in_cells | self.in_labels))

    def _joins(self, names: Sequence[str], lines: Sequence[str], cuts: Sequence[NameCut]) -> Iterator[NameCut]:
        """Neighbours that a line's end parts, and nothing else: the second may be the end of the first's name."""
        cell = "".join(lines)
        decided = {name for cut in cuts for name in cut.read}
        for name, after in pairwise(names):
            is_parted = name + after not in cell or _BEGINS_NAME.match(after) or _OTHERS.match(after)
            if not is_parted and after not in decided and not self._has(after, name):
                yield NameCut((name, after), (name + after,))


def _parts(name: str) -> tuple[str, ...]:
    """A name cut wherever two whole bodies meet in it."""
    for at in range(2, len(name) - 1):
        head, tail = name[:at], name[at:]
        is_whole = _WHOLE.search(_AND_SO_ON.sub("", tail)) or _OTHERS.match(tail)
        if _WHOLE.search(head) and is_whole and not is_committee(head) and not name.endswith(_JOINED):
            return (head, *_parts(tail))
    return (name,)


def _quoted(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
