"""Matrix: tables of counts in which every number leads to the duties that it counts.

Departments, their kinds and townships against each other, or against the part that a department has in a duty.
No table grows with the whole country: those over all counties have a row a kind, and columns only for few townships.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator import paths
from generator.link.catalogue import (
    Catalogue,
    DepartmentDuty,
    DutyHead,
    LinkedCounty,
    LinkedDepartment,
    Part,
    TownshipHead,
    WideKind,
)
from generator.words.places import PlaceWords

# A department with more duties is given a page for each township: about 250 KB of HTML.
ON_ONE_PAGE = 300
# So many townships side by side can still be read; more are on the pages of counties and kinds.
MOST_TOWNSHIPS = 12


@dataclass(frozen=True)
class Target:
    """Where a name or a number leads: a page of the docs folder, and an anchor on it."""

    page: str
    anchor: str = ""


@dataclass(frozen=True)
class Count:
    """A number, and where what it counts is listed; no target where it is 0.  `anchor` is for links to the number."""

    count: int
    target: Target | None
    anchor: str = ""


@dataclass(frozen=True)
class Head:
    """The header of a column or a row; `note` is said after the name."""

    name: str
    target: Target | None = None
    note: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """A row: its header, and a cell a column.  `anchor` is for links to the row itself."""

    head: Head
    cells: tuple[Count, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Matrix:
    """A table of counts; `corner` says what the rows are."""

    corner: str
    columns: tuple[Head, ...]
    rows: tuple[MatrixRow, ...]


def is_split(department: LinkedDepartment[DutyHead]) -> bool:
    """Whether a department's duties stand on pages of their townships."""
    return len(department.work) > ON_ONE_PAGE


def of_department(department: LinkedDepartment[DutyHead], words: PlaceWords) -> Matrix:
    """A department's townships, by its part.

    Where the duties are on other pages, rows and numbers have the anchors that lead to these duties otherwise, so
    that an address stays right when a department outgrows its page.
    """
    parts = _parts(department.work)
    rows = []
    for head in _heads(department):
        name = Head(head.short, Target(paths.township(head.id)))
        row = _part_row(name, department, _work_in(department, head), parts)
        if is_split(department):
            cells = tuple(
                replace(cell, anchor=paths.part_anchor(head.id, part.value)) if cell.count else cell
                for part, cell in zip(parts, row.cells, strict=True)
            )
            row = MatrixRow(name, cells, paths.township_anchor(head.id))
        rows.append(row)
    return Matrix(words.formal, _part_heads(parts), tuple(rows))


def of_county(county: LinkedCounty[DutyHead]) -> Matrix:
    """A county's departments under all their names, by their part."""
    parts = _parts(view for department in county.departments for view in department.work)
    rows = tuple(
        _part_row(
            replace(
                _department_head(department), note="、".join(filter(None, (department.full_name, *department.names)))
            ),
            department,
            department.work,
            parts,
        )
        for department in county.departments
        if not department.is_gone
    )
    return Matrix("部门", _part_heads(parts), rows)


def of_county_townships(county: LinkedCounty[DutyHead]) -> Matrix:
    """A county's departments by township."""
    heads = [township.head for township in county.townships]
    rows = tuple(
        MatrixRow(
            _department_head(department),
            tuple(_cell(counts[head.id], _in_township(department, head)) for head in heads),
        )
        for department in county.departments
        if not department.is_gone
        for counts in (_by_township(department),)
    )
    return Matrix("部门", tuple(Head(head.short, Target(paths.township(head.id))) for head in heads), rows)


