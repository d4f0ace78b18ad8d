"""Characters that texts should not hold: held against Unicode's own tables; what they are called; what looks alike."""

import unicodedata

import pytest

from generator.words import characters
from generator.words.characters import called, did_you_mean, differ, kind_of, looks, odd, ordinary, pair, shown, unlike

# The planes that have characters, and both ends of those for private use.
EVERY = [
    chr(code)
    for part in (range(0xD800), range(0xE000, 0x20000), range(0xE0000, 0xE1100), range(0xF0000, 0xF0100))
    for code in (*part, 0x10FFFD)
]
# The format characters of other scripts that are drawn.
DRAWN = {*"\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"} | {
    chr(code) for code in range(0x13430, 0x13440)
}


def rule(char: str) -> str | None:
    kind = kind_of(char)
    return kind.rule if kind else None


def of_category(*categories: str) -> set[str]:
    return {char for char in EVERY if unicodedata.category(char) in categories}


@pytest.fixture(scope="module")
def by_rule() -> dict[str | None, set[str]]:
    """Every character by the rule against it."""
    found: dict[str | None, set[str]] = {}
    for char in EVERY:
        found.setdefault(rule(char), set()).add(char)
    return found


def test_kinds_are_those_of_unicode(by_rule: dict[str | None, set[str]]) -> None:
    """Every control, private-use and format character and every blank is of its kind, and no letter or number is."""
    controls, unseen = by_rule["control-characters"], by_rule["invisible-characters"]
    assert of_category("Cc") - controls == {"\t", "\n"}
    assert of_category("Co") == by_rule["private-use-characters"]
    assert of_category("Zs") - by_rule["odd-spaces"] == {" "}
    assert of_category("Zl", "Zp") <= controls
    assert of_category("Cf") - controls - unseen <= DRAWN
    assert {chr(code) for code in (*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)} <= controls
    assert of_category("Lu", "Ll", "Lm", "Nd", "Nl", "Po", "Ps", "Pe", "Sm") <= by_rule[None]


def test_ideographs_that_stand_for_another_are_those_of_unicode() -> None:
    """A compatibility ideograph is one that Unicode's normal form replaces; the others of its block are ordinary."""
    block = [chr(code) for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))]
    for char in block:
        if unicodedata.category(char) == "Lo":
            is_replaced = unicodedata.normalize("NFC", char) != char
            assert (rule(char) == "compatibility-ideographs") is is_replaced, hex(ord(char))


