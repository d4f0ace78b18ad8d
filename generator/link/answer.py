"""Answer: 谁来办, who does a duty, in a word and in a sentence."""

import re

from generator.link.catalogue import Answer, AnswerKind, Mention, TownshipHead
from generator.model import AnyDuty, BasicDuty, CooperativeDuty, ReclaimedDuty, ReclaimedStatus

# How a department says that it took a duty back only to end it, and what it says where the duty was to assess others.
_CANCELLED = re.compile("^(?:负责)?取消|^阶段性工作已完成")
_NO_ASSESSMENT = re.compile("不再对?[^。；，]*考核")
_ASSESSMENT = "考核"


def answer(head: TownshipHead, duty: AnyDuty, mentions: tuple[Mention, ...]) -> Answer:
    """Who does it, from the list that the duty stands in and the departments that it names."""
    town = {"乡镇": "乡镇", "街道": "街道"}.get(head.word, f"{head.word}里")
    leads = [mention.name for mention in mentions if mention.lead]
    names = leads or [mention.name for mention in mentions]
    who = names[0] if len(names) == 1 else f"{names[0]}等 {len(names)} 个部门" if names else ""
    verb = "牵头" if leads else "负责"
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
            return Answer(AnswerKind.INCOMPLETE, "信息不全", "原文没有写全由谁负责，请向乡镇询问。")


def _is_cancelled(duty: ReclaimedDuty) -> bool:
    """Whether all that a duty's text says is that there is no such duty any more."""
    ends_assessment = _ASSESSMENT in duty.name
    return bool(duty.method) and all(
        _CANCELLED.search(text) or (ends_assessment and _NO_ASSESSMENT.search(text)) for text in duty.method
    )
