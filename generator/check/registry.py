"""Check: rules over the content.  Each rule reports; none raises, none repairs.

`RULES` has them all by id, in the order in which the site explains them: one module of `rules/` after another, each in
the order of its functions.  A new rule is a function in one of these modules; a new module is added to `_MODULES`.
"""

from collections.abc import Iterable
from dataclasses import replace

from generator.check import allowances
from generator.check.rule import Rule
from generator.check.rules import (
    changes,
    contacts,
    duties,
    elsewhere,
    forces,
    likeness,
    numbers,
    pages,
    reading,
    registers,
    source,
    synonyms,
    texts,
    topics,
)
from generator.check.survey import Survey, survey
from generator.model import Problem
from generator.read.folder import TOWNSHIPS, Read

_MODULES = (
    reading,
    allowances,
    numbers,
    registers,
    contacts,
    topics,
    synonyms,
    elsewhere,
    duties,
    texts,
    source,
    changes,
    likeness,
    forces,
    pages,
)

RULES: dict[str, Rule] = {
    rule.id: rule for module in _MODULES for rule in vars(module).values() if isinstance(rule, Rule)
}


def check(read: Read) -> list[Problem]:
    """Every problem of a content folder, in the order of the files; allowances applied."""
    duties = survey(read.content, read.place, is_whole=not has_errors(read.problems))
    return in_order([*check_townships(read), *check_vocabulary(read, duties)])


def check_townships(read: Read, *, is_county: bool = True) -> list[Problem]:
    """The problems of the townships and counties that were read, each with its line and column.

    Not `is_county`: there are other townships, of which rules that hold them against each other cannot tell.
    """
    rules = [rule for rule in RULES.values() if is_county or not rule.asks_county]
    return _of_a_part(read, [one for rule in rules for one in rule.local(read.content)], True, is_county)


def check_vocabulary(read: Read, duties: Survey) -> list[Problem]:
    """The problems of all other files, and what is seen in all townships together, each with its line and column.

    `duties` is the survey of all townships.
    """
    vocabulary = replace(read.content, counties=(), townships=())
    wide = [one for rule in RULES.values() for one in rule.wide(read.content, duties)]
    local = [one for rule in RULES.values() for one in rule.local(vocabulary)]
    # What the survey saw of a township, it saw with its place.
    seen = [one for one in wide if one.where.file.startswith(TOWNSHIPS)]
    return [*_of_a_part(read, [*local, *wide], False), *seen]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems that know their lines, in the order of the files."""
    return sorted(problems, key=lambda problem: (problem.where.file, problem.at or (1, 1), problem.rule))


def _of_a_part(read: Read, found: Iterable[Problem], is_township: bool, is_county: bool = True) -> list[Problem]:
    problems = [one for one in (*read.problems, *found) if one.where.file.startswith(TOWNSHIPS) == is_township]
    if is_township:
        unasked = () if is_county else [rule.id for rule in RULES.values() if rule.asks_county]
        problems = allowances.allow(read.content, problems, RULES, unasked)
    # That several names in one, or the word for none, is not registered either says nothing new.
    misread = {problem.where: problem.rule for problem in problems if problem.rule in ("shape", "items-apart")}
    problems = [problem for problem in problems if misread.get(problem.where, problem.rule) == problem.rule]
    return [replace(problem, at=read.position(problem), message=_with_places(read, problem)) for problem in problems]


def _with_places(read: Read, problem: Problem) -> str:
    """A problem's message with the other places that it is about."""
    places = []
    for where in problem.also:
        line, _ = read.position(Problem("", "", where))
        places.append(f"{where.file}:{line}" if where.file in read.marks else where.file)
    return f"{problem.message}；另见 {'、'.join(places)}" if places else problem.message


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any problem is an error and not only a warning."""
    return any(problem.severity == Problem.ERROR for problem in problems)
