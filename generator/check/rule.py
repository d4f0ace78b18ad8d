"""Rule: what a rule is, and how a function becomes one.

A rule is a generator of problems under the id that its name spells (`numbers_consecutive` is `numbers-consecutive`).
Its docstring is for the people who edit YAML: one sentence, a good and a bad example, and what to do about it where the
message has no room for that.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from generator.check.survey import Survey, survey
from generator.model import Content, Problem

RuleFunction = Callable[[Content], Iterator[Problem]]
# Of the content it looks at the vocabulary and the hand-written pages; all that it asks of the duties is the survey.
WideFunction = Callable[[Content, Survey], Iterator[Problem]]

_DOCSTRING = re.compile(r"\s*(.+?)\s*正：(.+?)\s*误：(.+?)\s*(?:改：(.+?)\s*)?", re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """A rule: its id, severity, and what people read about it.

    `check` looks at townships and the vocabulary, `across` at the vocabulary and what all duties together say; both
    are None where the rule runs elsewhere.  One that `asks_county` says nothing of a township that is alone.
    """

    id: str
    severity: str
    sentence: str
    good: str
    bad: str
    check: RuleFunction | None = None
    across: WideFunction | None = None
    remedy: str = ""
    asks_county: bool = False

    def problems(self, content: Content) -> Iterator[Problem]:
        """What the rule reports of a whole content, under its id and severity."""
        yield from self.local(content)
        if self.across:
            yield from self.wide(content, survey(content))

    def local(self, content: Content) -> Iterator[Problem]:
        """What it reports where it looks at each township by itself."""
        return self._named(self.check(content) if self.check else ())

    def wide(self, content: Content, all_duties: Survey) -> Iterator[Problem]:
        """What it reports where it looks at the duties of all."""
        return self._named(self.across(content, all_duties) if self.across else ())

    def _named(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        return (replace(problem, rule=self.id, severity=self.severity) for problem in problems)


def documented(
    id: str, severity: str, docstring: str, check: RuleFunction | None = None, across: WideFunction | None = None
) -> Rule:
    """The rule of a docstring: a sentence, a good (正：) and a bad (误：) example.  Raises ValueError without these."""
    found = _DOCSTRING.fullmatch(docstring)
    if not found:
        raise ValueError(f"规则 {id} 的说明要有一句话、“正：”和“误：”")
    sentence, good, bad, remedy = (re.sub(r"\s*\n\s*", " ", part or "") for part in found.groups())
    return Rule(id, severity, sentence, good, bad, check, across, remedy)


def rule(severity: str = Problem.ERROR, *, asks_county: bool = False) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a function: under the id that its name spells, explained by its docstring.

    One that `asks_county` holds the townships of a county against each other.
    """

    def made(function: RuleFunction) -> Rule:
        found = documented(_id(function), severity, function.__doc__ or "", function)
        return replace(found, asks_county=asks_county)

    return made


def wide_rule(severity: str = Problem.ERROR) -> Callable[[WideFunction], Rule]:
    """Make a rule, as `rule` does, of a function that looks at the duties of all together."""

    def made(function: WideFunction) -> Rule:
        return documented(_id(function), severity, function.__doc__ or "", across=function)

    return made


def _id(function: RuleFunction | WideFunction) -> str:
    return function.__name__.replace("_", "-")