def test_radicals_and_strokes_are_replaced_by_what_they_look_like(by_rule: dict[str | None, set[str]]) -> None:
    """All of them are named; of the 214 of 康熙 each has its character."""
    blocks = {chr(code) for code in (*range(0x2E80, 0x2FE0), *range(0x31C0, 0x31E4))}
    assert by_rule["radical-characters"] == blocks
    for code in range(0x2F00, 0x2FD6):
        assert "\u4e00" <= ordinary(chr(code)) <= "\u9fff", hex(code)
    # One from the beginning, the middle and the end of the supplement, and the strokes that are characters.
    assert ordinary("⺁⺠⻢⻳㇐㇟") == "厂民马龟一乚"
    assert ordinary("ＡＢ（１）：") == "AB(1):"


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\u0001", "U+0001 控制字符（看不见）"),
        ("\ufe00", "U+FE00 异体字选择符（看不见）"),
        ("\ufe0f", "U+FE0F 异体字选择符（看不见）"),
        ("\U000e0100", "U+E0100 异体字选择符（看不见）"),
        ("\U000e01ef", "U+E01EF 异体字选择符（看不见）"),
        ("\U000e01f0", "U+E01F0 看不见的字符"),
        ("\U000e0000", "U+E0000 标签字符（看不见）"),
        ("\U000e007f", "U+E007F 标签字符（看不见）"),
        ("\ue000", "U+E000 私用区字符（各台电脑显示的不一样，多半是方框）"),
        ("\u2e80", "U+2E80 部首补充“\u2e80”"),
        ("\u2eff", "U+2EFF 部首补充“\u2eff”"),
        ("\u2f00", "U+2F00 康熙部首“\u2f00”，应是“一”"),
        ("\u2fdf", "U+2FDF 康熙部首“\u2fdf”"),
        ("\u31c0", "U+31C0 笔画“\u31c0”"),
        ("\u31e3", "U+31E3 笔画“\u31e3”"),
        ("\uf9b5", "U+F9B5 兼容汉字“\uf9b5”，应是“例”"),
        ("\u2004", "U+2004 特殊空格"),
        ("工", "U+5DE5“工”"),
        ("A", "U+0041“A”"),
        ("Ａ", "U+FF21 全角“Ａ”"),
        ("～", "U+FF5E 全角“～”"),
        ("！", "U+FF01 全角“！”"),
        ("，", "U+FF0C 中文逗号“，”"),
        ("“", "U+201C 中文的前双引号"),
        ("＂", "U+FF02 全角双引号"),
        ("'", "U+0027“'”"),
        (" ", "U+0020 普通空格"),
        ("［", "U+FF3B 中文括号“［”"),
    ],
)
def test_a_character_has_a_name(char: str, name: str) -> None:
    """By its code, what people call it, and itself where it can be seen."""
    assert called(char) == name


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\N{NULL}", "空字符"),
        ("\N{LINE TABULATION}", "竖向制表符"),
        ("\N{FORM FEED}", "换页符"),
        ("\N{ESCAPE}", "转义符"),
        ("\N{NEXT LINE}", "下一行符"),
        ("\N{ZERO WIDTH SPACE}", "零宽空格"),
        ("\N{ZERO WIDTH NON-JOINER}", "零宽不连字符"),
        ("\N{ZERO WIDTH JOINER}", "零宽连字符"),
        ("\N{LEFT-TO-RIGHT MARK}", "从左到右标记"),
        ("\N{RIGHT-TO-LEFT MARK}", "从右到左标记"),
        ("\N{LINE SEPARATOR}", "行分隔符"),
        ("\N{PARAGRAPH SEPARATOR}", "段分隔符"),
        ("\N{LEFT-TO-RIGHT EMBEDDING}", "从左到右嵌入符"),
        ("\N{RIGHT-TO-LEFT EMBEDDING}", "从右到左嵌入符"),
        ("\N{POP DIRECTIONAL FORMATTING}", "方向结束符"),
        ("\N{LEFT-TO-RIGHT OVERRIDE}", "从左到右强制符"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}", "从右到左强制符"),
        ("\N{WORD JOINER}", "单词连接符"),
        ("\N{LEFT-TO-RIGHT ISOLATE}", "从左到右隔离符"),
        ("\N{RIGHT-TO-LEFT ISOLATE}", "从右到左隔离符"),
        ("\N{FIRST STRONG ISOLATE}", "方向隔离符"),
        ("\N{POP DIRECTIONAL ISOLATE}", "隔离结束符"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}", "字节顺序标记 BOM"),
        ("\N{SOFT HYPHEN}", "软连字符"),
        ("\N{COMBINING GRAPHEME JOINER}", "组合用字符连接符"),
        ("\N{HANGUL CHOSEONG FILLER}", "谚文填充符"),
        ("\N{HANGUL JUNGSEONG FILLER}", "谚文填充符"),
        ("\N{HANGUL FILLER}", "谚文填充符"),
        ("\N{HALFWIDTH HANGUL FILLER}", "谚文填充符"),
        ("\N{INTERLINEAR ANNOTATION ANCHOR}", "注音起始符"),
        ("\N{INTERLINEAR ANNOTATION SEPARATOR}", "注音分隔符"),
        ("\N{INTERLINEAR ANNOTATION TERMINATOR}", "注音结束符"),
    ],
)
def test_what_nobody_sees_is_called_as_unicode_calls_it(char: str, name: str) -> None:
    """In Chinese, and that it cannot be seen."""
    assert called(char) == f"U+{ord(char):04X} {name}（看不见）"


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\N{NO-BREAK SPACE}", "不换行空格"),
        ("\N{IDEOGRAPHIC SPACE}", "全角空格"),
        ("\N{NARROW NO-BREAK SPACE}", "窄的不换行空格"),
        ("\N{EN SPACE}", "半字宽空格"),
        ("\N{EM SPACE}", "一字宽空格"),
        ("\N{THIN SPACE}", "窄空格"),
        ("\N{BRAILLE PATTERN BLANK}", "盲文空格"),
    ],
)
def test_blanks_that_people_meet_have_names(char: str, name: str) -> None:
    """As Unicode calls them; the others are odd blanks all alike."""
    assert called(char) == f"U+{ord(char):04X} {name}"


