"""What people mistype: each slip is named, on its own line, with a remedy that works, whichever parser reads."""

import random
import re
import shutil
from pathlib import Path

import pytest
import yaml

from generator.check.registry import check
from generator.model import Problem
from generator.read import yaml_text
from generator.read.folder import Read, read
from generator.read.yaml_text import YamlError
from generator.words import characters
from support.places import DEMO

TOWNSHIP = "townships/jia/bing"
BASIC, COOPERATIVE, COUNTY = f"{TOWNSHIP}/basic.yml", f"{TOWNSHIP}/cooperative.yml", "townships/jia/county.yml"
NAME = "        name: 开展爱国卫生工作。"
ITEM = "          - 初步审核"
DEPARTMENTS = "departments: [县民政局（牵头）, 县财政局]"
LOADERS = (yaml.SafeLoader, yaml.CSafeLoader)

SHORT = "[县民政局（牵头）, 县财政局]"
# The file, what stands there, what was typed, the line of the slip, and words of the message.
SLIPS = {
    # blanks that are none
    "no-break indent": (BASIC, NAME, "\u00a0" * 8 + NAME.strip(), 21, "缩进里有 U+00A0"),
    "ideographic indent": (BASIC, NAME, "\u3000" * 4 + NAME.strip(), 21, "缩进里有 U+3000"),
    "one odd blank among others": (BASIC, NAME, "       \u2003" + NAME.strip(), 21, "缩进里有 U+2003"),
    "line that looks empty": (BASIC, NAME, f"\u3000\n{NAME}", 21, "看起来是空的，其实有 U+3000"),
    "no-break blank after a dash": (COOPERATIVE, ITEM, ITEM.replace("- ", "-\u00a0"), 24, "U+00A0"),
    "ideographic blank after a colon": (BASIC, NAME, NAME.replace(": ", ":\u3000"), 21, "U+3000"),
    "tab after a dash": (COOPERATIVE, ITEM, ITEM.replace("- ", "-\t"), 24, "制表符"),
    # colons and keys
    "full-width colon": (BASIC, NAME, NAME.replace(": ", "："), 21, "“name”后面是 U+FF1A"),
    "no blank after a colon": (BASIC, NAME, NAME.replace(": ", ":"), 21, "少了一个空格"),
    "semicolon": (BASIC, NAME, NAME.replace(":", ";"), 21, "U+003B"),
    "Chinese key": (BASIC, NAME, NAME.replace("name", "事项名称"), 21, "请写成 name:"),
    "Chinese key and colon": (BASIC, NAME, NAME.replace("name: ", "事项名称："), 21, "键用英文：name:"),
    "capital key": (BASIC, NAME, NAME.replace("name", "Name"), 21, "是否指“name”？键用小写"),
    "full-width key": (BASIC, NAME, NAME.replace("name", "ｎame"), 21, "U+FF4E"),
    "blank in a key": (BASIC, NAME, NAME.replace("name", "name\u3000"), 21, "U+3000"),
    # lists
    "full-width dash": (COOPERATIVE, ITEM, ITEM.replace("- ", "－ "), 24, "U+FF0D"),
    "long dash": (COOPERATIVE, ITEM, ITEM.replace("- ", "—"), 24, "U+2014"),
    "bullet": (COOPERATIVE, ITEM, ITEM.replace("- ", "• "), 24, "U+2022"),
    "asterisk": (COOPERATIVE, ITEM, ITEM.replace("- ", "* "), 24, "U+002A"),
    "no blank after a dash": (COOPERATIVE, ITEM, ITEM.replace("- ", "-"), 24, "少了一个空格"),
    "number for a dash": (COOPERATIVE, ITEM, ITEM.replace("- ", "2."), 24, "编号“2.”"),
    "number and dash": (COOPERATIVE, ITEM, ITEM.replace("- ", "- （2）"), 24, "编号“（2）”"),
    "full-width comma": (COOPERATIVE, DEPARTMENTS, DEPARTMENTS.replace(", ", "，"), 10, "U+FF0C"),
    "enumeration comma": (COOPERATIVE, DEPARTMENTS, DEPARTMENTS.replace(", ", "、"), 10, "U+3001"),
    "full-width brackets": (COOPERATIVE, SHORT, "【县民政局（牵头）, 县财政局】", 10, "U+3010"),
    "one bracket of each": (COOPERATIVE, "县财政局]", "县财政局】", 10, "U+3011"),
    "no brackets": (COOPERATIVE, SHORT, "县民政局（牵头）、县财政局", 10, SHORT),
    "none in words": (COOPERATIVE, SHORT, "无", 10, "departments: []"),
    "none in words, in brackets": (COOPERATIVE, SHORT, "[无]", 10, "departments: []"),
    "none in words, with a full stop": (COOPERATIVE, SHORT, "无。", 10, "departments: []"),
    "empty quotes for a list": (COOPERATIVE, SHORT, '""', 10, "departments: []"),
    "round brackets": (COOPERATIVE, SHORT, "(县民政局（牵头）, 县财政局)", 10, f"请用英文方括号：{SHORT}"),
    "full-width comma between quoted": (COOPERATIVE, SHORT, '["县民政局（牵头）"，"县财政局"]', 10, "U+FF0C 中文逗号"),
    "no comma between quoted": (COOPERATIVE, SHORT, '["县民政局（牵头）" "县财政局"]', 10, "少了英文逗号"),
    "semicolon in brackets": (COOPERATIVE, SHORT, "[县民政局（牵头）;县财政局]", 10, f"空格分开：{SHORT[1:-1]}"),
    "two in one line of a list": (COOPERATIVE, SHORT, "\n          - 县民政局（牵头），县财政局", 11, "分成 2 条"),
    "tab on an empty line": (BASIC, NAME, f"\t\n{NAME}", 21, "制表符"),
    "question mark": (BASIC, NAME, NAME.replace(": ", ": ? "), 21, "“? ”不能放在值的开头"),
    "null in words": (COUNTY, "prefecture: 某市", "prefecture: 不明", 4, "请写 null"),
    # quotes, numbers, comments
    "quotes of two kinds": (BASIC, NAME, '        name: "开展爱国卫生工作。”', 21, "U+201D"),
    "text after a quote": (BASIC, NAME, '        name: "爱国"卫生工作。', 21, "结束后还有文字"),
    "colon in Chinese quotes": (BASIC, NAME, "        name: “爱国: 卫生。”", 21, "“”在 YAML 里不算引号"),
    "full-width number": (BASIC, "number: 3", "number: ３", 20, "请写成 3"),
    "number and dot": (BASIC, "number: 3", "number: 3.", 20, "请写成 3"),
    "Chinese number": (BASIC, "number: 3", "number: 第三项", 20, "请写成 3"),
    "full-width number sign": (BASIC, NAME, f"        ＃ 注释\n{NAME}", 21, "U+FF03"),
}


