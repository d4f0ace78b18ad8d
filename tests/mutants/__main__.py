"""`make mutants`, `make mutants-all`: puts faults in, one at a time, and says which no test noticed.

Ends with 0 where all were noticed or are known to change nothing, else with 1; 2 for misuse.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from mutants import choose, copies, reach, report, results, running, stages
from mutants.faults import Fault, modules

ROOT = Path(__file__).resolve().parents[2]
EQUIVALENT = Path("tests/mutants/equivalent.yml")
BUILD = Path("build/mutants")


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Chooses, tries, reports."""
    options = _parser().parse_args(arguments)
    faults = chosen(options, root)
    if not faults:
        return 0
    known = results.equivalents(root / EQUIVALENT)
    out_of_date = results.stale(known, root)
    through = stages.STAGES[: options.stages]
    tried = [report.Tried(fault, equivalent=next((one for one in known if one.is_of(fault)), None)) for fault in faults]
    try:
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            _try(tried, through, root, Path(folder) / "copy", options)
    except KeyboardInterrupt:
        pass
    text = f"{report.table(tried, [stage.name for stage in through])}\n\n{report.survivors(tried)}\n"
    (root / BUILD / "report.md").write_text(text, "utf-8")
    for _one in out_of_date:
        pass
    left = [one for one in tried if not one.noticed and not one.equivalent]
    return int(bool(left or out_of_date))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--since", metavar="BRANCH", help="the lines that differ from where this branch left that one")
    what.add_argument("--package", metavar="NAME", help="a folder or file of generator/; '' for all of it")
    parser.add_argument("--sample", type=int, default=0, help="how many, one a line; 0 for every line")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--stages", type=int, default=1, choices=range(1, len(stages.STAGES) + 1), help="how far to go")
    parser.add_argument("--survivors", type=Path, help="write what is not noticed here, as it becomes known")
    return parser


def chosen(options: argparse.Namespace, root: Path) -> list[Fault]:
    """The faults that the options ask for."""
    if options.since is not None:
        return choose.of_lines(root, choose.changed(root, options.since))
    found = modules(root, choose.in_package(root, options.package))
    return choose.sample(found, options.sample or sum(len(module.by_line()) for module in found), options.seed)


def _try(
    tried: list[report.Tried], through: Sequence[stages.Stage], root: Path, folder: Path, options: argparse.Namespace
) -> None:
    state = copies.state(root)
    kept = results.Kept(root / BUILD / "results.jsonl", state)
    copies.copy(root, folder)
    known = _reach(root, folder, state)
    if known.failing:
        pass
    running.libraries(known.libraries)
    stages.control(folder, known)
    for number, stage in enumerate(through, 1):
        for count, one in enumerate(tried, 1):
            if one.equivalent or one.noticed:
                continue
            result = kept.get(one.fault, stage.name)
            if not result:
                result = stages.noticed(folder, one.fault, stage, known, kept.before(one.fault, stage.name))
                kept.add(result)
            one.results.append(result)
            place = f"{one.fault.module}:{one.fault.line}"
            _say(f"{number}/{len(through)} {stage.name} {count}/{len(tried)} {place} {result.outcome} {result.by}")
            if options.survivors:
                text = f"{report.table(tried, [stage.name for stage in through])}\n\n{report.survivors(tried)}\n"
                options.survivors.write_text(text, "utf-8")


def _reach(root: Path, folder: Path, state: str) -> reach.Reach:
    """Learnt once for each state of the project."""
    file = root / BUILD / "reach.json"
    if file.exists():
        found = json.loads(file.read_text("utf-8"))
        if found.pop("state") == state:
            lines = found.pop("lines").items()
            numbered = {name: {int(line): tests for line, tests in of.items()} for name, of in lines}
            return reach.Reach(numbered, **found)
    _say("先不做错，运行一遍快的测试，记下哪个测试经过哪一行……")
    fast = stages.STAGES[0]
    known = reach.learn(folder, ["-m", fast.marks], fast.limit)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"state": state, **asdict(known)}), "utf-8")
    return known


def _say(text: str) -> None:
    pass


if __name__ == "__main__":
    sys.exit(main())
