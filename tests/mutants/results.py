"""What came of each fault, a line of JSON as soon as it is known; and the faults that nothing can notice.

`build/mutants/results.jsonl` is only added to. What was noticed counts for as long as the lines of the fault are the
same and the tests are too; once these changed, the test that noticed it is asked first.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from mutants.faults import Fault


@dataclass(frozen=True)
class Result:
    """`noticed` by a test, `endless`, `unnoticed` by those that ran, `unreached` by any."""

    fault: str
    outcome: str
    by: str
    seconds: float
    stage: str = ""

    @property
    def noticed(self) -> bool:
        """Something failed, or did not end."""
        return self.outcome in ("noticed", "endless")


class Kept:
    """The results of one state of the project, and which tests noticed what in any other."""

    def __init__(self, file: Path, state: str) -> None:
        self._file, self._state = file, state
        self._results: dict[tuple[str, str], Result] = {}
        self._before: dict[tuple[str, str], str] = {}
        if file.exists():
            text = file.read_text("utf-8")
            whole = text[: text.rfind("\n") + 1]  # an interrupted run may have cut its last line
            if whole != text:
                file.write_text(whole, "utf-8")
            for line in whole.splitlines():
                row = json.loads(line)
                of = row.pop("state")
                result = Result(**row)
                self._before[result.fault, result.stage] = result.by
                if of == state:
                    self._results[result.fault, result.stage] = result

    def get(self, fault: Fault, stage: str) -> Result | None:
        """What came of it in this state."""
        return self._results.get((fault.id, stage))

    def before(self, fault: Fault, stage: str) -> str:
        """The test that noticed it last."""
        return self._before.get((fault.id, stage), "")

    def add(self, result: Result) -> None:
        """Written at once."""
        self._results[result.fault, result.stage] = result
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"state": self._state, **asdict(result)}, ensure_ascii=False) + "\n")


@dataclass(frozen=True)
class Equivalent:
    """A fault that changes nothing that anyone could see, and why."""

    module: str
    where: str
    before: str
    after: str
    why: str

    def is_of(self, fault: Fault) -> bool:
        """By function and text, wherever in the file it stands by now."""
        return (self.module, self.where, self.before, self.after) == (
            fault.module,
            fault.where,
            fault.before,
            fault.after,
        )


def equivalents(file: Path) -> list[Equivalent]:
    """As they are written in `equivalent.yml`."""
    return [Equivalent(**row) for row in yaml.safe_load(file.read_text("utf-8")) or []] if file.exists() else []


def stale(known: Iterable[Equivalent], root: Path) -> list[Equivalent]:
    """Those whose function no longer holds their lines."""
    return [one for one in known if not _stands(one, root)]


def _stands(one: Equivalent, root: Path) -> bool:
    file = root / one.module
    if not one.why or not file.exists():
        return False
    lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
    wanted = one.before.split("\n")
    name = one.where.rpartition(".")[2]
    return any(lines[at : at + len(wanted)] == wanted for at in range(len(lines))) and (
        not name or any(line.startswith((f"def {name}(", f"class {name}")) for line in lines)
    )
