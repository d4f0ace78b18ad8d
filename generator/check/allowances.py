"""Allowances: deviations that the content says are meant, and that are an error where they are not needed."""

from collections.abc import Collection, Iterator

from generator.check.places import list_file, township_file
from generator.check.rule import documented
from generator.model import Allowance, Content, Problem, Where, duty_places
from generator.read.folder import TOWNSHIP_FILE
from generator.words.characters import did_you_mean

allowances_needed = documented(
    "allowances-needed",
    Problem.ERROR,
    "allow 里的每一条都要确实还需要。 正：偏差改正后删去 allow 误：偏差已改正，allow 还留着",
)

_RULE_IDS = "；编号在检查结果末尾的方括号里，例如 numbers-consecutive"
# What breaks one of these is left out as it is read, or leads nowhere: no reason makes it fit to be published.
NEVER = {
    *("file-readable", "control-characters", "conflict-markers", "yaml-syntax", "yaml-safe", "duplicate-keys"),
    *("shape", "known-keys", "files-as-expected", "categories-known"),
    *("ids-unique", "ids-well-formed", "ids-not-reused", "records-fit"),
}


def allow(
    content: Content, problems: list[Problem], rules: Collection[str], unasked: Collection[str] = ()
) -> list[Problem]:
    """Take out the problems that an allowance covers; an allowance that covers none is a problem itself.

    But for those of rules that were not asked.
    """
    left = problems
    seen: set[tuple[Where, str]] = set()
    for (where, holder), allowance in _allowances(content):
        if allowance.rule in NEVER:
            message = f"“{allowance.rule}”不能允许偏差：不合这条规则的发布不了；请删去这条 allow，照检查写的改好那一处"
            left = [*left, Problem(allowances_needed.id, message, where)]
            continue
        covered = [
            problem for problem in problems if problem.rule == allowance.rule and _is_within(problem.where, holder)
        ]
        is_again = (holder, allowance.rule) in seen
        seen.add((holder, allowance.rule))
        if (not covered and allowance.rule not in unasked) or is_again:
            hint = "；请删去" if allowance.rule in rules else did_you_mean(allowance.rule, rules) or _RULE_IDS
            message = f"允许的偏差“{allowance.rule}”不再需要，或规则编号写错{hint}"
            left = [*left, Problem(allowances_needed.id, message, where)]
        left = [problem for problem in left if problem not in covered]
    return left


def _allowances(content: Content) -> Iterator[tuple[tuple[Where, Where], Allowance]]:
    """Each allowance with its own place and the place that it covers."""
    for township in content.townships:
        holders: list[tuple[Where, tuple[Allowance, ...]]] = [(township_file(township), township.file.allow)]
        for kind, duty_list in township.lists.items():
            holders.append((list_file(township, kind), duty_list.allow))
            for c, category in enumerate(duty_list.categories):
                holders.append((list_file(township, kind) / "categories" / c, category.allow))
        holders += [(where, duty.allow) for where, _, _, duty in duty_places(township)]
        for holder, allowances in holders:
            for index, allowance in enumerate(allowances):
                yield (holder / "allow" / index, holder), allowance


def _is_within(where: Where, holder: Where) -> bool:
    """Whether a place is the holder or inside it; what a township allows covers all its files."""
    if holder.file.endswith(TOWNSHIP_FILE):
        return where.file.startswith(holder.file.removesuffix(TOWNSHIP_FILE))
    return where.file == holder.file and where.keys[: len(holder.keys)] == holder.keys
