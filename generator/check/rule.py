"""Rule: what a rule is, and how a function becomes one.

A rule is a generator of problems under the id that its name spells (`numbers_consecutive` is `numbers-consecutive`).
Its docstring is for the people who edit YAML: one sentence, a good and a bad example.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from generator.model import Content, Problem

RuleFunction = Callable[[Content], Iterator[Problem]]

_DOCSTRING = re.compile(r"\s*(.+?)\s*正：(.+?)\s*误：(.+?)\s*", re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """A rule: its id, severity, and what people read about it; `check` is None where it runs elsewhere."""

    id: str
    severity: str
    sentence: str
    good: str
    bad: str
    check: RuleFunction | None = None

    def problems(self, content: Content) -> Iterator[Problem]:
        """What the rule reports, under its id and severity."""
        for problem in self.check(content) if self.check else ():
            yield replace(problem, rule=self.id, severity=self.severity)


def documented(id: str, severity: str, docstring: str, check: RuleFunction | None = None) -> Rule:
    """The rule of a docstring: a sentence, a good (正：) and a bad (误：) example.  Raises ValueError without these."""
    found = _DOCSTRING.fullmatch(docstring)
    if not found:
        raise ValueError(f"规则 {id} 的说明要有一句话、“正：”和“误：”")
    sentence, good, bad = (re.sub(r"\s*\n\s*", " ", part) for part in found.groups())
    return Rule(id, severity, sentence, good, bad, check)


def rule(severity: str = Problem.ERROR) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a function: under the id that its name spells, explained by its docstring."""

    def made(function: RuleFunction) -> Rule:
        return documented(function.__name__.replace("_", "-"), severity, function.__doc__ or "", function)

    return made
