"""Contacts: whether somebody still looks after them.  Their form is a matter of reading (`model.py`)."""

from collections.abc import Iterator

from generator.check.rule import wide_rule
from generator.check.survey import Survey
from generator.days import next_year
from generator.model import Content, Problem


@wide_rule(Problem.WARNING)
def contacts_confirmed(_: Content, all_duties: Survey) -> Iterator[Problem]:
    """联系方式每年核实一次；过了一年没有，从全部内容里最新的日期算起，不看今天是哪一天。
    正：as_of: 2026-11-03，最新的日期是 2027-10-01
    误：as_of: 2025-03-01，最新的日期是 2026-11-03
    """
    newest = all_duties.newest
    for one in all_duties.contacts:
        if next_year(one.as_of) < newest:
            message = (
                f"{one.whose}的联系方式是 {one.as_of} 核实的，到 {newest}（全部内容里最新的日期）过了一年；"
                "请打电话、看网页核实，再改 as_of"
            )
            yield Problem("", message, one.where, at=one.at)
