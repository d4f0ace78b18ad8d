"""Answer: 谁来办, who does a duty, in a word and in a sentence; and 下一步, whom to ask."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.link.catalogue import (
    Answer,
    AnswerKind,
    DepartmentRef,
    LinkedDuty,
    Mention,
    Reachable,
    TownshipHead,
    responsible,
)
from generator.model import AnyDuty, BasicDuty, Contact, CooperativeDuty, ReclaimedDuty, ReclaimedStatus
from generator.words.references import Reference, ReferenceKind

# How a department says that it took a duty back only to end it, and what it says where the duty was to assess others.
_CANCELLED = re.compile("^(?:负责)?取消|^阶段性工作已完成")
_NO_ASSESSMENT = re.compile("不再对?[^。；，]*考核")
_ASSESSMENT = "考核"
# Of more departments than these nobody is told to ask all.
_MOST_ASKED = 3


class Step(StrEnum):
    """下一步: whom to ask about a duty."""

    TOWN = "town"
    DEPARTMENTS = "departments"
    MANY_DEPARTMENTS = "many-departments"
    TAKEN_OVER = "taken-over"
    ENDED = "ended"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class NextStep:
    """Whom to ask, as far as the list says, the phone numbers that it gives, and who of them can be reached how."""

    step: Step
    mentions: tuple[Mention, ...]
    phones: tuple[Reference, ...]
    reachable: tuple[Reachable, ...] = ()


def next_step(duty: LinkedDuty) -> NextStep:
    """What a citizen does next who has read who does a duty."""
    phones = tuple(
        citation.reference for citation in duty.citations if citation.reference.kind is ReferenceKind.HOTLINE
    )
    return NextStep(_step(duty), duty.responsible, phones, duty.reachable)


def reachable(
    duty: LinkedDuty, township: Contact | None, departments: Mapping[DepartmentRef, Contact]
) -> tuple[Reachable, ...]:
    """Those to ask about a duty of whom it is known how: departments first, as the next step has them."""
    step = _step(duty)
    refs = dict.fromkeys(ref for mention in duty.responsible for ref in mention.departments)
    found = [Reachable(ref.name, departments[ref]) for ref in refs if ref in departments]
    office = [Reachable(duty.township.office, township)] if township else []
    match step:
        case Step.DEPARTMENTS:
            return (*found, *office)
        case Step.TAKEN_OVER:
            return tuple(found)
        case _:
            return tuple(office)


def _step(duty: LinkedDuty) -> Step:
    match duty.answer:
        case Answer(kind=AnswerKind.TOWN):
            return Step.TOWN
        case Answer(kind=AnswerKind.ASSIST):
            return Step.MANY_DEPARTMENTS if len(duty.responsible) > _MOST_ASKED else Step.DEPARTMENTS
        case Answer(kind=AnswerKind.TAKEN_OVER, is_cancelled=False):
            return Step.TAKEN_OVER
        case Answer(kind=AnswerKind.INCOMPLETE):
            return Step.UNCLEAR
        case _:
            return Step.ENDED


def departments_beside(duty: LinkedDuty) -> tuple[Mention, ...]:
    """The departments to list beside the answer: none where its sentence names the one that there is."""
    is_told = duty.answer.kind in (AnswerKind.ASSIST, AnswerKind.TAKEN_OVER) and not duty.answer.is_cancelled
    return () if is_told and len(duty.mentions) == 1 else duty.mentions


def answer(head: TownshipHead, duty: AnyDuty, mentions: tuple[Mention, ...]) -> Answer:
    """Who does it, from the list that the duty stands in and the departments that it names."""
    town = head.kind.inside
    names = [mention.name for mention in responsible(mentions)]
    who = names[0] if len(names) == 1 else f"{names[0]}等 {len(names)} 个部门" if names else ""
    verb = "牵头" if any(mention.lead for mention in mentions) else "负责"
    match duty:
        case BasicDuty():
            return Answer(AnswerKind.TOWN, f"{town}直接办", f"由{head.spoken}直接办理。")
        case CooperativeDuty() if mentions and duty.township:
            return Answer(AnswerKind.ASSIST, f"{town}配合", f"由{who}{verb}，{head.spoken}配合。")
        case ReclaimedDuty(status=ReclaimedStatus.DISCONTINUED):
            return Answer(AnswerKind.DISCONTINUED, "不再开展", "这项工作已不再开展。")
        case ReclaimedDuty() if mentions and _is_cancelled(duty):
            sentence = f"这项工作已取消，{head.spoken}不再办理；清单写明的承接部门是{who}。"
            return Answer(AnswerKind.TAKEN_OVER, "已取消", sentence, is_cancelled=True)
        case ReclaimedDuty() if mentions:
            return Answer(AnswerKind.TAKEN_OVER, "上级部门收回", f"已由{who}收回，{head.spoken}不再办理。")
        case _:
            return Answer(AnswerKind.INCOMPLETE, "信息不全", f"原文没有写全由谁负责，请向{head.kind.office}询问。")


def _is_cancelled(duty: ReclaimedDuty) -> bool:
    """Whether all that a duty's text says is that there is no such duty any more."""
    ends_assessment = _ASSESSMENT in duty.name
    return bool(duty.method) and all(
        _CANCELLED.search(text) or (ends_assessment and _NO_ASSESSMENT.search(text)) for text in duty.method
    )
