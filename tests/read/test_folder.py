"""Reading a folder: what is found where, what is borrowed, and that what cannot be read leaves the rest."""

import os
import shutil
from pathlib import Path

import pytest

from generator.model import ListKind, Problem, Where
from generator.project import PROJECT
from generator.read.folder import Read, default_vocabulary, read
from support.limits import time_limit
from support.places import DEMO

pytestmark = pytest.mark.usefixtures("parsed_once")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DEMO, tmp_path / "demo")


def test_a_folder_is_its_counties_and_townships(demo: Read) -> None:
    """By the names of the folders, in their order; each file goes to the list of its name."""
    content = demo.content
    assert [county.id for county in content.counties] == ["jia"]
    assert [(one.id, one.county_id, one.has_source) for one in content.townships] == [
        ("jia/bing", "jia", False),
        ("jia/yi", "jia", True),
    ]
    for township in content.townships:
        firsts = {kind: next(duty.id for _, duty in one.duties()) for kind, one in township.lists.items()}
        assert firsts == {ListKind.BASIC: "b-001", ListKind.COOPERATIVE: "c-001", ListKind.RECLAIMED: "r-001"}
    assert demo.problems == []


def test_own_vocabulary_before_the_projects(demo: Read) -> None:
    """The demo has topics and everyday words of its own, and borrows the rest."""
    content = demo.content
    assert (content.has_own_topics, content.vocabulary.is_own) == (True, True)
    assert [synonym.say for synonym in content.vocabulary.synonyms] == [("老人补贴", "八十岁补贴"), ("游野泳", "玩水")]
    assert "怎么办" in content.vocabulary.fillers
    assert content.categories
    assert content.departments.kinds
    assert content.references.laws
    assert default_vocabulary(DEMO, "vocabulary/topics.yml") == DEMO
    assert default_vocabulary(DEMO, "vocabulary/fillers.yml") == PROJECT / "content"


def test_borrowed_vocabulary_is_not_own(folder: Path) -> None:
    """Without a file of its own, a content has the project's topics and words, and is not blamed for them."""
    shutil.rmtree(folder / "vocabulary")
    content = read(folder).content
    assert (content.has_own_topics, content.vocabulary.is_own) == (False, False)
    assert len(content.topic_groups) > 2
    assert content.common_topics
    assert len(content.vocabulary.synonyms) > 2


def test_everyday_words_of_all_files(folder: Path) -> None:
    """In the order of the files' names, each with its own lines; one that cannot be read takes no other with it."""
    (folder / "vocabulary/synonyms/births.yml").write_text("synonyms: [{say: [养老], means: [高龄津贴]}]\n", "utf-8")
    (folder / "vocabulary/synonyms/crops.yml").write_text("synonyms: [", "utf-8")
    vocabulary = read(folder).content.vocabulary
    assert [one.say[0] for one in vocabulary.synonyms] == ["养老", "老人补贴", "游野泳"]
    births, elderly, safety = (f"vocabulary/synonyms/{name}.yml" for name in ("births", "elderly", "safety"))
    assert [vocabulary.synonym_place(number) for number in range(3)] == [(births, 0), (elderly, 0), (safety, 0)]
    with pytest.raises(IndexError):
        vocabulary.synonym_place(3)


def test_each_vocabulary_is_borrowed_by_itself(folder: Path) -> None:
    """Topics of its own and everyday words of the project's, and the other way round."""
    (folder / "vocabulary/synonyms").rename(folder / "synonyms")
    content = read(folder).content
    assert (content.has_own_topics, content.vocabulary.is_own) == (True, False)
    (folder / "synonyms").rename(folder / "vocabulary/synonyms")
    (folder / "vocabulary/topics.yml").unlink()
    content = read(folder).content
    assert (content.has_own_topics, content.vocabulary.is_own) == (False, True)


def test_that_there_is_no_township_is_said_where_nothing_else_is(folder: Path) -> None:
    """Where townships are there and cannot be read, that is the problem, and the only one."""
    for name in ("bing", "yi"):
        (folder / f"townships/jia/{name}/township.yml").unlink()
    assert [problem.where.file for problem in read(folder).problems] == [
        "townships/jia/bing/township.yml",
        "townships/jia/yi/township.yml",
    ]


def test_what_cannot_be_read_leaves_the_rest(folder: Path) -> None:
    """A list that cannot be read is missing; a township without its own file is none; the others stay."""
    (folder / "townships/jia/bing/basic.yml").write_text("title: [", "utf-8")
    (folder / "townships/jia/yi/township.yml").unlink()
    content = read(folder).content
    assert [(one.id, list(one.lists)) for one in content.townships] == [
        ("jia/bing", [ListKind.COOPERATIVE, ListKind.RECLAIMED])
    ]
    assert [county.id for county in content.counties] == ["jia"]


def test_source_that_cannot_be_read_is_there(folder: Path) -> None:
    """That there is an official text is known, also where it is in another encoding."""
    (folder / "townships/jia/yi/source.txt").write_bytes("甲县".encode("gbk"))
    township = read(folder).content.townships[1]
    assert (township.source_text, township.has_source) == (None, True)


def test_pages_are_read_as_they_are(folder: Path) -> None:
    """By their place under pages/, with their line ends."""
    (folder / "pages/sub").mkdir(parents=True)
    (folder / "pages/sub/a.md").write_bytes("# 甲\r\n".encode())
    (folder / "pages/b.md").write_bytes("# 乙\n".encode())
    (folder / "pages/c.txt").write_bytes(b"x")
    reading = read(folder)
    assert reading.content.pages == {"b.md": "# 乙\n", "sub/a.md": "# 甲\r\n"}
    assert reading.problems == []


def test_a_problem_stands_where_its_value_or_what_is_around_it_stands(demo: Read) -> None:
    """The nearest of its keys that the file has; the beginning of a file that was not read; or where it says itself."""
    file = "townships/jia/bing/basic.yml"
    duty = Where(file) / "categories" / 1 / "duties" / 0

    def position(where: Where, at: tuple[int, int] | None = None) -> tuple[int, int]:
        return demo.position(Problem("x", "", where, at=at))

    assert position(duty / "number") == (20, 17)
    assert position(duty / "topics" / "add" / 3) == (19, 9)
    assert position(Where(file) / "retired" / 0) == (2, 1)
    assert position(Where("townships/jia/ding/basic.yml") / "title") == (1, 1)
    assert position(duty / "number", (7, 3)) == (7, 3)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes")
@pytest.mark.parametrize(
    "file",
    [
        "townships/jia/county.yml",
        "townships/jia/yi/basic.yml",
        "townships/jia/yi/source.txt",
        "vocabulary/topics.yml",
        "pages/about.md",
    ],
)
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("pipe", "这不是普通的文件"),
        ("device", "这不是普通的文件"),
        ("ring", "符号链接绕成了圈"),
        ("folder", "这是文件夹，不是文件"),
        ("huge", "太大"),
    ],
)
def test_what_is_no_file_or_far_too_large(folder: Path, file: str, kind: str, said: str) -> None:
    """It is a problem of that file, told in Chinese; nothing waits for a pipe, nothing fills the memory."""
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "ring":
            path.symlink_to(path)
        case "folder":
            path.mkdir()
        case _:
            with path.open("wb") as out:
                out.truncate(50_000_000_000)
    with time_limit(20):
        problems = read(folder).problems
    if (kind, path.name) == ("ring", "source.txt"):
        assert problems == []  # as where there is none
        return
    found = [one for one in problems if one.where.file == file and said in one.message]
    assert [one.rule for one in found] == ["file-readable"], problems
