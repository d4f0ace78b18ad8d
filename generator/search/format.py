"""Format: the files of the search, as the browser reads them (`index.py` says which there are).

A file of results is a list of `ResultRow`, one of texts has the sentences of each, both with their texts in digits
(`columns.spelt`); one of further postings has those of its terms.
"""

from typing import NamedTuple, TypedDict

from generator.rows import NamedRow, Rest

# Where the search page carries meta.json, and how JSON in HTML writes <.
_CARRIER, _LESS_THAN = '<script type="application/json" data-search-meta>', "\\u003c"


class ScopeRow(NamedTuple):
    """What must be known of a scope (a township, a county, all townships) before a search in it.

    The folder of its files, which is named by what is in them; how many documents there are; the first places of the
    files of terms and of further postings (`cuts.py`), each from the one before; how many files of leads; how many
    documents a file of results has.
    """

    version: str
    size: int
    terms: str
    further: str
    leads: int
    rows: int


class SearchMeta(TypedDict):
    """What must be known before a search.

    All townships as a scope; the folder of what is made of the vocabulary alone, the first places of its files of
    words; how many entries and topics the vocabulary has; how many documents a file of texts has, and a file of
    facets; how many matters a file of those has that no list carries; the commonest characters, in their order; with
    which letters and digits terms begin; how many files of sounds there are; which townships the page must list; the
    lists by their kinds; words that do not count; characters that tell nothing; traditional characters; what terms
    tell, by kind; what a term of a topic's questions or name weighs at most; how much less a duty weighs that was
    taken back.
    """

    all: ScopeRow
    vocabulary: str
    words: str
    entries: int
    topics: int
    texts: int
    facets: int
    elsewhere: int
    common: str
    letters: str
    sounds: int
    places: str
    lists: dict[str, str]
    fillers: list[str]
    empty: str
    characters: dict[str, str]
    worths: list[float]
    asked: float
    called: float
    reclaimed: float


class SearchPointer(SearchMeta):
    """meta.json: the version of the index as a whole, and of which build the scripts are that read it."""

    version: str
    assets: str


class CharactersRow(NamedTuple):
    """Traditional characters, and in the same order their simplified ones."""

    traditional: str
    simplified: str


class PostingRow(NamedTuple):
    """A document of a term or of an entry: how many further than the one before, and what it weighs in it, tenfold."""

    step: int
    weight: int


class TopicRow(NamedTuple):
    """A document of a topic: how many further than the one before, and the parts that grow with its fields' lengths.

    Those of the questions about its topics, negative where the duty was taken back, and of their names; tenfold.
    """

    step: int
    asked: int
    called: int


class TermRow(NamedTuple):
    """A term that duties have: what it tells by its kind, in how many fields it is, its postings.

    In so many fields is negative where it has further postings.
    """

    worth: int
    fields: int
    numbers: Rest[int]


class LeadRow(NamedTuple):
    """An entry of the everyday words, or a topic: how many documents it leads to, and the heaviest of them.

    An entry's are `PostingRow`, a topic's `TopicRow`, one after another.
    """

    total: int
    numbers: Rest[int]


class OnceColumns(NamedTuple):
    """The postings of entries, each once: how many documents each has, these, and in what grade they weigh.

    The first document is told from that of the postings before, a grade from the last one of its document, or else from
    the one before.  Which postings each entry of the vocabulary has: 0 none, 1 the next, 2 those that were used last, 3
    those used before them.
    """

    counts: str
    documents: str
    weights: str
    which: str


class TopicColumns(NamedTuple):
    """The topics of a few townships: their numbers, each from the one before, how many documents each has, and these.

    Of all documents the other two numbers of their `TopicRow`, in grades, as `LeadColumns` has them.
    """

    numbers: str
    counts: str
    documents: str
    asked: str
    called: str


class KeysRow(NamedTuple):
    """Characters: which of the 3,755 common ones of GB 2312, six in a digit of `columns.py`, and others."""

    common: str
    others: str


class ScopePointer(TypedDict):
    """The pointer of a township or a county.

    Of which build the scripts must be that read it; the townships whose numbers its facets have; the characters by
    which its duties' own terms are kept; where it has no files of leads, what the vocabulary's entries and its topics
    lead to.
    """

    version: str
    assets: str
    scope: ScopeRow
    townships: list[str]
    keys: KeysRow
    entries: OnceColumns
    topics: TopicColumns


class AskRow(NamedTuple):
    """A topic that a term leads to: how often it is in the questions about it, and in its name."""

    topic: int
    asked: int
    called: int


class WordRow(NamedTuple):
    """A term of the vocabulary: what it tells by its kind, the entry that it is, and what it leads to.

    An everyday word as a whole is an entry; -1 where it is none.  The matter that no list carries which it is called
    by; -1 where there is none.
    """

    worth: int
    says: int
    entries: tuple[int, ...]
    topics: tuple[AskRow, ...]
    # Twice the number of the matter, and 1 more where it is called so in brief queries only; or -1.
    elsewhere: int = -1


class TermColumns(NamedTuple):
    """Terms of duties as columns (`columns.py`), in digits, in the order of their first documents, with spaces between.

    What they tell by their kinds; how many more fields than documents each is in (of either sign); how many documents
    each has; these, the first of each from that of the one before; in what grade it weighs in them.
    """

    names: str
    worths: str
    more: str
    counts: str
    documents: str
    weights: str


