"""Names of departments: how they are printed, and which registered one they mean."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model import AnyDuty, CooperativeDuty, CountyFile, Department, ReclaimedDuty

# A county's own levels: a name without one (自然资源局) means that of the county.
LEVELS = "县市区旗"
LEAD_MARK = re.compile(r"\s*[（(]\s*牵头(?:单位|部门)?\s*[）)]")
_OPEN_ENDED = re.compile(r"(相关|有关|其他|其它|主管|各)[\u4e00-\u9fff]{0,8}(部门|单位)$")
_AND_OTHERS = re.compile(r"等(?:[\u4e00-\u9fff]{0,20}(?:部门|单位))?$")


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


class Register:
    """The departments of a county, found by name, by alias, or by a name whose level is left out."""

    def __init__(self, county: CountyFile) -> None:
        self.departments = county.departments
        level = county.name[-1] if county.name and county.name[-1] in LEVELS else ""
        self._levels = (level,) if level else tuple(LEVELS)
        self._by_name: dict[str, Department] = {}
        for department in county.departments:
            for name in (department.name, *department.aliases):
                self._by_name.setdefault(name, department)

    def find(self, core: str) -> Department | None:
        """The registered department that a name means, or None."""
        if found := self._by_name.get(core):
            return found
        return next((found for level in self._levels if (found := self._by_name.get(level + core))), None)

    def names(self) -> Iterable[str]:
        """Every name and alias."""
        return self._by_name


def named_departments(duty: AnyDuty) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The keys and text of each department that a duty names: in its cell, and as the owner of a block."""
    match duty:
        case CooperativeDuty(departments=names, superior=blocks):
            yield from ((("departments", i), name) for i, name in enumerate(names))
            for b, block in enumerate(blocks):
                yield from ((("superior", b, "departments", i), name) for i, name in enumerate(block.departments))
        case ReclaimedDuty(departments=names):
            yield from ((("departments", i), name) for i, name in enumerate(names))
