"""The export for an engine: documents that its mapping takes, files that it takes at once, an analysis without gaps.

No engine runs here: what it would refuse is looked for in the files themselves.
"""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from generator.data.opensearch import FIELDS, FOLDER, MOST, export_opensearch, index, synonyms
from generator.files import FileContent
from generator.link.catalogue import Catalogue
from generator.model import Synonym, Vocabulary
from generator.search.documents import ASKED, BOOSTS, CALLED, EVERYDAY, RECLAIMED


def exported(catalogue: Catalogue, most: int = MOST) -> dict[str, str]:
    """The files by their names."""
    files: dict[str, str] = {}

    def put(path: str, content: FileContent) -> None:
        name = path.removeprefix(f"{FOLDER}/")
        files[name] = content if isinstance(content, str) else b"".join(content).decode()

    export_opensearch(catalogue, put, most)
    return files


def bulk(files: dict[str, str]) -> list[list[str]]:
    """The lines of the files of documents."""
    return [text.splitlines() for name, text in sorted(files.items()) if name.startswith("bulk-")]


@pytest.fixture(scope="module")
def telling(catalogue: Catalogue) -> Catalogue:
    """With everyday words too for what only a text says."""
    said = Synonym(say=("打钱",), means=("足额拨付资金",))
    vocabulary = replace(catalogue.vocabulary, synonyms=(*catalogue.vocabulary.synonyms, said))
    return replace(catalogue, vocabulary=vocabulary)


@pytest.fixture(scope="module")
def files(telling: Catalogue) -> dict[str, str]:
    return exported(telling)


def fits(value: Any, kind: str) -> bool:
    """Whether a field of a type takes a value; of several it takes each."""
    if isinstance(value, list):
        return bool(value) and all(fits(one, kind) for one in value)
    return type(value) is (int if kind == "integer" else str)


def test_every_document_fits_the_mapping(files: dict[str, str], crooked_catalogue: Catalogue) -> None:
    """The mapping is strict, so that no document has a field that it does not know, or another type; each is used."""
    mappings = json.loads(files["index.json"])["mappings"]
    assert mappings["dynamic"] == "strict"
    used = set[str]()
    for lines in [*bulk(files), *bulk(exported(crooked_catalogue))]:
        for line in lines[1::2]:
            document = json.loads(line)
            used |= document.keys()
            wrong = {key for key, value in document.items() if not fits(value, mappings["properties"][key]["type"])}
            assert wrong == set()
    assert used == set(mappings["properties"])


def test_every_duty_is_a_document_of_its_own(files: dict[str, str], catalogue: Catalogue) -> None:
    """Two lines each, in the bulk form: which document, and the document."""
    ((*lines,),) = bulk(files)
    actions = [json.loads(line) for line in lines[::2]]
    ids = [f"{township.head.id}/{duty.id}" for township in catalogue.townships for duty in township.duties]
    assert actions == [{"index": {"_index": "qingdan", "_id": id}} for id in ids]
    found = dict(zip(ids, map(json.loads, lines[1::2]), strict=True))
    assert files["bulk-0001.ndjson"].endswith("\n")
    duty = found["jia/yi/c-001"]
    assert {key: duty[key] for key in ("township", "county", "list", "number", "departments", "url")} == {
        "township": "jia/yi",
        "county": "jia",
        "list": "cooperative",
        "number": 1,
        "departments": ["县民政局", "县财政局"],
        "url": "townships/jia/yi/c-001/",
    }
    assert duty["assistance"] == ["1.受理申请；", "2.初步审核并公示。"]


def test_files_are_not_too_large(files: dict[str, str], telling: Catalogue) -> None:
    """The same lines in several files, none larger than asked for, but where one document alone is."""
    (whole,) = bulk(files)
    largest = max(
        len(f"{action}\n{document}\n".encode()) for action, document in zip(whole[::2], whole[1::2], strict=True)
    )
    parts = {name: text for name, text in exported(telling, largest).items() if name.startswith("bulk-")}
    assert len(parts) > 2
    assert list(parts) == [f"bulk-{number:04}.ndjson" for number in range(1, len(parts) + 1)]
    assert max(len(text.encode()) for text in parts.values()) <= largest
    assert "".join(parts.values()).splitlines() == whole
    single = bulk(exported(telling, 1))
    assert {len(lines) for lines in single} == {2}


