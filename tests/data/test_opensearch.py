"""What a search engine is given: each duty once, in fields that the index has, with what our search finds it by."""

import json

import pytest

from generator.data import opensearch
from generator.link.catalogue import Catalogue
from generator.search.documents import BOOSTS


@pytest.fixture(scope="module")
def files(crooked_catalogue: Catalogue) -> dict[str, bytes]:
    return dict(opensearch.files(crooked_catalogue))


def entries(files: dict[str, bytes]) -> dict[str, dict[str, object]]:
    """The fields of each duty by its id in the engine, as the bulk form has them: a line each."""
    found = {}
    for name, data in files.items():
        if name.startswith("duties/"):
            lines = [json.loads(line) for line in data.splitlines()]
            assert data.endswith(b"\n")
            assert [set(line) for line in lines[::2]] == [{"index"}] * (len(lines) // 2)
            found |= {head["index"]["_id"]: own for head, own in zip(lines[::2], lines[1::2], strict=True)}
    return found


def test_a_file_a_county(files: dict[str, bytes], crooked_catalogue: Catalogue) -> None:
    counties = [f"duties/{county.id}.ndjson" for county in crooked_catalogue.counties]
    assert list(files) == ["index.json", "query.json", *counties]


def test_each_duty_once(files: dict[str, bytes], crooked_catalogue: Catalogue) -> None:
    duties = [duty for township in crooked_catalogue.townships for duty in township.duties]
    found = entries(files)
    assert list(found) == [f"{duty.township.id}/{duty.id}" for duty in duties]
    for duty, own in zip(duties, found.values(), strict=True):
        assert (own["name"], own["number"], own["list"]) == (duty.name, duty.number, duty.kind.value)
        assert own["url"] == f"townships/{duty.township.id}/{duty.id}/"
        assert [duty.name, *own["text"]] == list(duty.texts)
        assert own["department_ids"] == [department.id for department in duty.departments]


def test_fields(files: dict[str, bytes]) -> None:
    """Every field of a duty is one of the index, which takes no other; the query asks for those that are cut."""
    index, query = json.loads(files["index.json"]), json.loads(files["query.json"])
    assert index["mappings"]["dynamic"] == "strict"
    fields = index["mappings"]["properties"]
    assert all(set(own) == set(fields) for own in entries(files).values())
    analysis = index["settings"]["analysis"]
    for field in fields.values():
        assert {field.get(one, "pairs") for one in ("analyzer", "search_analyzer")} <= set(analysis["analyzer"])
    for analyzer in analysis["analyzer"].values():
        assert set(analyzer.get("char_filter", ())) <= set(analysis["char_filter"])
        assert set(analyzer["filter"]) <= {*analysis["filter"], "cjk_width", "lowercase"}
    searched = query["query"]["boosting"]["positive"]["bool"]["must"][0]["multi_match"]["fields"]
    asked = dict(one.split("^") for one in searched)
    assert {name: float(asked[name]) for name in BOOSTS} == BOOSTS
    assert all(fields[name]["type"] == "text" for name in asked)
    assert fields[query["collapse"]["field"]]["type"] == "keyword"
    assert all(fields[field]["type"] == "keyword" for field in query["aggs"])


def test_how_texts_are_cut() -> None:
    """Traditional forms are simplified; a question's fillers, the longest first, are left out."""
    index = json.loads(json.dumps(opensearch.index(["请问", "怎么办", "请问怎么办"])))
    filters = index["settings"]["analysis"]["char_filter"]
    assert "徵 => 征" in filters["simplified"]["mappings"]
    assert filters["fillers"]["pattern"] == "请问怎么办|怎么办|请问"
    assert index["settings"]["analysis"]["analyzer"]["question"]["char_filter"] == ["simplified", "fillers"]


def test_everyday_words_and_pinyin(catalogue: Catalogue) -> None:
    """What people say leads to the duties whose name says it officially; words are found by how they sound."""
    found = entries(dict(opensearch.files(catalogue)))
    own = next(one for one in found.values() if "高龄津贴" in str(one["name"]))
    assert "老人补贴" in own["everyday"]
    assert {"jintie", "jt"} <= set(own["pinyin"])


def test_one_matter(catalogue: Catalogue) -> None:
    """Duties of one list with the same name are one result; those of another list are not."""
    matters: dict[tuple[object, object], set[object]] = {}
    for own in entries(dict(opensearch.files(catalogue))).values():
        matters.setdefault((own["list"], own["name"]), set()).add(own["matter"])
    assert {len(one) for one in matters.values()} == {1}
    assert len({one for own in matters.values() for one in own}) == len(matters)