def test_the_first_of_each_kind_is_found() -> None:
    """Where it stands, from 0; a second of the same kind is not told of."""
    text = "甲\u3000乙\u00ad丙\u3000丁\u200b⼯\ufffd\ufffc\ue000\uf9b5"
    assert [(kind.rule, char, at) for kind, char, at in odd(text)] == [
        ("odd-spaces", "\u3000", 1),
        ("invisible-characters", "\u00ad", 3),
        ("control-characters", "\u200b", 7),
        ("radical-characters", "⼯", 8),
        ("replacement-characters", "\ufffd", 9),
        ("object-replacement-characters", "\ufffc", 10),
        ("private-use-characters", "\ue000", 11),
        ("compatibility-ideographs", "\uf9b5", 12),
    ]
    assert list(odd("组织开展 2024 年“示范”活动：A、B。\t\n")) == []


def test_a_place_is_shown_with_what_stands_around_it() -> None:
    """Six characters before and after; what nobody sees is spelled out, what can be seen is not."""
    assert shown("一二三四五六七八九\u00ad十一二三四五六七", 9) == "四五六七八九<U+00AD>十一二三四五"
    assert shown("\u00ad⼯\u3000", 0) == "<U+00AD>⼯<U+3000>"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("县医保局", "县医保局", ""),
        ("县医保局", "县医保所", ""),
        ("⺠政", "民政", "（看起来一样，第 1 个字不同：前者是 U+2EA0 部首补充“⺠”，应是“民”，后者是 U+6C11“民”）"),
        ("县民\u00ad政局", "县民政局", "（看起来一样，第 3 个字不同：前者是 U+00AD 软连字符（看不见），后者没有）"),
        ("县民政局", "县民政局 ", "（看起来一样，第 5 个字不同：前者没有，后者是 U+0020 普通空格）"),
        ("a", "а", "（看起来一样，第 1 个字不同：前者是 U+0061“a”，后者是 U+0430“а”）"),
        ("甲—乙", "甲－乙", "（看起来一样，第 2 个字不同：前者是 U+2014 破折号“—”，后者是 U+FF0D 全角减号“－”）"),
    ],
)  # fmt: skip
def test_texts_that_look_the_same_are_told_apart(one: str, other: str, said: str) -> None:
    """By the first character that differs; texts that anyone can tell apart need no explanation."""
    assert differ(one, other) == said


@pytest.mark.parametrize(
    "group", ["-—－ー一", "·•●", "0〇○OОΟ０", '“”"＂', "‘’'", "oо", "eе", "cс", "pр", "AА", "BВ", "aа"]
)
def test_characters_that_are_drawn_alike_look_the_same(group: str) -> None:
    """Dashes, dots, circles, quotes, and Latin, Cyrillic and Greek letters."""
    assert len({looks(char) for char in group}) == 1
    assert looks("县 民\u200b政\ue000局\u3000") == "县民政局"
    assert looks("大") != looks("太")