class WordColumns(NamedTuple):
    """Terms of the vocabulary as columns, in digits, those between strokes, and spaces, which lead to the same.

    What they tell by their kinds; the entry that they are: 0 none, 1 the first that they lead to, 2 the entry 0; how
    many entries each has; these, each from the one before, the first from that of the one before (of either sign); how
    many topics each has; these, each from the one before (of either sign), and the other columns of their `AskRow`; the
    matter elsewhere: 0 none, 1 the first, 2 the first by a word of brief queries, 3 the second.  And how far the common
    characters of the file, from its first place on, lean to what no list carries: 9 not at all, each step is a half.
    """

    names: str
    worths: str
    says: str
    counts: str
    entries: str
    asks: str
    topics: str
    asked: str
    called: str
    elsewhere: str
    leans: str


class LeadColumns(NamedTuple):
    """Entries, or topics, as columns: their numbers, each from the one before.

    How many more documents than stand here each leads to (of either sign); how many stand here; these, as `LeadRow` has
    them; and each of the other columns of their rows, in grades, those of questions twice that, and 1 more where they
    are negative.
    """

    numbers: str
    more: str
    counts: str
    documents: str
    weights: list[str]


class TermFile(TypedDict):
    """A file of terms: those of duties, and those of the vocabulary."""

    terms: TermColumns
    words: WordColumns


class LetterFile(TypedDict):
    """What a long letter is read by: two Bloom filters (`shards.bloom`), and the words that letters have oftenest.

    The filters are of how that begins which no list carries, and of the other pairs that are words of the vocabulary.
    """

    filters: list[str]
    words: WordColumns


class LeadFile(TypedDict):
    """A file of leads: of entries, and of topics."""

    entries: LeadColumns
    topics: LeadColumns


class SoundRow(NamedTuple):
    """A word, its syllables where it is not read as its characters are, and how likely it is meant."""

    word: str
    sound: str
    weight: int


class SoundColumns(NamedTuple):
    """Words by how they sound, as columns: the sounds; the words of each, in digits; of each word the rest of it."""

    keys: str
    words: str
    sounds: str
    weights: str


class PhraseColumns(NamedTuple):
    """Words without how likely they are: the sounds; the words of each, in digits."""

    keys: str
    words: str


class SoundFile(TypedDict):
    """Words by how they sound: by their initials, or by their first two or last two syllables.

    Those that may be meant, with how likely (`SoundRow`); phrases that may be meant within a sentence, the commonest
    first; ordinary words, that are no slip.
    """

    sounds: SoundColumns
    within: PhraseColumns
    ordinary: PhraseColumns


class AnswerRow(NamedTuple):
    """Who does a duty: the kind of the answer, in a word, in a sentence."""

    kind: str
    word: str
    sentence: str


class MemberRow(NamedTuple):
    """A duty of a result; its number is 0 where its id has it (c-040)."""

    township: str
    id: str
    number: int


class MeaningRow(NamedTuple):
    """An official word of a result, and the entries of everyday words that mean it, each from the one before."""

    word: str
    entries: str


class ResultRow(NamedTuple):
    """What a result shows: in all so many duties, of which the first are named.

    The sentences of the first stand in a file of texts: over several townships, in that folder and at that place.
    Topics, which only suggestions want, are left out within a township: its pointer says what each topic leads to.
    """

    name: str
    list: str
    category: str
    answer: AnswerRow
    topics: tuple[NamedRow, ...]
    departments: tuple[NamedRow, ...]
    total: int
    members: tuple[MemberRow, ...]
    meanings: tuple[MeaningRow, ...]
    folder: str
    place: int


class HotlineRow(NamedTuple):
    """A number that can be called anywhere, and its name."""

    number: str
    name: str


class ElsewhereRow(NamedTuple):
    """A matter that no list carries: its name, whom to ask, of which kind the county's department is, what to do."""

    name: str
    ask: str
    kind: str
    do: str
    calls: tuple[HotlineRow, ...]


class DeskRow(NamedTuple):
    """A department that may be asked: its address in the site, and its name."""

    url: str
    name: str


class PhoneRow(NamedTuple):
    """A number as it is written, and as it is dialled."""

    text: str
    dialled: str


class ContactRow(NamedTuple):
    """How a township is reached, and when that was confirmed."""

    phones: tuple[PhoneRow, ...] = ()
    hours: str = ""
    as_of: str = ""


class DeskFile(TypedDict):
    """Whom to ask in a scope: departments by their kinds; of a township itself, where it says so."""

    kinds: dict[str, list[DeskRow]]
    contact: ContactRow


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
    """What the numbers mean; a set of townships is its `RangeRow` one after another.

    Besides, in the first file of a scope, whom to ask in it: it is wanted as seldom, and files are uploaded one by one.
    """

    desks: list[DeskFile]
    townships: list[tuple[int, ...]]
    departments: list[str]
    categories: list[tuple[str, ...]]
    rows: list[FacetRow]


def with_meta(page: str, meta: str) -> str:
    """The search page with what every search must know in it, so that it need not be asked for."""
    return page.replace(_CARRIER, f"{_CARRIER}{meta.replace('<', _LESS_THAN)}", 1)
