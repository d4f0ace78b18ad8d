"""Borders between cells, and between names, that could be elsewhere: what is asked, and what a person can say."""

import importlib
import re
from itertools import pairwise
from pathlib import Path

import pytest

from generator.changes.importing import Imported, Place, import_document
from generator.check.registry import check
from generator.importers.draft import ImportProblem
from generator.importers.text.cheapest import Edge, Paths
from generator.importers.text.name_cuts import KnownNames
from generator.importers.text.pdf_text import PdfText
from generator.model import Content, CooperativeDuty, ListKind, Overrides
from generator.read.folder import read
from support.places import CONTENT, PROJECT

PLACE = Place("湖南省", "湘西州", "吉首市", "河溪镇")
HOME = "townships/jishou/hexi"


def questions(text: str) -> list[tuple[int, str | None, str]]:
    """What is asked about borders and names."""
    found = PdfText().read(text, Overrides()).guesses
    return [(guess.line, guess.duty_id, guess.message) for guess in found if "也可能" in guess.message]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("township", "asked"),
    [
        ("jishou/hexi", "c-036 c-047 c-071 c-086"),
        ("jidong/unknown", "c-104 c-106 c-137 c-159"),
        ("kuitun/kaiganqi", "c-015 c-024 c-037 c-090 c-096 c-116"),
    ],
)
def test_few_are_asked(township: str, asked: str) -> None:
    """Of a township's hundreds of borders a handful: those that nothing but a trifle decides."""
    text = (CONTENT / "townships" / township / "source.txt").read_text("utf-8")
    assert sorted({duty or "" for _, duty, _ in questions(text)}) == asked.split()


# Rows of a table with narrow columns, so that its widths can be measured; the third's cells have no enumerators, and
# the second sentence of its text could be either's.
TEXT = """\
 基本履职事项清单
 序号 事项名称
一、民生服务（1项）
1 做事
 配合履职事项清单
 序号 事项名称 对应上级部门 上级部门职责 镇配合职责
一、民生服务（3项）
1 开展困难群众救
助工作
市民政局
1.负责制定全市困难群众救助的工作方案和
各项配套的政策；
2.负责审核困难群众救助的申请，并按照规
定发放资金。
1.配合开展困难群众救助的政策宣传和摸底
排查工作；
2.负责困难群众救助申请的受理、初审以及
材料上报。
2 开展残疾人的服
务工作
市残联、市卫健
局
1.负责制定全市残疾人服务的工作方案和各
项配套的政策；
2.负责审核残疾人服务的申请，并按照规定
发放资金。
1.配合开展残疾人服务的政策宣传和摸底排
查工作；
2.负责残疾人服务申请的受理、初审以及材
料上报。
3 开展养老服务有
关工作
市民政局
负责全市养老服务的规划、指导和监督管理
以及资金的保障。
组织开展养老服务的宣传，落实养老服务各
项补贴政策的要求。
对本镇的养老服务设施进行日常的巡查以及
管理。
 上级部门收回事项清单
 序号 事项名称 承接部门及工作方式
一、民生服务（1项）
1 就业帮扶培训
承接部门：市人社局
工作方式：开展培训。
"""
SUPERIOR = "负责全市养老服务的规划、指导和监督管理以及资金的保障。"
EITHER = "组织开展养老服务的宣传，落实养老服务各项补贴政策的要求。"
TOWNSHIP = "对本镇的养老服务设施进行日常的巡查以及管理。"


def imported(document: Path, content: Path) -> Imported:
    """A document, imported into a folder, with what is asked of it."""
    found = import_document(document, "jishou/hexi", PLACE, content)
    for path, text in found.files.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, "utf-8")
    return found