def found(folder: Path) -> list[tuple[str, tuple[int, int], Problem]]:
    reading = read(folder)
    return [(one.where.file, reading.position(one), one) for one in check(reading)]


@pytest.mark.usefixtures("parsed_once")
@pytest.mark.parametrize("name", SLIPS)
def test_slip_is_named_on_its_line(name: str, tmp_path: Path) -> None:
    """The message names the character and the remedy, on the line of the slip and on no other."""
    file, right, wrong, line, words = SLIPS[name]
    shutil.copytree(DEMO, tmp_path / "demo")
    path = tmp_path / "demo" / file
    text = path.read_text("utf-8")
    assert text.count(right) >= 1
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    problems = [(at[0], one.message) for where, at, one in found(tmp_path / "demo") if where == file]
    assert [message for at, message in problems if at == line and words in message], problems
    assert {at for at, _ in problems} == {line}
    assert not [message for _, message in problems if re.search("[a-z]{2,} [a-z]{2,} ", message)]


# What was typed, the advice in the message, and what a clerk writes who follows it.
FOLLOWED = {
    "quote the text": (BASIC, NAME, "        name: 负责 #12345 热线。", "        name: '负责 #12345 热线。'"),
    "a colon of Chinese": (BASIC, NAME, "        name: 爱国: 卫生。", "        name: 爱国：卫生。"),
    "single quotes around others": (BASIC, NAME, '        name: "爱国"卫生。', "        name: '\"爱国\"卫生。'"),
    "quote what begins with a bracket": (BASIC, NAME, "        name: [试行]办法。", "        name: '[试行]办法。'"),
    "quote what begins with @": (BASIC, NAME, "        name: @全体。", "        name: '@全体。'"),
    "a comment apart": (BASIC, NAME, f"{NAME.replace('。', '')} # 待核", f"        # 待核\n{NAME}"),
    "two blanks before a comment": (BASIC, NAME, f"{NAME.replace('。', '')} # 待核", f"{NAME}  # 待核"),
    "null": (COUNTY, "prefecture: 某市", "prefecture: 无", "prefecture: null"),
    "one line": (BASIC, NAME, "        name: 开展爱国\n          卫生工作。", NAME),
}


