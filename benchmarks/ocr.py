"""How well scanned documents are read: pages of the printed form are scanned, read, and compared with what was printed.

`ocr.py [--pages 5] [--grey] [--dpi 150] [--noise 8] [--township yunyang/longjiao] [--missed]`
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
from scans import Scanner, scanned

from generator import cache
from generator.changes.doubts import Known, is_doubtful
from generator.importers.grid import GridLine
from generator.importers.pdf.document import lines
from generator.model import Content
from generator.printed.form import form
from generator.printed.pdf import to_pdf
from generator.read.folder import read


@dataclass
class Result:
    """What came of a document: characters that are right, wrong, and wrong and marked; lines and cells in place."""

    printed: int = 0
    wrong: int = 0
    marked: int = 0
    doubtful: int = 0
    cells: int = 0
    displaced: int = 0
    missed: list[str] = field(default_factory=list)


def main() -> None:
    """Scan, read, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--township", default="yunyang/longjiao")
    parser.add_argument("--pages", type=int, default=5, help="how many, evenly spread; 0 for all")
    parser.add_argument("--grey", action="store_true")
    parser.add_argument("--dpi", type=int, default=150)
    parser.add_argument("--noise", type=float, default=8.0)
    parser.add_argument("--missed", action="store_true", help="show what was read wrongly and is not marked")
    options = parser.parse_args()
    content = read(Path("content")).content
    township = next(one for one in content.townships if one.id == options.township)
    known = Known.of(Content(townships=tuple(one for one in content.townships if one is not township)))
    with tempfile.TemporaryDirectory() as folder:
        whole, part, scan = (Path(folder) / f"{name}.pdf" for name in ("whole", "part", "scan"))
        whole.write_bytes(to_pdf(form(township)))
        _pick(whole, part, options.pages)
        scanned(part, scan, Scanner(dpi=options.dpi, grey=options.grey, noise=options.noise))
        # All of it is read anew.
        cache.kept_in = lambda name: cache.Cache(Path(folder) / name)
        printed = [line for line in lines(part) if isinstance(line, GridLine)]
        start = time.monotonic()
        cpu = time.process_time()
        found = [line for line in lines(scan) if isinstance(line, GridLine)]
        seconds, cpu = time.monotonic() - start, time.process_time() - cpu
        pages = len(pypdfium2.PdfDocument(scan))
    result = compared(printed, found, known)
    right = 1 - result.wrong / result.printed
    print(f"{pages} pages, {result.printed} characters, {right:.3%} right; {result.wrong} wrong, of these")
    print(f"  {result.marked} marked ({result.marked / max(1, result.wrong):.0%}); {result.doubtful} right ones marked")
    print(f"{result.cells} cells, {result.displaced} not in their place")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds / pages:.1f} s a page ({cpu / pages:.1f} s of processors), at most {memory:.0f} MB")
    if options.missed:
        print(*result.missed, sep="\n")


def _pick(whole: Path, part: Path, count: int) -> None:
    """Some pages of a document as one of its own."""
    with pypdfium2.PdfDocument(whole) as source, pypdfium2.PdfDocument.new() as picked:
        total = len(source)
        picked.import_pages(source, [number * total // count for number in range(count)] if count else None)
        picked.save(part)


def compared(printed: Sequence[GridLine], found: Sequence[GridLine], known: Known) -> Result:
    """Lines are taken for each other by how they begin; their characters are compared cell by cell."""
    result = Result(cells=sum(len(line.cells) for line in printed))
    a, b = ([(line.cells[0][:4], len(line.cells)) for line in lines] for lines in (printed, found))
    for kind, start, end, from_, to in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind != "equal" and end - start != to - from_:
            result.displaced += sum(len(line.cells) for line in printed[start:end])
            result.missed.append(f"LINES {printed[start:end]} -> {found[from_:to]}")
            continue
        for line, other in zip(printed[start:end], found[from_:to], strict=True):
            _compare(line, other, known, result)
    return result


def _compare(line: GridLine, other: GridLine, known: Known, result: Result) -> None:
    for number, (text, got) in enumerate(zip(line.cells, other.cells, strict=False)):
        doubts = {one.at for one in other.doubts if one.cell == number and is_doubtful(got, one, known)}
        matcher = SequenceMatcher(None, text, got, autojunk=False)
        result.printed += len(text)
        result.doubtful += len(doubts)
        if text and matcher.ratio() < 0.5:
            result.displaced += 1
        for kind, start, end, from_, to in matcher.get_opcodes():
            if kind == "equal":
                continue
            count = max(end - start, to - from_)
            result.wrong += count
            # What was left out is marked where its neighbour is.
            is_marked = any(at in doubts for at in (range(from_, to) if to > from_ else (from_ - 1, from_)))
            result.marked += count * is_marked
            result.doubtful -= sum(at in doubts for at in range(from_, to))
            shown = f"{got[max(0, from_ - 5) : from_]}[{text[start:end]} -> {got[from_:to]}]{got[to : to + 5]}"
            result.missed.append(f"{other.place} {shown} {'marked' if is_marked else 'not marked'}")


if __name__ == "__main__":
    main()
