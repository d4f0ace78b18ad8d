"""OpenSearch: the duties as an engine takes them in, where a static search ends.

    opensearch/index.json                 settings and mapping: PUT /qingdan
    opensearch/bulk-0001.ndjson …         the documents: POST /_bulk, each a line that says which, and a line that is it
    opensearch/search-template.json       the query, with our boosts: PUT /_scripts/qingdan
    opensearch/index-synonyms.json        instead of index.json, where synonyms.txt lies beside the engine's settings
    opensearch/synonyms.txt               everyday words => official words, as Solr and OpenSearch read them

The analysis is that of our own search (`search/text.py`): characters folded, pairs of Han characters, words of others,
the fillers of questions left out.  What a duty says in official words, its document has in everyday words too, so that
nothing must be expanded when somebody asks.  https://docs.opensearch.org/latest/analyzers/
"""

import json
import re
from collections.abc import Iterator, Mapping

import orjson

from generator import paths
from generator.data.flat import note_text
from generator.files import Put
from generator.link.catalogue import Catalogue, LinkedDuty
from generator.model import Column, Content, ListKind, TopicGroup, Vocabulary
from generator.printed.form import paragraphs
from generator.search.documents import ASKED, BOOSTS, CALLED, EVERYDAY, RECLAIMED, DocumentMaker
from generator.search.text import simplified
from generator.search.weights import K1, B
from generator.search.wording import Wording

FOLDER = "opensearch"
INDEX = "qingdan"
# In bytes: half of what an engine takes at once by default (http.max_content_length is 100 MB).
MOST = 50_000_000
# From this likelihood on a duty certainly is what everyday words mean; the others weigh as much less as this.
_SURE, _PERHAPS = 1.0, 0.3

Json = dict[str, object]

_KEYWORD: Json = {"type": "keyword"}
_SHOWN: Json = {"type": "keyword", "index": False, "doc_values": False}


def _text(analyzer: str = "pairs") -> Json:
    return {"type": "text", "analyzer": analyzer, "search_analyzer": "question"}


# The fields of a document; a list of values is a field of the same type.
PROPERTIES: dict[str, Json] = {
    "township": _KEYWORD,
    "county": _KEYWORD,
    "label": _KEYWORD,
    "province": _KEYWORD,
    "prefecture": _KEYWORD,
    "county_name": _KEYWORD,
    "list": _KEYWORD,
    "number": {"type": "integer"},
    "category": {**_text(), "fields": {"exact": _KEYWORD}},
    "name": _text("pairs_and_characters"),
    "answer": _KEYWORD,
    "departments": {**_text(), "fields": {"exact": _KEYWORD}},
    "department_ids": _KEYWORD,
    "superior": _text(),
    "assistance": _text(),
    "method": _text(),
    "extras": _text(),
    "notes": {"type": "text", "index": False},
    "topics": _text(),
    "topic_ids": _KEYWORD,
    "asks": _text("pairs_and_characters"),
    "everyday": _text(),
    "everyday_perhaps": _text(),
    "url": _SHOWN,
}
# What is asked, and how much it weighs: as in our own search, whose field of texts is several here.
FIELDS = {
    "name": BOOSTS["name"],
    "topics": CALLED,
    "asks": ASKED,
    "everyday": EVERYDAY,
    "everyday_perhaps": EVERYDAY * _PERHAPS,
    "departments": BOOSTS["departments"],
    "category": BOOSTS["category"],
    **dict.fromkeys(("superior", "assistance", "method", "extras"), BOOSTS["text"]),
}


