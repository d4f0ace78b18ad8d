"""Texts: how they are written."""

import re
from collections import Counter
from collections.abc import Iterator

from generator.check.places import passages_of, problem, texts_of
from generator.check.rule import rule
from generator.model import Content, Problem, duty_places
from generator.read.slips import ENUMERATOR
from generator.words.patterns import TextPattern

# ASCII punctuation right after or before a Han character; 1.5, A/B and (2) inside figures are fine.
HALF_WIDTH = TextPattern(
    "punctuation-full-width",
    Problem.WARNING,
    re.compile(r"([\u4e00-\u9fff”》）])[,;:?!]|[,;:?!](?=[\u4e00-\u9fff“《（])"),
    "中文里有半角标点“{found}”：“{around}”；请改成全角",
)
ENUMERATED = TextPattern(
    "enumerators-not-in-text",
    Problem.ERROR,
    re.compile(rf"^(){ENUMERATOR.pattern}"),
    "“{begins}”以编号“{found}”开头；编号由列表自动产生，请删去",
)
# As much of a text as is quoted.
QUOTED = 30
DOUBLED = "“{begins}”出现了 {count} 次；请删去多余的，若原文如此，用 allow 写明"


@rule(Problem.WARNING)
def punctuation_full_width(content: Content) -> Iterator[Problem]:
    """中文里用全角标点；来源文本就印作半角的，照原文保留。
    正：审核，上报；
    误：审核,上报;
    """
    for township in content.townships:
        printed = re.sub(r"\s", "", township.source_text or "")
        for where, keys, text in texts_of(township):
            found = next(HALF_WIDTH.find(text), None)
            if found and re.sub(r"\s", "", text) not in printed:
                yield problem(where.under(keys), HALF_WIDTH.say(text, *found))


@rule()
def texts_not_blank(content: Content) -> Iterator[Problem]:
    """每条文字都要有内容，首尾不带空格，中间不换行。
    正：初审并上报。
    误：只有空格的一条
    """
    for township in content.townships:
        for where, keys, text in texts_of(township):
            if not text.strip():
                yield problem(where.under(keys), "这一条是空的；请补上或删去")
            elif text != text.strip() or "\n" in text or "\t" in text:
                yield problem(where.under(keys), "文字首尾有空格，或中间有换行、制表符；请写成一行")


@rule()
def texts_not_doubled(content: Content) -> Iterator[Problem]:
    """同一栏里不应有两条相同的文字；原文确实重复的，用 allow 写明。
    正：每条只出现一次
    误：同一条职责出现两次
    """
    for township in content.townships:
        for where, _, _, duty in duty_places(township):
            for passage in passages_of(duty):
                for text, count in Counter(passage.texts).items():
                    if count > 1:
                        last = len(passage.texts) - 1 - passage.texts[::-1].index(text)
                        yield problem(
                            where.under(passage.keys) / last, DOUBLED.format(begins=text[:QUOTED], count=count)
                        )


@rule()
def enumerators_not_in_text(content: Content) -> Iterator[Problem]:
    """编号是结构不是文字：一条职责不以“1.”开头，每条各占一行。
    正：- 初审并上报。
    误：- 1. 初审并上报。
    """
    for township in content.townships:
        for where, keys, text in texts_of(township):
            for found in ENUMERATED.find(text):
                yield problem(where.under(keys), ENUMERATED.say(text, *found))