def third(content: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cells of the duty in question, as they stand in the folder."""
    (township,) = read(content).content.townships
    *_, (_, duty) = township.lists[ListKind.COOPERATIVE].duties()
    assert isinstance(duty, CooperativeDuty)
    return duty.superior[0].duties, duty.township


def errors(content: Path) -> list[str]:
    return [problem.message for problem in check(read(content)) if problem.severity == "error"]


def test_what_the_question_says_is_what_mends_it(tmp_path: Path) -> None:
    """Both readings, with their places; the line to paste makes the other one, which the audit and the next import
    read the same; another line takes it back.
    """
    document, content = tmp_path / "清单.txt", tmp_path / "content"
    document.write_text(TEXT, "utf-8")
    (question,) = (one for one in imported(document, content).guesses if "也可能" in one.message)
    assert third(content) == ((SUPERIOR,), (EITHER, TOWNSHIP))
    assert question.duty_id == "c-003"
    entry = '{line: 36, column: superior, text: "组织开展养老服务的宣传，"}'
    assert question.message == (
        "上级部门职责到“以及资金的保障。”为止，乡镇配合职责从第 36 行“组织开展养老服务的宣传，”起；"
        "也可能乡镇配合职责从第 38 行“对本镇的养老服务设施进行”起。"
        f"若是后一种，在 township.yml 的 source 里写 borders: [{entry}]，再用 source.txt 导入一次"
    )
    township = content / HOME / "township.yml"
    township.write_text(f"{township.read_text('utf-8')}  borders: [{entry}]\n", "utf-8")
    assert errors(content) != []
    again = imported(content / HOME / "source.txt", content)
    assert third(content) == ((SUPERIOR, EITHER), (TOWNSHIP,))
    assert [one.message for one in again.guesses if "也可能" in one.message] == []
    assert errors(content) == []
    assert imported(content / HOME / "source.txt", content).changes == ()
    township.write_text(township.read_text("utf-8").replace("column: superior", "column: township"), "utf-8")
    imported(content / HOME / "source.txt", content)
    assert third(content) == ((SUPERIOR,), (EITHER, TOWNSHIP))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "{line: 36, column: township, text: 组织养老}",
            "township.yml 的 source.borders 里写着第 36 行的“组织养老”是乡镇配合职责，这一行却是"
            "“组织开展养老服务的宣传，落实养老服务各”；请照 source.txt 改正这一条，或删去",
        ),
        ("{line: 1, column: name, text: 基本}", "这一行却不是表格里的文字；请照 source.txt 改正这一条，或删去"),
        (
            "{line: 36, column: method, text: 组织开展}",
            "这张清单没有这一栏；column 只能是 name、departments、superior、township",
        ),
        (
            "{line: 36, column: name, text: 组织开展}",
            "照 township.yml 的 source.borders（第 36 行）分不成行；请核对这几条，或删去",
        ),
    ],
)
def test_what_does_not_match_is_refused(entry: str, message: str, tmp_path: Path) -> None:
    """By the import and by the check, with what to do."""
    document, content = tmp_path / "清单.txt", tmp_path / "content"
    document.write_text(TEXT, "utf-8")
    imported(document, content)
    township = content / HOME / "township.yml"
    township.write_text(f"{township.read_text('utf-8')}  borders: [{entry}]\n", "utf-8")
    assert any(message in one for one in errors(content))
    with pytest.raises(ImportProblem, match=re.escape(message)):
        imported(content / HOME / "source.txt", content)


def test_borders_are_for_text_only(tmp_path: Path) -> None:
    """A table has its own."""
    document, content = tmp_path / "清单.txt", tmp_path / "content"
    document.write_text(TEXT, "utf-8")
    imported(document, content)
    township = content / HOME / "township.yml"
    whole = township.read_text("utf-8").replace("format: pdf-text", "format: table-text")
    township.write_text(f"{whole}  borders: [{{line: 36, column: name, text: 组织开展}}]\n", "utf-8")
    said = "township.yml 的 source.borders 只用于 pdf-text，这份来源是 table-text；请删去"
    assert any(said in message for message in errors(content))


# --- names -----------------------------------------------------------------------------------------

# What other cells of the document print, and labels of its texts.
KNOWN = KnownNames.of(
    [(["县公安局", "县司法局"], 7), (["市委组织部", "编办"], 7), (["市卫健委"], 7), (["市司法局、市公安局"], 12)],
    ["市委社会工作部、市公安局：负责牵头"],
)


@pytest.mark.parametrize(
    ("lines", "names", "other"),
    [
        # a party committee's organs, cut at a line's end or by white space
        (("市委", "网信办"), "市委网信办", ""),
        (("市委宣传部、市委", "网信办"), "市委宣传部 市委网信办", ""),
        (("县委", "编办", "县公安局"), "县委编办 县公安局", ""),
        (("县委 政法委", "县公安局"), "县委政法委 县公安局", ""),
        (("中共云阳县委", "办公室"), "中共云阳县委办公室", ""),
        (("县委", "县政府"), "县委 县政府", ""),
        (("团县委", "县妇联"), "团县委 县妇联", ""),
        # what the document prints elsewhere is cut, and asked
        (("市委组织部编", "办"), "市委组织部 编办", "市委组织部编办"),
        (("市卫健委司法", "局公安局"), "市卫健委 司法局 公安局", "市卫健委司法局公安局"),
        # what it does not is left, and asked
        (("市卫健委水利", "局"), "市卫健委水利局", "市卫健委 水利局"),
        (("县公安局", "交警大队"), "县公安局 交警大队", "县公安局交警大队"),
        (("县公安局", "司法局"), "县公安局 司法局", ""),
        (("县公安局", "其他相关单位"), "县公安局 其他相关单位", ""),
        (("县公安局相关", "部门"), "县公安局 相关部门", "县公安局相关部门"),
        (("县应急局等", "相关部门"), "县应急局等相关部门", ""),
        # whole names that hold another's
        (("县纪委监委",), "县纪委监委", ""),
        (("市委社会工作部",), "市委社会工作部", ""),
        (("州生态环境局奎", "屯市分局"), "州生态环境局奎屯市分局", ""),
        (("市人大常委会办", "公室"), "市人大常委会办公室", ""),
    ],
)
def test_names_that_can_be_cut_two_ways(lines: tuple[str, ...], names: str, other: str) -> None:
    """What is read, and what else is asked; `other` is empty where nothing is."""
    read_names, cuts = KNOWN.names_in(lines, 7)
    assert read_names == tuple(names.split())
    assert [" ".join(cut.other) for cut in cuts] == ([other] if other else [])


def test_what_the_question_about_names_says_is_what_mends_it(tmp_path: Path) -> None:
    """The line to paste into overrides.yml makes the other names, and answers the question."""
    document = tmp_path / "清单.txt"
    document.write_text(TEXT.replace("市残联、市卫健\n局", "市残联、市卫健\n委水利局"), "utf-8")
    (question, _) = (one for one in imported(document, tmp_path / "content").guesses if "也可能" in one.message)
    entry = "{duty: c-002, departments: [市残联, 市卫健委, 水利局], why: 写明依据}"
    assert question.message == (
        "部门栏里的“市卫健委水利局”，也可能是“市卫健委”、“水利局”。"
        f"若是后一种，在 overrides.yml 里写 departments: [{entry}]，再用 source.txt 导入一次"
    )
    (tmp_path / "overrides.yml").write_text(f"departments: [{entry}]\n", "utf-8")
    again = imported(document, tmp_path / "content")
    (_, _), (_, duty), _ = again.township.lists[ListKind.COOPERATIVE].duties()
    assert duty.department_names() == ("市残联", "市卫健委", "水利局")
    assert [one.duty_id for one in again.guesses if "也可能" in one.message] == ["c-003"]
    assert errors(tmp_path / "content") == []


# --- texts that nobody has seen --------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 4, 12])
@pytest.mark.parametrize("township", ["tuquan/tuquan", "yunyang/longjiao"])
def test_nothing_is_wrong_in_silence(
    township: str, seed: int, real_content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists of other words, set in other widths and habits: nearly all is right, the rest is among what is asked."""
    monkeypatch.syspath_prepend(PROJECT / "benchmarks")
    found = importlib.import_module("pdf_text").measured(
        next(one for one in real_content.townships if one.id == township), seed
    )
    assert found.silent == {}
    assert len(found.wrong) <= 2
    assert found.questions < 15


# --- the search ------------------------------------------------------------------------------------


def test_cheapest_path_and_what_is_nearly_as_cheap() -> None:
    """Of two ways through three layers the cheaper; the other is told from where it leaves to where it is back."""
    costs = {"ab": 1.0, "ac": 2.0, "bd": 1.0, "cd": 1.5, "de": 0.0}
    paths = Paths("a", beam=5.0)
    for _ in range(3):
        assert paths.go_on(
            lambda state: [Edge(state, way[1], cost, way) for way, cost in costs.items() if way[0] == state]
        )
    best = paths.cheapest(lambda _: 0.0)
    assert [edge.reading for edge in best] == ["ab", "bd", "de"]
    assert [edge.after for edge, _ in pairwise(best)] == [edge.before for _, edge in pairwise(best)]
    (other,) = paths.others(best, limit=2.0)
    assert (other.dearer, other.start, [edge.reading for edge in other.edges]) == (1.5, 0, ["ac", "cd"])
    assert list(paths.others(best, limit=1.5)) == []
    assert not paths.go_on(lambda _: [])
