"""Sections of a document: the sheets of a workbook, or a whole file; which are taken, and which list each holds.

Where no title of a list stands in a section, its name is one: of the sheet, or of the file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.importers.cells import plain
from generator.importers.draft import ImportProblem
from generator.importers.grid import GridLine
from generator.importers.text import titles
from generator.model import ListKind
from generator.words.characters import or_known


@dataclass(frozen=True)
class FilePart:
    """Lines under one name; `given` is the list that a person has said it holds."""

    name: str
    lines: tuple[GridLine, ...]
    given: ListKind | None = None

    def headings(self) -> Iterator[tuple[ListKind, str]]:
        """The titles of lists in it, each with its list."""
        for line in self.lines:
            filled = [cell for cell in line.cells if plain(cell)]
            if len(filled) == 1 and (kind := titles.list_of(filled[0])):
                yield kind, plain(filled[0])

    def titled(self) -> tuple[GridLine, ...]:
        """The lines, below the section's name where that is the only title of a table."""
        is_table = any(sum(bool(plain(cell)) for cell in line.cells) > 1 for line in self.lines)
        kind = self.given or titles.list_named(self.name)
        if kind is None or not is_table or any(self.headings()):
            return self.lines
        own = self.name if titles.list_of(self.name) is kind else kind.official_title
        return (GridLine(f"“{self.name}”的名称", (own,), sheet=self.lines[0].sheet), *self.lines)


def chosen_lines(lines: Sequence[GridLine], file_name: str, sheets: Sequence[str]) -> list[GridLine]:
    """The lines of the sheets that are wanted, all of a file that has none of them.

    A name may say what its sheet holds: Sheet2=配合履职.  Raises ImportProblem where the sheets are of two townships.
    """
    wanted = {name: _list_of(name, kind) for name, _, kind in (sheet.partition("=") for sheet in sheets)}
    sections = [
        FilePart(name or file_name, tuple(own), wanted.get(name))
        for name, own in groupby(lines, lambda line: line.sheet)
    ]
    chosen = [section for section in sections if section.name in wanted] or sections
    _refuse_two_townships(chosen)
    return [line for section in chosen for line in section.titled()]


def _list_of(sheet: str, name: str) -> ListKind | None:
    if name and titles.list_named(name) is None:
        raise ImportProblem(f"--sheet {sheet}= 后面写 基本履职、配合履职 或 收回，不能是“{name}”")
    return titles.list_named(name) if name else None


def refuse_unknown(sheets: Sequence[str], known: Sequence[str]) -> None:
    """Raise ImportProblem for a wanted sheet that is none of those that there are."""
    for name in (sheet.partition("=")[0] for sheet in sheets):
        if not known:
            raise ImportProblem(f"没有工作表“{name}”：--sheet 只用于 Excel 文件")
        if name not in known:
            raise ImportProblem(f"没有工作表“{name}”{or_known(name, known)}")


def _refuse_two_townships(sections: Sequence[FilePart]) -> None:
    first: dict[ListKind, tuple[str, FilePart]] = {}
    for section in sections:
        for kind, title in section.headings():
            other, where = first.setdefault(kind, (title, section))
            if where is not section and titles.place_of(other) != titles.place_of(title):
                raise ImportProblem(
                    f"这份文件里有两个乡镇的清单：“{other}”（工作表“{where.name}”）和“{title}”（工作表“{section.name}”）；"
                    f"一次导入一个乡镇，请指定工作表：{_options(sections, titles.place_of(other))}"
                )


def _options(sections: Sequence[FilePart], place: str) -> str:
    own = (one.name for one in sections if any(titles.place_of(title) == place for _, title in one.headings()))
    return " ".join(f"--sheet {_quoted(name)}" for name in own)


def _quoted(name: str) -> str:
    return f'"{name}"' if re.search(r"[\s（）()&|;<>]", name) else name
