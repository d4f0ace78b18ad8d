"""A site of streets speaks of streets, one of both of both, on every page, in every file and message."""

import re
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.changes.importing import Place, import_document
from generator.link.linker import link
from generator.printed.form import form
from generator.read.folder import read
from support.pages import docs
from support.places import DEMO
from support.streets import MIXED, STREETS, renamed

# Names of columns are a contract with those who read the tables.
COLUMNS = re.compile(r"^\ufeff?乡镇编号,.*$", re.MULTILINE)
WRONG = re.compile("[^“，。\n]{0,12}(?:乡镇|镇里|乡里|各县|按县|全县|的县)[^”，。\n]{0,8}")


def files_of(content: Path) -> dict[str, str]:
    """Every text that is made of a content, before MkDocs."""
    found = read(content)
    made = docs(found, link(found.content))
    return {name: text if isinstance(text, str) else b"".join([text]).decode() for name, text in made}


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All files of two streets of a district."""
    return files_of(renamed(tmp_path_factory.mktemp("streets") / "content", STREETS))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All files of a town and a street of a county."""
    return files_of(renamed(tmp_path_factory.mktemp("mixed") / "content", MIXED))


def test_nothing_says_township(streets: dict[str, str]) -> None:
    """No page and no file of a site of streets says 乡镇 or 镇里, nor 县 where its counties are districts."""
    said = {name: WRONG.findall(COLUMNS.sub("", text)) for name, text in streets.items()}
    assert {name: found for name, found in said.items() if found and name != "contribute/rules.md"} == {}
    # The rules' examples are of any content.
    assert said["contribute/rules.md"] == ["才能和别的县比"]


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("index.md", ["这件事是街道办、部门办", "2 个街道、14 项职责", "## 我的街道", "设为我的街道：甲区乙街道"]),
        ("index.md", ["街道直接办</span>的，找街道办事处", "街道自己办的事", "请向街道办事处询问", ">全部街道<"]),
        ("townships/index.md", ['title: "街道"', "# 街道 {", "| 街道 | 区 |", "没有您的街道？"]),
        ("townships/jia/index.md", ["甲区的街道", "| 街道 | 基本履职 |"]),
        ("townships/jia/yi/index.md", ['title: "甲区乙街道履行职责事项清单"', "设为我的街道", "和别的街道比"]),
        ("townships/jia/yi/index.md", ["街道自己办的事", "部门负责、街道配合的事", "街道不再办的事"]),
        ("townships/jia/yi/index.md", ["全区和全部街道的"]),
        ("townships/jia/bing/index.md", ["# 甲区街道（名称未注明）", "街道名称原文没有写明", "在本街道的清单里查"]),
        ("townships/jia/yi/basic.md", ["<p>街道履行职责事项清单</p>", "街道直接办"]),
        ("townships/jia/yi/b-001.md", ["街道履职事项明白卡", "由乙街道直接办理。", "找[乙街道办事处](", "其他街道"]),
        ("townships/jia/yi/c-001.md", ["街道配合", "由区民政局牵头，乙街道配合。", "## 乙街道做什么"]),
        ("townships/jia/bing/b-001.md", ["由本街道直接办理。", "找[本街道办事处]("]),
        ("topics/old-age-allowance.md", ["收录的 2 个街道都写到了这件事。", "自己选街道来比这件事", "（2 个街道）"]),
        ("departments/index.md", ["各区的部门", "## 按区", "各类部门和各街道的事项数"]),
        ("departments/jia/index.md", ["甲区各部门牵头、参与和收回的街道清单事项"]),
        ("department-kinds/civil-affairs.md", ["# 各区的民政部门"]),
        ("overview/index.md", ["2 个街道、14 项职责：多少是街道自己办", "全部事项在各街道"]),
        ("search.md", ['<label for="in">街道</label>', ">全部街道<", "从街道找起"]),
        ("compare.md", ['title: "比较街道"', "比哪些街道，两个到五个", 'placeholder="街道、区或省的名字"']),
        ("offline.md", ["存下一个街道", "别的街道要有网络才能看"]),
        ("data.md", ["## 全部街道", "给程序用，与各街道的 JSON 相同"]),
        ("about.md", ["每个街道都有一份官方的", "| 基本履职事项 | 街道自己办的事 | 街道 |", "各区的部门按"]),
        ("contribute.md", ["怎样添加一个街道", "“添加街道”"]),
        ("contribute/rules.md", ["和街道配合职责"]),
        ("api/v1/openapi.json", ["街道履行职责事项清单。", "全部街道", "一个街道的三张清单"]),
        ("compare/data/index.json", ['"place":"街道"', "各街道不一样。"]),
    ],
)  # fmt: skip
def test_words_of_streets(streets: dict[str, str], page: str, texts: list[str]) -> None:
    """Titles, answers, buttons, tables, sheets, downloads and data of scripts say 街道; 街道办事处 is the body."""
    assert [one for one in texts if one not in streets[page]] == []


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("index.md", ["2 个乡镇（街道）、14 项", "我的乡镇（街道）"]),
        ("index.md", ["设为我的乡镇：甲县乙镇", "设为我的街道：甲县街道"]),
        ("townships/jia/yi/index.md", ["乡镇自己办的事", "和别的乡镇（街道）比", "全县和全部乡镇（街道）的"]),
        ("townships/jia/bing/index.md", ["街道自己办的事", "和别的乡镇（街道）比"]),
        ("townships/jia/yi/b-001.md", ["乡镇履职事项明白卡", "镇里直接办", "其他乡镇（街道）"]),
        ("townships/jia/bing/b-001.md", ["街道履职事项明白卡", "街道直接办", "其他乡镇（街道）"]),
        ("topics/old-age-allowance.md", ["收录的 2 个乡镇（街道）都写到", "（2 个乡镇街道）"]),
        ("about.md", ["每个乡镇（街道）都有", "| 乡镇（街道）自己办的事 |"]),
        ("search.md", ['value="jia&#47;yi" data-qd-kind="乡镇">', 'value="jia&#47;bing" data-qd-kind="街道">']),
    ],
)  # fmt: skip
def test_words_of_both(mixed: dict[str, str], page: str, texts: list[str]) -> None:
    """What is about all says 乡镇（街道）, what is about one says what it is."""
    assert [one for one in texts if one not in mixed[page]] == []


