"""What makes a content fail: one error among any number of warnings."""

import pytest

from generator.check.registry import has_errors
from generator.model import Problem, Where

ERROR, WARNING = (Problem("x", "", Where("a.yml"), severity) for severity in (Problem.ERROR, Problem.WARNING))


@pytest.mark.parametrize(
    ("problems", "fails"),
    [([], False), ([WARNING], False), ([ERROR], True), ([WARNING, ERROR], True), ([ERROR, WARNING, WARNING], True)],
)
def test_one_error_is_enough(problems: list[Problem], fails: bool) -> None:
    """Warnings alone let it pass."""
    assert has_errors(problems) is fails
