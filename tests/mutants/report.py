"""What nobody noticed, by package, and how many were noticed at each stage."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mutants.faults import Fault
from mutants.results import Equivalent, Result
from mutants.stages import Stage


@dataclass
class Tried:
    """A fault, and what came of it in each stage that it went through."""

    fault: Fault
    equivalent: Equivalent | None = None
    results: list[Result] = field(default_factory=list)

    @property
    def noticed(self) -> Result | None:
        """By the first stage that did."""
        return next((result for result in self.results if result.noticed), None)

    @property
    def left(self) -> bool:
        """Nothing noticed it so far, and something should."""
        return not self.noticed and not self.equivalent


def text(tried: Sequence[Tried], through: Sequence[Stage]) -> str:
    """The table and those that are left."""
    return f"{table(tried, [stage.name for stage in through])}\n\n{survivors(tried)}\n"


def table(tried: Sequence[Tried], stages: Sequence[str]) -> str:
    """A line a package: how many, noticed at which stage, equivalent, left."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for one in tried:
        noticed = one.noticed
        what = noticed.stage if noticed else "等价" if one.equivalent else "没有发现" if one.results else "没有试"
        for name in (one.fault.package, "全部"):
            rows[name][what] += 1
    columns = [*stages, "等价", "没有发现", "没有试"]
    lines = [f"| 包 | 错 | {' | '.join(columns)} | 发现的 |", "| --- " * (len(columns) + 3) + "|"]
    for name, counts in sorted(rows.items(), key=lambda row: (row[0] == "全部", row[0])):
        tested = counts.total() - counts["等价"] - counts["没有试"]
        share = f"{sum(counts[stage] for stage in stages) / tested:.0%}" if tested else "–"
        lines.append(
            f"| {name} | {counts.total()} | {' | '.join(str(counts[column]) for column in columns)} | {share} |"
        )
    return "\n".join(lines)


def survivors(tried: Iterable[Tried]) -> str:
    """File and line, function, the lines as they are and as they would be; those that nothing even reaches say so."""
    by_package: dict[str, list[Tried]] = defaultdict(list)
    for one in tried:
        if one.results and one.left:
            by_package[one.fault.package].append(one)
    parts = []
    for package, of in sorted(by_package.items()):
        parts.append(f"## {package}（{len(of)}）")
        parts += [survivor(one) for one in sorted(of, key=lambda one: (one.fault.module, one.fault.line))]
    return "\n\n".join(parts)


def survivor(one: Tried) -> str:
    """One of them, as a diff."""
    fault = one.fault
    reached = "，快的测试没有一个经过这里" if any(result.outcome == "unreached" for result in one.results) else ""
    lines = [f"{fault.module}:{fault.line} {fault.where}（{fault.kind}{reached}） {fault.id}", "```diff"]
    lines += [f"-{line}" for line in fault.before.split("\n")]
    lines += [f"+{line}" for line in fault.after.split("\n")]
    return "\n".join([*lines, "```"])
