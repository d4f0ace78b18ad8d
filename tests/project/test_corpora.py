"""Townships made to measure with are townships: other ones than the real ones, and nothing is wrong with them."""

import filecmp
import functools
import re
import shutil
from pathlib import Path

import pytest

from generator.check.registry import check
from generator.model import Content
from generator.read.folder import read
from support.places import CONTENT, PROJECT

COUNTIES = ("jidong", "jishou", "kuitun", "tuquan", "yunyang")


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve townships: one a county, at most three a county, and the first once more."""
    folder = tmp_path_factory.mktemp("corpora")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(PROJECT / "benchmarks")
        from corpora import write_corpus

        write_corpus(folder / "one", 12)
        write_corpus(folder / "three", 12, per_county=3)
        write_corpus(folder / "again", 12)
    return folder


def texts(content: Content, township: str) -> dict[str, str]:
    """The texts of a township's duties, by their ids."""
    (one,) = (one for one in content.townships if one.id == township)
    return {
        duty.id: "".join((duty.name, *(text for passage in duty.passages() for text in passage.texts)))
        for duty_list in one.lists.values()
        for _, duty in duty_list.duties()
    }


def test_ids(corpora: Path) -> None:
    """One township a county, or several of one kind; all real ones are as often copied, but for a rest."""
    ids = {
        name: sorted(
            path.parent.relative_to(corpora / name / "townships").as_posix()
            for path in (corpora / name).glob("townships/*/*/township.yml")
        )
        for name in ("one", "three")
    }
    real = ["jidong/unknown", "jishou/hexi", "kuitun/kaiganqi", "tuquan/tuquan", "yunyang/longjiao"]
    again = ["jidong-1/unknown", "jishou-1/hexi", "kuitun-1/kaiganqi", "tuquan-1/tuquan", "yunyang-1/longjiao"]
    assert ids["one"] == sorted([*real, *again, "jidong-2/unknown", "jishou-2/hexi"])
    beside = ["jidong/unknown-1", "jishou/hexi-1", "kuitun/kaiganqi-1", "tuquan/tuquan-1", "yunyang/longjiao-1"]
    assert ids["three"] == sorted([*real, *beside, "jidong/unknown-2", "jishou/hexi-2"])


def test_the_first_are_the_real_ones(corpora: Path) -> None:
    for county in COUNTIES:
        real = CONTENT / "townships" / county
        names = [path.relative_to(real).as_posix() for path in real.rglob("*") if path.is_file()]
        found = filecmp.cmpfiles(real, corpora / "one" / "townships" / county, names, shallow=False)
        assert found == (names, [], [])


@pytest.mark.slow
@pytest.mark.parametrize("turn", [1, *(pytest.param(turn, marks=pytest.mark.heavy) for turn in (2, 3))])
def test_nothing_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int) -> None:
    """Whichever words stand for others, the audit finds each word of the lists in the sources."""
    monkeypatch.syspath_prepend(PROJECT / "benchmarks")
    import corpora

    digits = str.maketrans("123456789", "123456789"[turn:] + "123456789"[:turn])
    change = functools.partial(corpora.Change, turns=(turn,) * len(corpora.WORDS), digits=digits)
    monkeypatch.setattr(corpora.Change, "drawn", lambda names, _: change(names))
    corpora.write_corpus(tmp_path / "all", 10)
    # Without the real ones, which would take as long again.
    for name in ("vocabulary", "pages", "schema", *(f"townships/{county}-1" for county in COUNTIES)):
        shutil.copytree(tmp_path / "all" / name, tmp_path / "copies" / name)
    found = read(tmp_path / "copies")
    assert [bool(township.source_text) for township in found.content.townships] == [True] * 5
    # The vocabulary has words that only the real ones say.
    assert [problem for problem in check(found) if not problem.where.file.startswith("vocabulary/")] == []