KNOWN = ("县民政局", "县财政局", "县教育局", "blood-donation")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("县民正局", "；是否指“县民政局”？"),
        ("县财政厅局", "；是否指“县财政局”？"),
        ("blood-donatoin", "；是否指“blood-donation”？"),
        ("BLOOD-DONATION", "；是否指“blood-donation”？"),
        ("“县民政局”", "；是否指“县民政局”？（多了 U+201C 中文的前双引号）"),
        ("县民政局\u3000", "；是否指“县民政局”？（看起来一样，第 5 个字不同：前者是 U+3000 全角空格，后者没有）"),
        ("退役军人事务中心", ""),
        ("donor", ""),
        ("", ""),
    ],
)
def test_the_nearest_known_word_is_meant_and_no_far_one(word: str, said: str) -> None:
    """One that looks the same before one that is near; nothing where none is near."""
    assert did_you_mean(word, KNOWN) == said


def test_what_looks_the_same_is_meant_before_what_is_near() -> None:
    """A letter for a figure: no small letter looks like one."""
    said = "；是否指“0”？（看起来一样，第 1 个字不同：前者是 U+004F“O”，后者是 U+0030“0”）"
    assert did_you_mean("O", ["OO", "0"]) == said


def test_of_two_near_words_the_nearer_is_meant() -> None:
    """Whatever their order."""
    for known in (["县公安局", "县公安分局"], ["县公安分局", "县公安局"]):
        assert did_you_mean("县公按局", known) == "；是否指“县公安局”？"
        assert did_you_mean("县公按分局", known) == "；是否指“县公安分局”？"


@pytest.mark.parametrize(
    ("word", "plain", "said"),
    [
        ("abc", "abc", ""),
        ("ABC", "abc", ""),
        ("ａbc", "abc", "（看起来一样，第 1 个字不同：前者是 U+FF41 全角“ａ”，后者是 U+0061“a”）"),
        ("“abc”", "abc", "（多了 U+201C 中文的前双引号）"),
        ("ＡBC", "abc", "（“Ａ”是 U+FF21 全角“Ａ”）"),
        ("县“民政局", "县民政局", "（多了 U+201C 中文的前双引号）"),
    ],
)
def test_the_sign_that_makes_a_word_unlike_its_plain_form(word: str, plain: str, said: str) -> None:
    """The full-width letter or the quote is named; capitals alone need no name."""
    assert unlike(word, plain) == said


TEN = "0123456789"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("甲乙丙", "甲乙丁", ("甲乙丙", "甲乙丁")),
        # Of forty characters the difference may be the 35th; else they begin ten characters before it.
        (f"{TEN * 3}abcdX", f"{TEN * 3}abcdY", (f"{TEN * 3}abcdX", f"{TEN * 3}abcdY")),
        (f"{TEN * 3}abcdeX", f"{TEN * 3}abcdeY", ("…56789abcdeX", "…56789abcdeY")),
        (f"{TEN}X{TEN * 4}", f"{TEN}Y", (f"{TEN}X{TEN * 2}012345678…", f"{TEN}Y")),
        (TEN * 4, TEN * 4 + "X", (f"…{TEN}", f"…{TEN}X")),
        (TEN * 9 + "X", TEN * 4 + "Y" + TEN * 5, (f"…{TEN * 4}…", f"…{TEN}Y{TEN * 2}012345678…")),
        (TEN * 4, TEN * 4, (f"…{TEN}", f"…{TEN}")),
    ],
)
def test_two_texts_are_cut_where_they_differ(one: str, other: str, expected: tuple[str, str]) -> None:
    """From the beginning where the difference is in sight there; else from ten characters before it."""
    assert pair(one, other) == expected


def test_the_project_has_one_kind_for_each_rule() -> None:
    """A character is of one kind, which has a remedy."""
    assert all(kind.remedy for kind in (characters.CONTROLS, *characters.KINDS))
    assert len({kind.rule for kind in (characters.CONTROLS, *characters.KINDS)}) == len(characters.KINDS) + 1
