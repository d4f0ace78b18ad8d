"""An official document as received, of whatever file format: its text, and the importer that reads it.

A text file is taken as it is.  Of an office file the text is what its reader
gives (`table_text.grid_text`), so that it can be kept, shown and audited.

The readers, and the libraries that these need, are loaded when there is a
document: who edits a list has none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from generator.importers.draft import INSTEAD, Guess, Importer, ImportProblem
from generator.importers.grid import MOST_CELLS, PARAGRAPH, Doubt, GridLine, Reader, Region, Remark, Replaced
from generator.importers.office.text import decoded
from generator.importers.registry import IMPORTERS, importer_for
from generator.importers.sections import chosen_lines, refuse_unknown
from generator.importers.text.table_text import FORMAT as TABLE_TEXT
from generator.importers.text.table_text import grid_text
from generator.importers.text.titles import not_ours, other_list
from generator.words.characters import LOST, called, odd, shown, unlikely

# In bytes; a long document of scanned pages is a tenth of it.
_MOST = 500_000_000
# Of a table; the longest lists have two thousand.
_MOST_LINES = 20_000
# Characters; Excel allows a third.
_MOST_OF_A_CELL = 100_000
# Tables of the site's and of this program's own that are no list, by some of their heads (`data/flat.py`,
# `changes/workbook.py`), and what to do instead.
_TABLES_OF_OURS = (
    (
        frozenset({"乡镇编号", "清单", "编号"}),
        "这是网站“数据”页上一行一个事项的表（全部的、一个省的、一个县的），供筛选、统计，不是一份清单："
        f"几个乡镇的在一起，多了说明、网址几栏；{INSTEAD}",
    ),
    (
        frozenset({"编号", "终止", "去处"}),
        "这是改清单用的表格（qingdan export --format edit），不是一份清单；改好的请交给 qingdan apply",
    ),
)


@dataclass(frozen=True)
class Received:
    """A document's text, who reads it, and where in the file each line stands (empty for a text file: the line).

    `remarks` are the reader's own, each at the line that follows; `sheets` are those of its workbook.  `regions` are
    where each line stands on the pages of a PDF or a picture, empty for files of other kinds.  A document of several
    files has their texts one after another, and the file and the line there of each of its lines.  `doubts` are, by the
    line, what of it was recognised in a picture; `replaced` is what of it was taken for another character.
    """

    path: Path
    text: str
    importer: Importer
    places: tuple[str, ...] = ()
    remarks: tuple[Guess, ...] = ()
    regions: tuple[tuple[Region, ...], ...] = ()
    sheets: tuple[str, ...] = ()
    files: tuple[tuple["Received", int], ...] = ()
    doubts: Mapping[int, tuple[Doubt, ...]] = field(default_factory=dict)
    replaced: Mapping[int, tuple[Replaced, ...]] = field(default_factory=dict)

    def place(self, line: int | None) -> str:
        """Where a line of the text, or else the document, is found by a person."""
        if self.files and line:
            part, own = self.files[min(line, len(self.files)) - 1]
            return part.place(own)
        if self.places:
            return f"{self.path}：{self.places[line - 1]}" if line else str(self.path)
        return f"{self.path}:{line or 1}:1"

    def on_pages(self, line: int) -> tuple[Path, tuple[Region, ...]]:
        """The file that a line stands in, and where on its pages, if it has pages."""
        if self.files:
            part, own = self.files[line - 1]
            return part.on_pages(own)
        return self.path, self.regions[line - 1] if self.regions else ()

    def place_of(self, guess: Guess) -> str:
        """Where what was guessed is found by a person."""
        path = self.files[guess.line - 1][0].path if self.files else self.path
        return f"{path}：{guess.place}" if guess.place else self.place(guess.line)


def receive(*paths: Path, sheets: Sequence[str] = ()) -> Received:
    """Read a document, of one file or several.  Raises ImportProblem where it is none that can be imported.

    `sheets` are the names of those to take of a workbook; all, where none is given.
    """
    parts = [_receive(group, sheets) for group in _documents(paths)]
    refuse_unknown(sheets, [name for part in parts for name in part.sheets])
    first, *more = parts
    if not more:
        return first
    if other := next((part for part in more if part.importer.format != first.importer.format), None):
        raise ImportProblem("几份文件要是同一类：都是 Excel、Word、PDF、CSV，或都是文本", place=str(other.path))
    text, files, remarks = "", list[tuple[Received, int]](), list[Guess]()
    doubts: dict[int, tuple[Doubt, ...]] = {}
    replaced: dict[int, tuple[Replaced, ...]] = {}
    for part in parts:
        own = part.text.removeprefix("\ufeff").removesuffix("\n")
        remarks += (replace(remark, line=remark.line + len(files)) for remark in part.remarks)
        doubts |= {line + len(files): found for line, found in part.doubts.items()}
        replaced |= {line + len(files): found for line, found in part.replaced.items()}
        files += ((part, line) for line in range(1, own.count("\n") + 2))
        text += f"{own}\n"
    return Received(
        first.path,
        text,
        first.importer,
        remarks=tuple(remarks),
        files=tuple(files),
        doubts=doubts,
        replaced=replaced,
    )


def _documents(paths: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """The files that make a document each: one, or pictures that follow each other, which are its pages."""
    from generator.importers.kinds import is_picture

    for is_pages, group in groupby(paths, is_picture):
        files = tuple(group)
        yield from [files] if is_pages else zip(files, strict=True)


def _receive(paths: tuple[Path, ...], sheets: Sequence[str]) -> Received:
    """One file, or pictures.  What is wrong with it is said of it, and not of another that it was given with."""
    path, *more = paths
    try:
        return _read_pictures(paths, sheets) if more else _read_file(path, sheets)
    except ImportProblem as problem:
        raise ImportProblem(problem.message, problem.line, problem.place or f"{path}:{problem.line or 1}:1") from None


def _read_pictures(paths: tuple[Path, ...], sheets: Sequence[str]) -> Received:
    from generator.importers.scan import image

    return _received(paths[0], lambda _: image.lines(*paths), sheets)


def _read_file(path: Path, sheets: Sequence[str]) -> Received:
    from generator.importers.kinds import reader_of

    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ImportProblem("读不了文件：没有这个文件；请看看路径和文件名") from None
    except IsADirectoryError:
        raise ImportProblem("读不了文件：这是一个文件夹") from None
    except PermissionError:
        raise ImportProblem("读不了文件：没有权限；请看看文件的权限，或者别的程序是不是正锁着它") from None
    except OSError:
        raise ImportProblem("读不了文件：系统打不开它；请把文件名改短，换个文件夹另存一份，再导入") from None
    if len(raw) > _MOST:
        raise ImportProblem(f"文件有 {len(raw) // 1_000_000} MB，太大（最多 {_MOST // 1_000_000} MB），不像是一份清单")
    try:
        if reader := reader_of(raw, path):
            return _received(path, reader, sheets)
        text = decoded(raw)
    except ImportProblem as problem:
        raise ImportProblem(problem.message, place=str(path)) from None
    if importer := importer_for(text):
        return Received(path, text, importer)
    if other := next(filter(None, map(other_list, text.splitlines())), ""):
        raise ImportProblem(not_ours(other))
    raise ImportProblem(
        "认不出这份文件的形式；可以导入的有：PDF、Word（.docx）、Excel（.xlsx）、CSV，"
        "网页和 Markdown 的表格，以及文字识别得到的表格文本（一行一个表格行、栏目以制表符分隔）和 PDF 里取出的文字"
    )


def _received(path: Path, reader: Reader, sheets: Sequence[str]) -> Received:
    read = _Read()
    for one in reader(path):
        read.take(one)
    if not read.lines:
        first = next((f"；{one.place}：{one.message}" for one in read.remarks), "")
        raise ImportProblem(f"文件里没有看得见的文字{first}" if first else "文件是空的")
    chosen = chosen_lines(read.lines, path.stem, sheets)
    numbers = {id(line): number for number, line in enumerate(chosen, 1)}
    regions = tuple(line.regions for line in chosen)
    return Received(
        path,
        grid_text(chosen),
        IMPORTERS[TABLE_TEXT],
        places=tuple(line.place for line in chosen),
        remarks=tuple(
            replace(said, line=next((numbers[id(one)] for one in read.lines[said.line - 1 :] if id(one) in numbers), 1))
            for said in read.said()
        ),
        regions=regions if any(regions) else (),
        doubts={number: line.doubts for number, line in enumerate(chosen, 1) if line.doubts},
        replaced={numbers[id(line)]: found for line, found in read.replaced if id(line) in numbers},
        sheets=tuple(dict.fromkeys(line.sheet for line in read.lines if line.sheet)),
    )


@dataclass
class _Read:
    """What a reader gave: its lines in ordinary characters, and what is to be said of them."""

    lines: list[GridLine] = field(default_factory=list)
    remarks: list[Guess] = field(default_factory=list)
    # Characters that were taken for others: the first line that has one, and how many there are.
    mended: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    replaced: list[tuple[GridLine, tuple[Replaced, ...]]] = field(default_factory=list)

    def take(self, one: GridLine | Remark) -> None:
        """Take a line, or a remark at the line that follows."""
        if isinstance(one, Remark):
            self.remarks.append(Guess(len(self.lines) + 1, one.message, place=one.place))
            return
        if len(self.lines) > _MOST_LINES:
            raise ImportProblem(f"文件有 {_MOST_LINES} 行以上，太长，不像是一份清单；请只留下清单，另存后再导入")
        if len(one.cells) > MOST_CELLS:
            raise ImportProblem(f"{one.place}有 {MOST_CELLS} 栏以上，不像是一份清单；请只留下清单，另存后再导入")
        if any(len(cell) > _MOST_OF_A_CELL for cell in one.cells):
            raise ImportProblem(
                f"{one.place}有一格有 {_MOST_OF_A_CELL} 字以上，太长，不像是一份清单；请只留下清单，另存后再导入"
            )
        for heads, message in _TABLES_OF_OURS:
            if heads.issubset(one.cells):
                raise ImportProblem(message)
        text = " ".join(one.cells).replace(PARAGRAPH, " ")
        at = len(self.lines) + 1
        instead = unlikely(text)
        for char, meant in instead.items():
            first, count = self.mended.get((char, meant), (at, 0))
            self.mended[char, meant] = first, count + text.count(char)
        for kind, char, where in odd(text):
            if kind.rule in LOST:
                message = f"“{shown(text, where)}”里有 {called(char)}，原来是什么字看不出来；{kind.remedy}"
                self.remarks.append(Guess(at, message, place=one.place))
        table = str.maketrans(instead)
        self.lines.append(replace(one, cells=tuple(cell.translate(table) for cell in one.cells)))
        if instead:
            places = ((number, at, char) for number, cell in enumerate(one.cells) for at, char in enumerate(cell))
            self.replaced.append((self.lines[-1], tuple(Replaced(*place) for place in places if place[2] in instead)))

    def said(self) -> tuple[Guess, ...]:
        """All that is to be said, in the order of the lines."""
        mended = (
            Guess(at, f"{called(char)}；收作“{meant}”，全文 {count} 处", place=self.lines[at - 1].place)
            for (char, meant), (at, count) in self.mended.items()
        )
        return tuple(sorted((*self.remarks, *mended), key=lambda guess: guess.line))