@pytest.mark.parametrize("name", ["index.json", "index-synonyms.json"])
def test_the_analysis_has_all_that_it_names(files: dict[str, str], name: str) -> None:
    """Each field's analyzers are there, and each analyzer's filters, of ours or of the engine."""
    created = json.loads(files[name])
    analysis = created["settings"]["index"]["analysis"]
    for one in created["mappings"]["properties"].values():
        for key in ("analyzer", "search_analyzer"):
            assert one.get(key) in (None, *analysis["analyzer"])
    for one in analysis["analyzer"].values():
        assert set(one["char_filter"]) <= set(analysis["char_filter"])
        assert set(one["filter"]) <= {*analysis["filter"], "cjk_width", "lowercase"}
        assert one["tokenizer"] == "standard"
    assert ("everyday" in analysis["filter"]) == (name != "index.json")
    rules = analysis["char_filter"]["simplified"]["mappings"]
    assert "門 => 门" in rules
    assert [one for one in rules if not re.fullmatch(r"\w => \w", one)] == []
    assert len({one[0] for one in rules}) == len(rules)


def test_the_query_asks_our_fields_with_our_boosts(files: dict[str, str]) -> None:
    """What is asked are texts of the mapping, weighted as in our own search; what was taken back comes later."""
    properties = json.loads(files["index.json"])["mappings"]["properties"]
    score = json.loads(files["search-template.json"])["script"]["source"]["query"]["function_score"]
    asked = dict(one.split("^") for one in score["query"]["multi_match"]["fields"])
    assert {name: float(boost) for name, boost in asked.items()} == FIELDS
    assert {properties[name]["type"] for name in asked} == {"text"}
    assert {name: FIELDS[name] for name in BOOSTS if name != "text"} | {"text": FIELDS["method"]} == BOOSTS
    assert [FIELDS[name] for name in ("topics", "asks", "everyday")] == [CALLED, ASKED, EVERYDAY]
    assert score["functions"] == [{"filter": {"term": {"list": "reclaimed"}}, "weight": RECLAIMED}]


def test_everyday_words_stand_in_the_documents(telling: Catalogue, files: dict[str, str]) -> None:
    """What a duty's name says in official words, its document has in everyday words too."""
    ((*lines,),) = bulk(files)
    found = {json.loads(a)["index"]["_id"]: json.loads(d) for a, d in zip(lines[::2], lines[1::2], strict=True)}
    assert any(one.get("everyday") for one in found.values())
    assert {id for id, one in found.items() if "打钱" in one.get("everyday_perhaps", [])} == {
        "jia/bing/c-001",
        "jia/yi/c-001",
    }
    for one in found.values():
        meant = {say for entry in telling.vocabulary.synonyms if any(word in one["name"] for word in entry.means)
                 for say in entry.say}  # fmt: skip
        assert set(one.get("everyday", [])) == meant
        assert not set(one.get("everyday_perhaps", [])) & meant


def test_signs_of_the_formats_are_escaped() -> None:
    """A comma or an arrow in a word parts no synonyms, a point in a filler is a point."""
    vocabulary = Vocabulary((Synonym(say=("吃,喝", "a=>b"), means=("餐饮",)),), ("请问", "怎么办?", "(急)"))
    assert list(synonyms(vocabulary)) == ["吃\\,喝, a\\=>b => 餐饮\n"]
    settings: Any = index(vocabulary)["settings"]
    pattern = settings["index"]["analysis"]["char_filter"]["fillers"]["pattern"]
    assert pattern == r"怎么办\?|\(急\)|请问"
    nothing: Any = index(Vocabulary())["settings"]
    assert nothing["index"]["analysis"]["char_filter"]["fillers"]["pattern"] == "(?!)"
