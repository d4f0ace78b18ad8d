"""Columns: the terms of a file as columns, which gzip packs smaller than rows by a sixth.

Alike values stand together: texts, kinds, numbers.  Terms of duties are in the order of their first documents; terms of
the vocabulary that lead to the same are one group.  Numbers are those between one and the one before.  The browser
reads them in `templates/theme/assets/search/columns.js`; golden.json holds the two to the same answers.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from generator.search.format import PostingRow, TermColumns, WordColumns, WordRow

_HEAD, _POSTING = 2, len(PostingRow._fields)
# What an everyday word is: no entry, the first of those that it leads to, or another.
_NONE, _FIRST, _OTHERS = 0, 1, 2


def of_terms(terms: Mapping[str, Sequence[int]]) -> TermColumns:
    """Terms with their rows (`TermRow`)."""
    found = TermColumns([], [], [], [], [], [])
    before = 0
    for term, (worth, fields, *numbers) in sorted(terms.items(), key=lambda one: (one[1][_HEAD], one[0])):
        documents, weights = numbers[::_POSTING], numbers[1::_POSTING]
        found.names.append(term)
        found.worths.append(worth)
        found.more.append(fields - len(documents))
        found.counts.append(len(documents))
        found.documents.extend([documents[0] - before, *documents[1:]])
        found.weights.extend(weights)
        before = documents[0]
    return found


def of_words(words: Mapping[str, WordRow]) -> WordColumns:
    """Terms of the vocabulary with their rows."""
    groups: dict[tuple[tuple[int, ...], tuple[tuple[int, ...], ...], int, int], list[str]] = defaultdict(list)
    for term, row in sorted(words.items()):
        groups[row.entries, tuple(map(tuple, row.topics)), row.worth, _says(row)].append(term)
    found = WordColumns([], [], [], [], [], [], [])
    before = 0
    # Those without entries as the last.
    for (entries, topics, worth, says), terms in sorted(groups.items(), key=lambda one: (not one[0][0], one[0])):
        found.names.append(" ".join(terms))
        found.worths.append(worth)
        found.says.append(says)
        found.counts.append(len(entries))
        found.entries.extend(number - last for last, number in pairwise((before, *entries)))
        found.asks.append(len(topics))
        found.topics.extend(number for topic in topics for number in topic)
        before = entries[0] if entries else before
    return found


def _says(row: WordRow) -> int:
    if row.says < 0:
        return _NONE
    return _FIRST if row.entries[:1] == (row.says,) else row.says + _OTHERS