@pytest.mark.usefixtures("parsed_once")
@pytest.mark.parametrize("name", FOLLOWED)
def test_advice_that_is_followed_works(name: str, tmp_path: Path) -> None:
    """What the message tells to write, passes."""
    file, right, wrong, followed = FOLLOWED[name]
    shutil.copytree(DEMO, tmp_path / "demo")
    path = tmp_path / "demo" / file
    text = path.read_text("utf-8")
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    assert found(tmp_path / "demo")
    path.write_text(text.replace(right, followed, 1), "utf-8")
    assert found(tmp_path / "demo") == []


def answers(text: str) -> list[object]:
    """What each parser makes of a text: the data, or the rule, place and message."""
    said: list[object] = []
    for loader in LOADERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_text, "Loader", loader)
            try:
                document = yaml_text.parse(text)
                said.append((document.data, document.marks, document.key_marks, document.scalars))
            except YamlError as error:
                said.append((error.rule, error.line, error.column, error.message))
    return said


@pytest.mark.parametrize("name", SLIPS)
def test_two_parsers_say_the_same_of_a_slip(name: str) -> None:
    """LibYAML and PyYAML's own parser lead to one message, or one value, for each slip."""
    file, right, wrong, *_ = SLIPS[name]
    one, other = answers((DEMO / file).read_text("utf-8").replace(right, wrong, 1))
    assert one == other


def test_two_parsers_say_the_same() -> None:
    """A thousand texts with something typed wrong: both parsers lead to one message and place."""
    typed = [*"：，、；－—•·“”‘’\"'[]【】:-#*&!@%`", "  ", " #", "- ", ": ", "\u3000", "\u00a0", "\n  ", "1. ", "①"]
    sources = [(DEMO / file).read_text("utf-8") for file in (BASIC, COOPERATIVE, COUNTY)]
    chance = random.Random(15)
    different = []
    for _ in range(1_000):
        text = "\n".join(chance.choice(sources).split("\n")[: chance.randint(12, 35)]) + "\n"
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(typed) + text[at + chance.choice((0, 0, 1)) :]
        one, other = answers(text)
        if one != other:
            different.append((text[max(0, at - 20) : at + 20], one, other))
    assert different == []


# --- characters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\u00ad", "U+00AD 软连字符（看不见）"),
        ("\u2f2f", "U+2F2F 康熙部首“\u2f2f”，应是“工”"),
        ("\u2ea0", "U+2EA0 部首补充“\u2ea0”，应是“民”"),
        ("\uf9b5", "U+F9B5 兼容汉字“\uf9b5”，应是“例”"),
        ("\u3000", "U+3000 全角空格"),
        ("\U000e0061", "U+E0061 标签字符（看不见）"),
        ("工", "U+5DE5“工”"),
        ("：", "U+FF1A 中文冒号“：”"),
        ("”", "U+201D 中文的后双引号"),
    ],
)
def test_names_of_characters(char: str, name: str) -> None:
    """A character is called by its code point and by what it is, in Chinese."""
    assert characters.called(char) == name


def test_every_radical_is_told_what_it_should_be() -> None:
    """All radicals and compatibility ideographs that are assigned have an ordinary character, but one."""
    ranges = (range(0x2E80, 0x2E9A), range(0x2E9B, 0x2EF4), range(0x2F00, 0x2FD6), range(0xF900, 0xFA0E))
    untold = [chr(code) for one in ranges for code in one if "应是" not in characters.called(chr(code))]
    assert untold == ["\u2e80"]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("县\u2ea0政局", "县民政局", "第 2 个字不同：前者是 U+2EA0"),
        ("组织\u00ad开展", "组织开展", "第 3 个字不同：前者是 U+00AD 软连字符（看不见），后者没有"),
        ("组织开展", "组织\ue5e5开展", "前者没有，后者是 U+E5E5"),
        ("A类", "\uff21类", "后者是 U+FF21"),
        ("2\u20133岁", "2-3岁", "前者是 U+2013"),
        ("征兵", "征病", ""),
        ("征兵", "征兵", ""),
    ],
)
def test_texts_that_look_the_same(one: str, other: str, told: str) -> None:
    """In what two texts differ is said where it cannot be seen, and only there."""
    said = characters.differ(one, other)
    assert told in said
    assert bool(told) == bool(said)


def test_long_texts_are_quoted_where_they_differ() -> None:
    """Two long texts that begin alike are not cut where they still are."""
    one, other = characters.pair("甲" * 60 + "乙" + "丁" * 60, "甲" * 60 + "丙" + "丁" * 60)
    assert ("乙" in one, "丙" in other) == (True, True)


def test_content_has_no_such_characters_nor_slips(real_read: Read) -> None:
    """The five documents pass every one of these rules; nothing legitimate is complained of."""
    assert real_read.problems == []