def of_kind(kind: WideKind, words: PlaceWords) -> Matrix:
    """The departments of a kind by their part: in each of their townships, or as a whole where these are too many."""
    parts = _parts(view for department in kind.busy for view in department.work)
    pairs = [(department, head) for department in kind.busy for head in _heads(department)]
    if len(pairs) > ON_ONE_PAGE:
        rows = tuple(
            _part_row(
                replace(_department_head(department), note=department.county or ""), department, department.work, parts
            )
            for department in kind.busy
        )
        return Matrix("部门", _part_heads(parts), rows)
    each: list[MatrixRow] = []
    anchors: set[str] = set()
    for department, head in pairs:
        name = replace(_department_head(department), note=head.label)
        row = _part_row(name, department, _work_in(department, head), parts)
        anchor = paths.township_anchor(head.id)
        each.append(row if anchor in anchors else replace(row, anchor=anchor))
        anchors.add(anchor)
    return Matrix(f"部门和{words.place}", _part_heads(parts), tuple(each))


def of_catalogue(catalogue: Catalogue[DutyHead]) -> Matrix:
    """The kinds of department: how many there are, their duties, and those of each township where these are few."""
    heads = [township.head for township in catalogue.townships]
    heads = heads if len(heads) <= MOST_TOWNSHIPS else []
    rows = []
    for kind in catalogue.kinds:
        page = paths.department_kind(kind.ref.id)
        counts = {department.ref.id: _by_township(department) for department in kind.departments}
        cells = [
            _cell(len(kind.departments), Target(page)),
            _cell(sum(own.total() for own in counts.values()), Target(page)),
        ]
        for head in heads:
            own = [department for department in kind.departments if counts[department.ref.id][head.id]]
            target = _in_township(own[0], head) if len(own) == 1 else Target(page, paths.township_anchor(head.id))
            cells.append(_cell(sum(counts[department.ref.id][head.id] for department in own), target))
        rows.append(MatrixRow(Head(kind.ref.name, Target(page)), tuple(cells)))
    columns = (Head("部门数"), Head("事项数"), *(Head(head.label, Target(paths.township(head.id))) for head in heads))
    return Matrix("类型", columns, tuple(rows))


def _part_row(
    head: Head,
    department: LinkedDepartment[DutyHead],
    work: Sequence[DepartmentDuty[DutyHead]],
    parts: tuple[Part, ...],
) -> MatrixRow:
    """Some of a department's duties, a cell a part; those of several townships lead to the department's own matrix."""
    cells = []
    for part in parts:
        own = [view.duty.township for view in work if view.part is part]
        target = Target(paths.department(department.ref.id))
        if len(set(own)) == 1:
            target = replace(_in_township(department, own[0]), anchor=paths.part_anchor(own[0].id, part.value))
        cells.append(_cell(len(own), target))
    return MatrixRow(head, tuple(cells))


def _cell(count: int, target: Target) -> Count:
    return Count(count, target if count else None)


def _parts(work: Iterable[DepartmentDuty[DutyHead]]) -> tuple[Part, ...]:
    """The parts that occur, in their order."""
    seen = {view.part for view in work}
    return tuple(part for part in Part if part in seen)


def _part_heads(parts: tuple[Part, ...]) -> tuple[Head, ...]:
    return tuple(Head(part.title) for part in parts)


def _department_head(department: LinkedDepartment[DutyHead]) -> Head:
    return Head(department.ref.name, Target(paths.department(department.ref.id)))


def _in_township(department: LinkedDepartment[DutyHead], head: TownshipHead) -> Target:
    id = department.ref.id
    page = paths.department_township(id, head.id) if is_split(department) else paths.department(id)
    return Target(page, paths.township_anchor(head.id))


def _heads(department: LinkedDepartment[DutyHead]) -> Iterable[TownshipHead]:
    return dict.fromkeys(view.duty.township for view in department.work)


def _work_in(department: LinkedDepartment[DutyHead], head: TownshipHead) -> list[DepartmentDuty[DutyHead]]:
    return [view for view in department.work if view.duty.township.id == head.id]


def _by_township(department: LinkedDepartment[DutyHead]) -> Counter[str]:
    return Counter(view.duty.township.id for view in department.work)
