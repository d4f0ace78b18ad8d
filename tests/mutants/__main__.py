"""`make mutants`, `make mutants-all`: puts faults in, one at a time, and says which no test noticed.

Ends with 0 where all were noticed or are known to change nothing, else with 1; 2 for misuse.
"""

import argparse
import json
import os
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from mutants import choose, copies, reach, report, results, running, stages
from mutants.faults import Fault, modules

ROOT = Path(__file__).resolve().parents[2]
EQUIVALENT = "tests/mutants/equivalent.yml"
BUILD = "build/mutants"


def main(arguments: Sequence[str] | None = None) -> int:
    """Chooses, tries, reports."""
    options = _parser().parse_args(arguments)
    root: Path = options.root.resolve()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Threads of libraries do not survive a fork.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    known = results.equivalents(root / EQUIVALENT)
    through = stages.STAGES[: options.stages]
    tried: list[report.Tried] = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as temporary:
        copy = Path(temporary) / "copy"
        file = options.report or root / BUILD / "report.md"
        for folder in (file.parent, root / BUILD):
            folder.mkdir(parents=True, exist_ok=True)
        try:
            copies.copy(root, copy)
            faults = chosen(options, root, copy)
            tried += (report.Tried(fault, next((one for one in known if one.is_of(fault)), None)) for fault in faults)
            for _ in _try(tried, options, root / BUILD, copy) if tried else ():
                file.write_text(report.text(tried, through), "utf-8")
        except KeyboardInterrupt:
            # What lies in the temporary folder still goes.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            _say("停下了；再运行一次，接着做。")
            if not tried:
                return 1
        except choose.NoSuch as error:
            _say(str(error))
            return 2
    print(report.text(tried, through) if tried else "没有可以做错的地方。")
    if tried:
        _say(f"报告在 {file}。")
    stale = results.stale(known, root)
    for one in stale:
        print(f"{EQUIVALENT}：没有这一行，或者没有写为什么：{one.module} {one.where} {one.before}")
    return int(bool(stale) or any(one.left for one in tried))


class _Parser(argparse.ArgumentParser):
    """Speaks of the options as `make` has them: SAMPLE=5."""

    def error(self, message: str) -> NoReturn:
        message = re.sub(r"argument --(\w+): ", lambda option: f"{option[1].upper()} ", message)
        self.exit(2, f"用法不对：{message}。\n")


def _from(least: int, most: int = sys.maxsize) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,18}", text) or not least <= int(text) <= most:
            what = f"整数，{least} 到 {most}" if most < sys.maxsize else f"整数，不小于 {least}"
            raise argparse.ArgumentTypeError(f"应是{what}，不能是 {text}")
        return int(text)

    return number


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="mutants", description="一处一处做错，看有没有测试发现。")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--since", metavar="分支", help="从这个分支改起的行")
    what.add_argument("--package", metavar="包", help="generator/ 里的一个文件夹或文件；'' 是全部")
    parser.add_argument("--sample", type=_from(0), default=0, help="抽几行，一行一处；0 是每一行")
    parser.add_argument("--seed", type=_from(0), default=17, help="怎样抽")
    parser.add_argument("--stages", type=_from(1, len(stages.STAGES)), default=1, help="做到第几步")
    parser.add_argument("--jobs", type=_from(1), default=os.cpu_count() or 1, help="同时做几处")
    parser.add_argument("--report", type=Path, help=f"报告写到哪里（默认 {BUILD}/report.md）")
    parser.add_argument("--root", type=Path, default=ROOT, help="另一个项目")
    return parser


def chosen(options: argparse.Namespace, root: Path, copy: Path) -> list[Fault]:
    """The faults that the options ask for, of the copy: what lies in `root` may change meanwhile."""
    if options.since is not None:
        return choose.of_lines(copy, choose.changed(root, options.since))
    found = modules(copy, choose.in_package(copy, options.package))
    return choose.sample(found, options.sample or sum(len(module.by_line()) for module in found), options.seed)


def _try(tried: Sequence[report.Tried], options: argparse.Namespace, build: Path, copy: Path) -> Iterator[None]:
    """Each stage over the faults that the ones before left; yields whenever more is known."""
    state = copies.state(copy)
    kept = results.Kept(build / "results.jsonl", state)
    known = _reach(build / "reach.json", copy, state)
    if known.failing:
        first = "，".join(known.failing[:5])
        _say(f"没有做错也没有通过的 {len(known.failing)} 个测试不算：{first}")
    running.libraries(known.libraries)
    benches = [stages.Bench(one, known) for one in copies.more(copy, options.jobs)]
    benches[0].control()
    for stage in stages.STAGES[: options.stages]:
        for one in tried:
            if one.left and (result := kept.get(one.fault, stage.name)):
                one.results.append(result)
        waiting = [one for one in tried if one.left and not any(result.stage == stage.name for result in one.results)]
        for count, (one, result) in enumerate(_trials(waiting, stage, kept, benches), 1):
            kept.add(result)
            one.results.append(result)
            place = f"{one.fault.module}:{one.fault.line}"
            # pytest writes Han in the names of tests as escapes.
            by = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), result.by)
            _say(f"{stage.name} {count}/{len(waiting)} {place} {result.outcome} {by}")
            yield


def _trials(
    waiting: Sequence[report.Tried], stage: stages.Stage, kept: results.Kept, benches: Sequence[stages.Bench]
) -> Iterator[tuple[report.Tried, results.Result]]:
    """As many at a time as there are copies."""
    free, left = list(benches), list(reversed(waiting))
    running_now: dict[stages.Trial, report.Tried] = {}
    try:
        while left or running_now:
            while left and free:
                one = left.pop()
                trial = free.pop().start(one.fault, stage, kept.before(one.fault, stage.name))
                running_now[trial] = one
            for trial in stages.ended(list(running_now)):
                one = running_now.pop(trial)
                free.append(trial.bench)
                yield one, trial.result()
    finally:
        for trial in running_now:
            trial.stop()


def _reach(file: Path, copy: Path, state: str) -> reach.Reach:
    """Learnt once for each state of the project."""
    if file.exists():
        found = json.loads(file.read_text("utf-8"))
        if found.pop("state") == state:
            lines = found.pop("lines").items()
            numbered = {name: {int(line): tests for line, tests in of.items()} for name, of in lines}
            return reach.Reach(numbered, **found)
    _say("先不做错，运行一遍快的测试，记下哪个测试经过哪一行；要几分钟，测试和程序没有改动的，下一次不再运行……")
    fast = stages.STAGES[0]
    known = reach.learn(copy, ["-m", fast.marks], fast.limit)
    file.write_text(json.dumps({"state": state, **asdict(known)}), "utf-8")
    return known


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
