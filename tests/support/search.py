"""Indexes: of a content, and where a built site has those of its scopes."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Any

from generator import paths
from generator.link.catalogue import LinkedCounty
from generator.link.linker import link
from generator.model import Content
from generator.search import columns
from generator.search.characters import common_characters
from generator.search.index import index

# Of which build the scripts are that read it.
ASSETS = "a1"


def vocabulary_of(content: Content) -> Content:
    """What the search needs of a content beside its counties."""
    return replace(content, townships=())


def index_files(content: Content) -> dict[str, bytes]:
    """The files of a content's index, by their paths in the site."""
    return counties_files(link(content).counties, content)


def counties_files(counties: tuple[LinkedCounty, ...], content: Content) -> dict[str, bytes]:
    """The files of some counties' index."""
    return dict(index(counties, vocabulary_of(content), ASSETS))


def scope_of(files: Mapping[str, bytes], scope: str) -> dict[str, Any]:
    """What stands in a scope's files, by their names in its folder: `all`, `vocabulary`, a county or a township."""
    meta = json.loads(files[paths.SEARCH_META])
    if scope in ("all", "vocabulary"):
        version = meta["all"][0] if scope == "all" else meta["vocabulary"]
    else:
        version = json.loads(files[paths.search_pointer(scope)])["version"]
    folder = f"{paths.search_folder(version)}/"
    return {
        name.removeprefix(folder)[: -len(".json")]: json.loads(text)
        for name, text in files.items()
        if name.startswith(folder)
    }


def index_of(site: Path, scope: str) -> Path:
    """The folder of a scope of a built site's index."""
    if scope == "all":
        return site / paths.search_folder(json.loads((site / paths.SEARCH_META).read_bytes())["all"][0])
    return site / paths.search_folder(json.loads((site / paths.search_pointer(scope)).read_bytes())["version"])


def numbers_of(text: str) -> list[int]:
    """The numbers of a column."""
    digits = iter([columns.DIGITS.index(one) for one in text])

    def number(start: int, count: int) -> int:
        for _ in range(count):
            start = start * 64 + next(digits)
        return start

    found = []
    for first in digits:
        if first < 48:
            found.append(first)
        elif first < 60:
            found.append(48 + number(first - 48, 1))
        else:
            found.append(48 + 12 * 64 + number(first - 60, 2) if first < 63 else number(0, 5))
    return found


def terms_of(text: str) -> list[str]:
    """The terms of a column, those between spaces."""
    return [_from_digits(name) for name in text.split()]


def _from_digits(text: str) -> str:
    known = (*common_characters(), *"，、。：；（）“”《》 0123456789abcdefghijklmnopqrstuvwxyz")
    digits = iter([columns.DIGITS.index(one) for one in text])
    return "".join(
        known[first * 64 + next(digits)] if first < 63 else chr((next(digits) * 64 + next(digits)) * 64 + next(digits))
        for first in digits
    )


def plain(value: Any) -> Any:
    """A value of JSON whose texts stand in digits."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    return _from_digits(value[1:]) if isinstance(value, str) and value.startswith("=") else value


def _signed(text: str) -> list[int]:
    return [-(one + 1) // 2 if one % 2 else one // 2 for one in numbers_of(text)]


def _weights(text: str) -> list[int]:
    return [weight_of(one) for one in numbers_of(text)]


def weight_of(grade: int) -> int:
    """A weight of a grade."""
    return round(columns.GRADE**grade)


def graded(weight: float) -> int:
    """A tenfold weight, as it is after it was written in a grade."""
    return weight_of(round(math.log(weight, columns.GRADE)))


def term_rows(file: Sequence[str]) -> Iterator[tuple[str, list[Any]]]:
    """The rows of duties' terms from their columns."""
    names, worths, more, counts, documents, weights = (
        terms_of(file[0]), numbers_of(file[1]), _signed(file[2]), *map(numbers_of, file[3:5]), _weights(file[5]),
    )  # fmt: skip
    at = before = 0
    for term, worth, one, count in zip(names, worths, more, counts, strict=True):
        before += documents[at]
        pairs = zip([before, *documents[at + 1 : at + count]], weights[at : at + count], strict=True)
        yield term, [worth, one + count, *chain.from_iterable(pairs)]
        at += count


def word_rows(file: Sequence[str]) -> Iterator[tuple[str, list[Any]]]:
    """The rows of the vocabulary's terms from their columns."""
    names = file[0].split("/") if file[0] else []
    worths, says, counts, _, asks, _, asked, called, elsewhere, _ = map(numbers_of, file[1:])
    entries = _signed(file[4])
    topics = list(map(list, zip(accumulate(_signed(file[6])), asked, called, strict=True)))
    at = ask = before = 0
    for terms, worth, said, count, led, other in zip(names, worths, says, counts, asks, elsewhere, strict=True):
        own = list(accumulate(entries[at : at + count], initial=before))[1:]
        before = own[0] if own else before
        entry = -1 if said == 0 else own[0] if said == 1 else said - 2
        yield from ((term, [worth, entry, own, topics[ask : ask + led], other - 1]) for term in terms_of(terms))
        at, ask = at + count, ask + led


def lead_rows(file: Sequence[Any]) -> Iterator[tuple[int, list[int]]]:
    """What entries, or topics, lead to, from their columns."""
    numbers, more, counts, documents, weights = (
        accumulate(numbers_of(file[0])), _signed(file[1]), *map(numbers_of, file[2:4]), file[4],
    )  # fmt: skip
    others = [_weights(weights[-1])]
    if len(weights) > 1:
        signed = (weight_of(one // 2) * (-1) ** (one % 2) for one in numbers_of(weights[0]))
        others.insert(0, list(signed))
    rows = iter(zip(documents, *others, strict=True))
    for number, one, count in zip(numbers, more, counts, strict=True):
        yield number, [one + count, *chain.from_iterable(islice(rows, count))]
