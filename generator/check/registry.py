"""Check: rules over the content.  Each rule reports; none raises, none repairs.

`RULES` has them all by id, in the order in which the site explains them: one module of `rules/` after another, each in
the order of its functions.  A new rule is a function in one of these modules; a new module is added to `_MODULES`.
"""

from generator.check import allowances
from generator.check.rule import Rule
from generator.check.rules import duties, numbers, pages, reading, registers, source, synonyms, texts, topics
from generator.model import Problem
from generator.read.folder import Read

_MODULES = (reading, allowances, numbers, registers, topics, synonyms, duties, texts, source, pages)

RULES: dict[str, Rule] = {
    rule.id: rule for module in _MODULES for rule in vars(module).values() if isinstance(rule, Rule)
}


def check(read: Read) -> list[Problem]:
    """Every problem of a content folder, in the order of the files; allowances applied."""
    problems = list(read.problems)
    for rule in RULES.values():
        problems += rule.problems(read.content)
    problems = allowances.allow(read.content, problems, RULES)
    # That several names in one, or the word for none, is not registered either says nothing new.
    misread = {problem.where: problem.rule for problem in problems if problem.rule in ("shape", "items-apart")}
    problems = [problem for problem in problems if misread.get(problem.where, problem.rule) == problem.rule]
    return sorted(problems, key=lambda problem: (problem.where.file, read.position(problem), problem.rule))


def has_errors(problems: list[Problem]) -> bool:
    """Whether any problem is an error and not only a warning."""
    return any(problem.severity == Problem.ERROR for problem in problems)