def export_opensearch(catalogue: Catalogue, put: Put, most: int = MOST) -> None:
    """Put the files of the export in their places; no file of documents is larger than `most` bytes."""
    for name, content in (
        ("index.json", index(catalogue.vocabulary)),
        ("index-synonyms.json", index(catalogue.vocabulary, has_synonyms=True)),
        ("search-template.json", search_template()),
    ):
        put(f"{FOLDER}/{name}", json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    put(f"{FOLDER}/synonyms.txt", "".join(synonyms(catalogue.vocabulary)))
    for number, batch in enumerate(_batches(_entries(catalogue), most), 1):
        put(f"{FOLDER}/bulk-{number:04}.ndjson", batch)


def index(vocabulary: Vocabulary, has_synonyms: bool = False) -> Json:
    """The settings and the mapping of the index."""
    pairs = ["cjk_width", "lowercase", "pairs"]
    question = [*pairs, "everyday"] if has_synonyms else pairs
    filters: Json = {
        "pairs": {"type": "cjk_bigram"},
        "pairs_and_characters": {"type": "cjk_bigram", "output_unigrams": True},
    }
    if has_synonyms:
        filters["everyday"] = {"type": "synonym_graph", "synonyms_path": f"{INDEX}/synonyms.txt", "lenient": True}
    analysis: Json = {
        "char_filter": {
            "simplified": {"type": "mapping", "mappings": [f"{old} => {new}" for old, new in simplified().items()]},
            "fillers": {"type": "pattern_replace", "pattern": _fillers(vocabulary), "replacement": " "},
        },
        "filter": filters,
        "analyzer": {
            "pairs": _analyzer(["simplified"], pairs),
            "pairs_and_characters": _analyzer(["simplified"], [*pairs[:-1], "pairs_and_characters"]),
            "question": _analyzer(["simplified", "fillers"], question),
        },
    }
    similarity: Json = {"default": {"type": "BM25", "k1": K1, "b": B}}
    return {
        "settings": {"index": {"analysis": analysis, "similarity": similarity}},
        "mappings": {"dynamic": "strict", "_meta": {"boosts": FIELDS}, "properties": PROPERTIES},
    }


def search_template() -> Json:
    """The query as a template, which is asked with what somebody says: {"id": "qingdan", "params": {"question": …}}."""
    asked: Json = {
        "multi_match": {
            "query": "{{question}}",
            "type": "most_fields",
            "fields": [f"{name}^{boost:g}" for name, boost in FIELDS.items()],
        }
    }
    # What the town no longer does comes after what it does, where both fit as well.
    reclaimed: Json = {"filter": {"term": {"list": ListKind.RECLAIMED.value}}, "weight": RECLAIMED}
    query: Json = {"function_score": {"query": asked, "functions": [reclaimed], "boost_mode": "multiply"}}
    return {"script": {"lang": "mustache", "source": {"query": query}}}


def synonyms(vocabulary: Vocabulary) -> Iterator[str]:
    """The everyday words and what they stand for, an entry a line."""
    for synonym in vocabulary.synonyms:
        yield f"{', '.join(map(_word, synonym.say))} => {', '.join(map(_word, synonym.means))}\n"


def document(duty: LinkedDuty, entries: Mapping[int, float], vocabulary: Vocabulary) -> Json:
    """A duty as a document: what of it has no value is left out.

    `entries` are those of the everyday words that lead to it, by their numbers, and how surely.
    """
    head, entry = duty.township, duty.entry
    certain: dict[str, None] = {}
    perhaps: dict[str, None] = {}
    for number, sure in entries.items():
        (certain if sure >= _SURE else perhaps).update(dict.fromkeys(vocabulary.synonyms[number].say))
    found: Json = {
        "township": head.id,
        "county": head.county_id,
        "label": head.label,
        "province": head.province,
        "prefecture": head.prefecture,
        "county_name": head.county,
        "list": duty.kind.value,
        "number": duty.number,
        "category": duty.category.printed,
        "name": duty.name,
        "answer": duty.answer.kind.value,
        "departments": [mention.name for mention in duty.mentions],
        "department_ids": [department.id for department in duty.departments],
        "superior": list(paragraphs(entry, Column.SUPERIOR)),
        "assistance": list(paragraphs(entry, Column.TOWNSHIP)),
        "method": list(paragraphs(entry, Column.METHOD)),
        "extras": [f"{extra.head}：{text}" for extra in entry.extras for text in extra.texts],
        "notes": [note_text(note.printed, note.meant, note.why) for note in entry.notes],
        "topics": [assignment.topic.name for assignment in duty.topics],
        "topic_ids": [assignment.topic.id for assignment in duty.topics],
        "asks": [ask for assignment in duty.topics for ask in assignment.topic.asks],
        "everyday": list(certain),
        "everyday_perhaps": [say for say in perhaps if say not in certain],
        "url": paths.url(paths.duty(head.id, duty.id)),
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def _entries(catalogue: Catalogue) -> Iterator[bytes]:
    """Each duty's two lines."""
    groups = (
        TopicGroup(name=one.name, topics=tuple(own.entry for own in one.topics)) for one in catalogue.topic_groups
    )
    wording = Wording(Content(vocabulary=catalogue.vocabulary, topic_groups=tuple(groups)))
    for county in catalogue.counties:
        maker = DocumentMaker(county, wording)
        for duty in (duty for township in county.townships for duty in township.duties):
            made, _ = maker.document(duty)
            action = {"index": {"_index": INDEX, "_id": f"{duty.township.id}/{duty.id}"}}
            found = document(duty, made.entries, catalogue.vocabulary)
            yield orjson.dumps(action) + b"\n" + orjson.dumps(found) + b"\n"


def _batches(entries: Iterator[bytes], most: int) -> Iterator[Iterator[bytes]]:
    """The entries in files that are not too large; each must be read before the next is asked for."""
    waiting = next(entries, None)

    def batch() -> Iterator[bytes]:
        nonlocal waiting
        size = 0
        while waiting is not None and (not size or size + len(waiting) <= most):
            size += len(waiting)
            entry, waiting = waiting, next(entries, None)
            yield entry

    while waiting is not None:
        yield batch()


def _analyzer(char_filters: list[str], filters: list[str]) -> Json:
    return {"type": "custom", "char_filter": char_filters, "tokenizer": "standard", "filter": filters}


def _fillers(vocabulary: Vocabulary) -> str:
    """What people say around the matter, the longest first, as a pattern of Java, which may be of nothing."""
    longest_first = sorted(vocabulary.fillers, key=lambda one: (-len(one), one))
    return "|".join(map(_quoted, longest_first)) or "(?!)"


def _quoted(text: str) -> str:
    """A text in a pattern of Java, as itself."""
    return re.sub(r"([^\w\s])", r"\\\1", text)


def _word(word: str) -> str:
    """A word in a line of synonyms: what parts them is escaped."""
    return re.sub(r"([,\\]|=>)", r"\\\1", word)
