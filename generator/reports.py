"""Reports: problems as text, for people and for the tools that people review changes with.

text      content/…/basic.yml:20:17: 序号应为 3 [numbers-consecutive]
github    ::error file=content/…,line=20,col=17,title=numbers-consecutive::序号应为 3
gitlab    [{"description": …, "check_name": …, "fingerprint": …, "severity": …, "location": …}]   (Code Quality)
json      [{"path": …, "line": …, …}]
"""

import json
from collections.abc import Sequence

from generator.check.faults import Apart, Values
from generator.checking import Checked
from generator.model import Problem

_OLD = "以前就有的"


def report(checked: Checked, form: str, apart: Apart | None = None) -> str:
    """All problems in a format, with their count where people read it.

    `apart` tells which of them are old, where there is something to compare with.
    """
    new = list(apart.new if apart else checked.problems)
    old = list(apart.old) if apart else []
    match form:
        case "json":
            rows = [_as_data(checked, problem, False if apart else None) for problem in new]
            # In ASCII: it is for programs, and what takes it may expect any encoding.
            return json.dumps([*rows, *(_as_data(checked, problem, True) for problem in old)], indent=2) + "\n"
        case "gitlab":
            return _code_quality(checked, new, old)
        case "github":
            lines = [_annotation(checked, problem, problem.severity) for problem in new]
            lines += [_annotation(checked, problem, "notice") for problem in old]
        case _:
            lines = [line(checked, problem) for problem in new]
            lines += [f"{_OLD} {len(old)} 处，不拦这一次："] if old else []
            lines += [line(checked, problem) for problem in old]
    lines.append(_counts(checked, new, old))
    return "".join(f"{one}\n" for one in lines)


def line(checked: Checked, problem: Problem) -> str:
    """A problem in a line, for people."""
    row, column = problem.at or (1, 1)
    mark = "" if problem.severity == Problem.ERROR else "警告："
    message = " ".join(problem.message.split("\n"))
    return f"{_path(checked, problem)}:{row}:{column}: {mark}{message} [{problem.rule}]"


def _counts(checked: Checked, problems: Sequence[Problem], old: Sequence[Problem]) -> str:
    errors, warnings = _numbers(problems)
    told = f"{checked.townships} 个{checked.words.place}，{checked.duties} 项；{errors} 个错误，{warnings} 个警告"
    if old:
        errors, warnings = _numbers(old)
        told += f"；{_OLD} {errors} 个错误，{warnings} 个警告"
    return f"{told}。"


def _numbers(problems: Sequence[Problem]) -> tuple[int, int]:
    errors = sum(problem.severity == Problem.ERROR for problem in problems)
    return errors, len(problems) - errors


def _path(checked: Checked, problem: Problem) -> str:
    """A problem's file with slashes, on Windows too."""
    return f"{checked.folder.as_posix()}/{problem.where.file}"


def _annotation(checked: Checked, problem: Problem, level: str) -> str:
    """A problem as GitHub Actions takes it for an annotation: in one line, whatever is in it."""
    row, column = problem.at or (1, 1)
    title = f"{_OLD} {problem.rule}" if level == "notice" else problem.rule
    path = _escaped(_path(checked, problem)).replace(",", "%2C").replace(":", "%3A")
    return f"::{level} file={path},line={row},col={column},title={title}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _code_quality(checked: Checked, new: Sequence[Problem], old: Sequence[Problem]) -> str:
    """The problems as GitLab's Code Quality takes them: what it knows by its fingerprint is no news to it."""
    severities = ["critical" if problem.severity == Problem.ERROR else "minor" for problem in new]
    severities += ["info"] * len(old)
    problems = [*new, *old]
    rows = [
        {
            "description": f"{_OLD}：{problem.message}" if severity == "info" else problem.message,
            "check_name": problem.rule,
            "fingerprint": fingerprint,
            "severity": severity,
            "location": {
                "path": _path(checked, problem).removeprefix("./"),
                "lines": {"begin": (problem.at or (1, 1))[0]},
            },
        }
        for problem, severity, fingerprint in zip(
            problems, severities, Values(checked.folder).fingerprints(problems), strict=True
        )
    ]
    return json.dumps(rows, indent=2) + "\n"


def _as_data(checked: Checked, problem: Problem, is_old: bool | None) -> dict[str, object]:
    row, column = problem.at or (1, 1)
    told: dict[str, object] = {
        "path": _path(checked, problem),
        "line": row,
        "column": column,
        "rule": problem.rule,
        "severity": problem.severity,
        "message": problem.message,
    }
    return told if is_old is None else {**told, "old": is_old}
