"""A line of a table text with what it is, while it is being told: a Row, and a duty's cells under their heads."""

from dataclasses import dataclass, replace

from generator.importers.draft import Row, RowKind
from generator.importers.text.heads import ColumnHead
from generator.model import HeadMeaning


@dataclass(frozen=True)
class Printed:
    """A line with what it is; of a duty its number, 0 where none is printed, and its cells, each with its head."""

    row: Row
    number: int = 0
    cells: tuple[tuple[ColumnHead, str], ...] = ()
    category: tuple[str, int | None] | None = None

    def texts(self, meaning: HeadMeaning) -> list[tuple[ColumnHead, str]]:
        """The cells that hold this, empty ones too."""
        return [(head, text) for head, text in self.cells if head.means is meaning]

    def text(self, meaning: HeadMeaning) -> str:
        """The first cell that holds this."""
        return next((text for _, text in self.texts(meaning)), "")

    def saying(self, remark: str) -> "Printed":
        """The same with a remark for the report."""
        return replace(self, row=replace(self.row, remark="；".join(filter(None, (self.row.remark, remark)))))

    def as_kind(self, kind: RowKind, remark: str = "") -> "Printed":
        """The same line, taken for something else."""
        return replace(self, row=replace(self.row, kind=kind, remark=remark))

    def left_out(self, what: str) -> "Printed":
        """The same line, set aside as what it is known for."""
        shown = self.row.text[:40]
        return self.as_kind(RowKind.ASIDE, f"这一行是{what}，不是事项，没有收进清单：“{shown}”")
