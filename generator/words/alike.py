"""Alike: names that are nearly the same, by the pairs of characters that they share.

    监督检查农机安全 ~ 监督检查农机安全工作      7 of 9 pairs in common (Jaccard)
    做好第4号网格的巡查 ≠ 做好第44号网格的巡查    other numbers, other things

Only names that share one of their rarest pairs are compared, so that the work grows with the number of names: where
two are alike to a degree, they share one of so many of their rarest (prefix filtering, Chaudhuri and others 2006).
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

_NO_WORDS = re.compile(r"[\W_]+")
# What kind of place it is tells no two names of a duty apart.
_PLACES = re.compile("乡镇|街道|镇|乡|苏木")
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十百千]+")


def plain_name(name: str) -> str:
    """A name without what makes no difference: punctuation, width, which kind of place it is of."""
    return _PLACES.sub("乡", _NO_WORDS.sub("", unicodedata.normalize("NFKC", name)))


def alike(names: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
    """The pairs of plain names that are at least so alike, by their places, with how alike they are.

    Those in which other numbers stand are not.
    """
    pairs = [frozenset(map("".join, pairwise(name))) or frozenset((name,)) for name in names]
    common = Counter(pair for own in pairs for pair in own)
    by_pair: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(pairs):
        rarest = sorted(own, key=lambda pair: (common[pair], pair))[: len(own) - math.ceil(least * len(own)) + 1]
        seen = {other for pair in rarest for other in by_pair[pair]}
        for other in sorted(seen):
            shared = len(own & pairs[other])
            degree = shared / (len(own) + len(pairs[other]) - shared)
            if degree >= least and _NUMBERS.findall(names[place]) == _NUMBERS.findall(names[other]):
                yield other, place, degree
        for pair in rarest:
            by_pair[pair].append(place)