@pytest.mark.slow
def test_several_in_a_county(corpora: Path, tmp_path: Path) -> None:
    """Townships of one county share its departments."""
    for name in ("vocabulary", "pages", "schema", "townships/jishou"):
        shutil.copytree(corpora / "three" / name, tmp_path / name)
    found = read(tmp_path)
    assert len(found.content.townships) == 3
    problems = [problem for problem in check(found) if not problem.where.file.startswith("vocabulary/")]
    # Their texts differ from one to the other on purpose.
    differ = {"duties-worded-alike", "categories-agree"}
    assert [problem for problem in problems if problem.rule not in differ] == []
    # However many there are, a person is told of some, and how many more there are.
    worded = [problem.message for problem in problems if problem.rule == "duties-worded-alike"]
    assert len(worded) == 20
    assert sum("；本县另有 " in message for message in worded) == 1


def test_texts_differ(corpora: Path) -> None:
    """Most duties say something else in a copy than in the real one and than in another copy; so do many names."""
    content = read(corpora / "one").content
    versions = [texts(content, f"jishou{copy}/hexi") for copy in ("", "-1", "-2")]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert versions[one].keys() == versions[other].keys()
        differing = sum(versions[one][id] != versions[other][id] for id in versions[one])
        assert differing > 0.7 * len(versions[one])
        names = [
            {duty.name for duty_list in township.lists.values() for _, duty in duty_list.duties()}
            for township in content.townships
            if township.id in (f"jishou{('', '-1', '-2')[copy]}/hexi" for copy in (one, other))
        ]
        assert len(names[0] & names[1]) < 0.6 * len(names[0])


def test_places_differ(corpora: Path) -> None:
    """Each county has a name of its own, as its departments and its townships have it."""
    content = read(corpora / "one").content
    assert len({county.file.name for county in content.counties}) == len(content.counties)
    for county in ("jidong-1", "kuitun-1", "yunyang-1"):
        written = "".join(path.read_text("utf-8") for path in sorted((corpora / "one/townships" / county).rglob("*.*")))
        assert not re.search("鸡东|鸡西|奎屯|伊犁|开干齐|云阳|龙角", written)


def test_same_bytes(corpora: Path) -> None:
    """The same call writes the same files."""
    names = [path.relative_to(corpora / "one").as_posix() for path in (corpora / "one").rglob("*") if path.is_file()]
    assert filecmp.cmpfiles(corpora / "one", corpora / "again", names, shallow=False) == (names, [], [])


def test_a_word_printed_on_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """White space within a word stays where it was printed."""
    monkeypatch.syspath_prepend(PROJECT / "benchmarks")
    from corpora import WORDS, Change, copied, cut

    change = Change({"突泉": "睢川"}, tuple(1 for _ in WORDS), str.maketrans("12", "34"))
    text = "及\n时上报突 泉县在\n1 2天内辖区"
    assert copied(cut(text, ["突泉"]), change) == "按\n时呈报睢 川县在\n3 4天内本地"


@pytest.mark.slow
def test_edits(corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is edited, to see how much is built anew, is another duty each time, and nothing else; nothing is wrong."""
    monkeypatch.syspath_prepend(PROJECT / "benchmarks")
    from scale import edit_name, edit_text

    for name in ("vocabulary", "pages", "schema", "townships/kuitun-1"):
        shutil.copytree(corpora / "one" / name, tmp_path / name)
    before = texts(read(tmp_path).content, "kuitun-1/kaiganqi")
    township = tmp_path / "townships/kuitun-1/kaiganqi"
    edited = [edit_name(township), edit_text(township), edit_name(township)]
    found = read(tmp_path)
    after = texts(found.content, "kuitun-1/kaiganqi")
    assert all(new in after[duty] for new, duty in edited)
    assert {id for id in after if before[id] != after[id]} == {duty for _, duty in edited}
    assert len({duty for _, duty in edited}) == 3
    problems = [problem for problem in check(found) if not problem.where.file.startswith("vocabulary/")]
    # Their texts differ from one to the other on purpose.
    differ = {"duties-worded-alike", "categories-agree"}
    assert [problem for problem in problems if problem.rule not in differ] == []
