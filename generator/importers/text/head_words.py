"""The words of column heads: what they mean by the vocabulary, and what a person says of a column (`--columns`)."""

import re
import unicodedata
from functools import cache

from generator.importers.cells import plain
from generator.importers.draft import ImportProblem
from generator.model import Column, ColumnVocabulary, GivenColumn, HeadMeaning, ListKind
from generator.project import PROJECT
from generator.read.folder import COLUMN_FILE, read_one
from generator.words.characters import did_you_mean


def bare(head: str) -> str:
    """A head without white space, brackets and what they hold, in ordinary width, for comparing."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", plain(head))).strip("：:*")
    return re.sub(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]", "", text) or text


class _Words:
    """The vocabulary, ready for looking up."""

    def __init__(self, vocabulary: ColumnVocabulary) -> None:
        words = [(bare(word), meaning) for meaning in HeadMeaning for word in vocabulary.words(meaning)]
        self.exact = {word: meaning for word, meaning in words if "..." not in word}
        # NFKC turns “…” into three dots.
        self.patterns = [
            (re.compile(".*".join(map(re.escape, word.split("...")))), len(word.replace("...", "")), meaning)
            for word, meaning in words
            if "..." in word
        ]

    def meaning(self, head: str) -> HeadMeaning | None:
        """What a head means: a word of its own, or the longest pattern; None where two are as long."""
        text = bare(head)
        return self.exact.get(text) or self._longest(text)

    def _longest(self, text: str, sign: str = "") -> HeadMeaning | None:
        fitting = [
            (length, meaning)
            for pattern, length, meaning in self.patterns
            if sign in pattern.pattern and pattern.fullmatch(text)
        ]
        longest = max((length for length, _ in fitting), default=0)
        meanings = {meaning for length, meaning in fitting if length == longest}
        return meanings.pop() if len(meanings) == 1 else None

    def under(self, upper: str, lower: str) -> HeadMeaning | None:
        """What a head in two lines means: by words for the two, the lower one alone, or what they are together."""
        if not lower or not upper:
            return self.meaning(lower or upper)
        both = f"{bare(upper)}/{bare(lower)}"
        return self._longest(both, "/") or self.meaning(lower) or self._longest(both)


@cache
def project_words() -> ColumnVocabulary:
    """The project's own vocabulary, for who has no other."""
    vocabulary, _ = read_one(PROJECT / "content", COLUMN_FILE, ColumnVocabulary)
    if vocabulary is None:
        raise ImportProblem(f"没有词表 {COLUMN_FILE}")
    return vocabulary


@cache
def words(vocabulary: ColumnVocabulary) -> _Words:
    """The vocabulary, ready for looking up."""
    return _Words(vocabulary)


def given_columns(option: str, vocabulary: ColumnVocabulary) -> tuple[GivenColumn, ...]:
    """What an option says: 序号=A,事项名称=C, with 配合履职: before it where it is for one list.

    Raises ImportProblem where it cannot be understood.
    """
    listed, _, pairs = option.rpartition(":") if ":" in option else option.rpartition("：")
    kinds: set[ListKind | None] = {*ListKind.named_in(listed)} if listed else {None}
    if len(kinds) != 1:
        raise ImportProblem(
            f"--columns 里的“{listed}”不是清单；冒号前面写 基本履职、配合履职 或 收回，例如 配合履职:序号=A,事项名称=C"
        )
    return tuple(_given(next(iter(kinds)), pair, vocabulary) for pair in re.split("[,，]", pairs))


def _given(kind: ListKind | None, pair: str, vocabulary: ColumnVocabulary) -> GivenColumn:
    head, _, place = (part.strip() for part in unicodedata.normalize("NFKC", pair).partition("="))
    meaning = HeadMeaning.EXTRA if head == "附栏" else words(vocabulary).meaning(head)
    if meaning is None:
        known = [column.head for column in Column] + ["附栏"]
        raise ImportProblem(f"--columns 里的“{head}”不认识{did_you_mean(head, known)}；可以写：{'、'.join(known)}")
    if not re.fullmatch("[A-Za-z]{1,2}", place):
        raise ImportProblem(f"--columns 里“{head}”的栏“{place}”不对；请照 Excel 写字母，例如 {head}=A")
    return GivenColumn(list=kind, means=meaning, column=place.upper())