def test_printed_form(tmp_path: Path) -> None:
    """The official form heads the column 街道配合职责, also of a street whose name only the titles do not tell."""
    content = read(renamed(tmp_path / "content", STREETS)).content
    assert [[table.heads[-1] for table in form(one).tables][1] for one in content.townships] == ["街道配合职责"] * 2


def test_messages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What commands say of a content follows its places."""
    content = renamed(tmp_path / "content", STREETS)

    def said(*arguments: str | Path) -> str:
        main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return out + err

    assert said("check", "--content", content) == "2 个街道，14 项；0 个错误，0 个警告。\n"
    assert said("topics", "--content", content, "--township", "jia/x").startswith("没有街道“jia/x”")
    assert "没有街道 jia/x；" in said(
        "export", "--content", content, "--output", tmp_path / "out", "--township", "jia/x"
    )
    cooperative = content / "townships/jia/yi/cooperative.yml"
    without = re.sub(r"        township:\n          - 受理申请；\n.*\n", "", cooperative.read_text("utf-8"))
    cooperative.write_text(without, "utf-8")
    assert "缺少township（街道配合职责）" in said("check", "--content", content)
    assert "jia/yi：配合履职 c-001 改了街道配合职责" in said("diff", content, renamed(tmp_path / "old", STREETS))
    (content / "townships/jia/bing").rename(content / "townships/jia/ding")
    told = said("diff", tmp_path / "old", content)
    assert "jia/bing：删去了这个街道\n" in told
    assert "jia/ding：新增了这个街道，7 项\n" in told


@pytest.mark.parametrize(
    ("place", "evidence"),
    [
        ("乙街道", "原文第 1 行写明“乙街道”"),
        (None, "原文没有写明街道名称"),
    ],
)
def test_import(tmp_path: Path, place: str | None, evidence: str) -> None:
    """A document of a street is imported as that of a town, and what is said of its name says 街道."""
    source = renamed(tmp_path / "content", STREETS) / "townships/jia/yi/source.txt"
    imported = import_document(source, "a/b", Place("某省", "某市", "甲区", place), tmp_path / "new")
    assert f"name_evidence: {evidence}" in imported.files["townships/a/b/township.yml"]
    lists = imported.files["townships/a/b/cooperative.yml"]
    assert lists.partition("\n")[2] == (source.with_name("cooperative.yml")).read_text("utf-8").partition("\n")[2]
    guesses = "".join(guess.message for guess in imported.guesses)
    assert "乡镇" not in guesses


def test_demo_is_of_townships() -> None:
    """What the streets are made of says 乡镇 itself."""
    assert "## 我的乡镇 {" in files_of(DEMO)["index.md"]
