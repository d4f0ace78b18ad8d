"""Text taken from PDFs: how many duties are divided wrong, of how many of these the report asks, and how much it asks.

.venv/bin/python benchmarks/pdf_text.py [--first 1] [--documents 6] [--township tuquan/tuquan] [--missed]
"""

import argparse
import re
import time
from collections import Counter
from dataclasses import dataclass

from flowing import Habit, flowing

from generator.importers.draft import ImportProblem
from generator.importers.text.pdf_text import PdfText
from generator.model import Overrides, Township
from generator.project import PROJECT
from generator.read.folder import read


@dataclass(frozen=True)
class Found:
    """What was found wrong in a document, of that what is not asked about, and how much is asked."""

    duties: int
    wrong: dict[str, str]
    silent: dict[str, str]
    questions: int

    def __str__(self) -> str:
        return f"{self.duties} 项，分错 {len(self.wrong)}，其中没有问的 {len(self.silent)}；问 {self.questions} 处"


def measured(township: Township, seed: int) -> Found:
    """Divide a township's lists, set in the habit of a number."""
    text, expected = flowing(township, Habit.of(seed))
    draft = PdfText().read(text, Overrides())
    asked = Counter(guess.duty_id for guess in draft.guesses if "也可能" in guess.message)
    cells: dict[str, list[str]] = {}
    duty_id = ""
    for row in PdfText().rows(text):
        if row.cells and row.list_kind:
            duty_id = f"{row.list_kind.prefix}-{int(row.cells[0]):03}" if row.cells[0] else duty_id
            before = cells.get(duty_id, [""] * len(row.cells[1:]))
            cells[duty_id] = [one + re.sub(r"\s", "", more) for one, more in zip(before, row.cells[1:], strict=True)]
    names = {
        duty.id: (real.department_names(), duty.department_names())
        for kind, duty_list in draft.lists.items()
        for (_, duty), (_, real) in zip(duty_list.duties(), township.lists[kind].duties(), strict=True)
    }
    wrong = {
        duty_id: _differ(own, tuple(cells.get(duty_id, ()))) or f"{names[duty_id]}"
        for duty_id, own in expected.items()
        if tuple(cells.get(duty_id, ())) != own or names[duty_id][0] != names[duty_id][1]
    }
    silent = {duty_id: what for duty_id, what in wrong.items() if duty_id not in asked}
    return Found(len(expected), wrong, silent, asked.total())


def _differ(own: tuple[str, ...], found: tuple[str, ...]) -> str:
    """The first cell that is not as it should be, from where it differs."""
    for one, other in zip(own, found, strict=False):
        if one != other:
            at = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
            return f"应是…{one[max(at - 12, 0) : at + 12]}…，分成…{other[max(at - 12, 0) : at + 12]}…"
    return ""


def main() -> None:
    """Print what is found, document by document."""
    options = argparse.ArgumentParser()
    options.add_argument("--first", type=int, default=1, help="the number of the first habit")
    options.add_argument("--documents", type=int, default=6, help="how many habits")
    options.add_argument("--township")
    options.add_argument("--missed", action="store_true", help="print what is wrong and not asked about")
    chosen = options.parse_args()
    total = Counter[str]()
    for township in read(PROJECT / "content").content.townships:
        for seed in range(chosen.first, chosen.first + chosen.documents):
            if chosen.township not in (None, township.id):
                continue
            start = time.perf_counter()
            try:
                found = measured(township, seed)
            except ImportProblem as problem:
                print(f"{township.id} {seed}：不收：{problem.message}")
                continue
            print(f"{township.id} {seed}：{found}；{time.perf_counter() - start:.1f} 秒")
            for duty_id, what in found.silent.items() if chosen.missed else ():
                print(f"    {duty_id} {what}")
            kind = "有编号" if Habit.of(seed).numbered else "没有编号"
            total.update({f"{kind}，{key}": value for key, value in _sums(found).items()})
    for name, value in sorted(total.items()):
        print(name, value)


def _sums(found: Found) -> dict[str, int]:
    return {
        "文件": 1,
        "事项": found.duties,
        "分错": len(found.wrong),
        "没有问的": len(found.silent),
        "问": found.questions,
    }


if __name__ == "__main__":
    main()
