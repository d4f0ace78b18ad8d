"""Format: the files of the search, as the browser reads them (`index.py` says which there are).

A file of terms has `TermRow` by term, one of further terms the postings alone; a file of sounds has its `SoundRow` one
after another; a file of results is a list of `ResultRow`.
"""

from typing import NamedTuple, TypedDict

from generator.rows import NamedRow, Rest


class CutsRow(NamedTuple):
    """How many files of terms a family has, and of further terms."""

    terms: int
    further: int


class SearchMeta(TypedDict):
    """What must be known before a search.

    The cuts of each kind of family; how many documents a file of results, facets, passages has; by the number of their
    files, the characters with which very many terms begin; how many files of sounds there are; which townships the page
    must list; the lists by their kinds; words that do not count; characters that tell nothing; traditional characters.
    """

    all: CutsRow
    county: CutsRow
    township: CutsRow
    rows: int
    facets: int
    passages: int
    crowded: dict[str, str]
    sounds: int
    places: str
    lists: dict[str, str]
    fillers: list[str]
    empty: str
    characters: dict[str, str]


class SearchPointer(SearchMeta):
    """meta.json: of which version the other files are, and of which build the scripts that read them."""

    version: str
    assets: str


class CharactersRow(NamedTuple):
    """Traditional characters, and in the same order their simplified ones."""

    traditional: str
    simplified: str


class PostingRow(NamedTuple):
    """A document of a term: how many further than the one before, and what the term weighs in it."""

    step: int
    weight: int


class TermRow(NamedTuple):
    """A term: its importance, negative where it has further documents; its postings, and its entry if it has one.

    An entry is the number of an everyday word in the vocabulary.
    """

    importance: int
    numbers: Rest[int]


class SoundRow(NamedTuple):
    """A word, its syllables, and how likely it is meant."""

    word: str
    sound: str
    weight: int


class AnswerRow(NamedTuple):
    """Who does a duty: the kind of the answer, in a word, in a sentence."""

    kind: str
    word: str
    sentence: str


class MemberRow(NamedTuple):
    """A duty of a result, and its place in the township's index."""

    township: str
    id: str
    number: int
    place: int


class MeaningRow(NamedTuple):
    """An official word of a result, and the entries of everyday words that mean it."""

    word: str
    entries: Rest[int]


class ResultRow(NamedTuple):
    """What a result shows: in all so many duties, of which the first are named."""

    name: str
    list: str
    category: str
    answer: AnswerRow
    topics: tuple[NamedRow, ...]
    departments: tuple[NamedRow, ...]
    total: int
    members: tuple[MemberRow, ...]
    meanings: tuple[MeaningRow, ...]


class RangeRow(NamedTuple):
    """Townships by their numbers, from one to another."""

    first: int
    last: int


class FacetRow(NamedTuple):
    """What filters ask of a document, as numbers: of its set of townships, list, set of categories, departments."""

    townships: int
    list: int
    categories: int
    departments: Rest[int]


class FacetFile(TypedDict):
    """What the numbers mean; a set of townships is its `RangeRow` one after another."""

    townships: list[tuple[int, ...]]
    departments: list[str]
    categories: list[tuple[str, ...]]
    rows: list[FacetRow]
