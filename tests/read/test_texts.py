"""How texts are written, held against the official text: what it prints stays, what an editor added is told."""

import pytest

from generator.read import texts, yaml_text


def said(text: str, printed: str = "") -> list[tuple[str, tuple[int, int] | None]]:
    """The rule and the place of everything that is said of a file."""
    document = yaml_text.parse(text)
    return [(one.rule, one.at) for one in texts.problems("basic.yml", text, document, printed)]


BLANK = [("spaces-in-chinese", (1, 9))]


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("name: 开展 工作。", "", BLANK),
        ("name: 开展 工作。", "一、开展工作。", BLANK),
        ("name: 开展 工作。", "一、开展 工作。", []),
        # The same blank elsewhere is another blank: what stands around it counts, four characters on each side.
        ("name: 开展 工作。", "推进展 工会，开展工作。", BLANK),
        ("name: 甲乙丙丁戊 己庚辛壬癸", "乙丙丁戊 己庚辛壬", []),
        ("name: 甲乙丙丁戊 己庚辛壬癸", "丙丁戊 己庚辛壬", [("spaces-in-chinese", (1, 12))]),
        # The first that is not printed is told, and it alone.
        ("name: 开展 工作 和 活动。", "开展 工作 和", [("spaces-in-chinese", (1, 12))]),
        ("name: '开展 工作。'", "", [("spaces-in-chinese", (1, 10))]),
        # Between Han and figures or letters a blank is nobody's mistake.
        ("name: 开展 12345 热线 A 类。", "", []),
    ],
)
def test_blank_that_is_printed_stays(text: str, printed: str, expected: list[tuple[str, tuple[int, int]]]) -> None:
    """A blank between Han is told where the official text has none."""
    assert said(text, printed) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Where each thing stands, in texts of every style.
        ("name: 甲\u3000乙\u3000丙", [("odd-spaces", (1, 8))]),
        ("name: '甲\u3000乙'", [("odd-spaces", (1, 9))]),
        ("name: |\n  甲乙\n  丙\u3000丁\n", [("odd-spaces", (3, 4))]),
        ("- 甲\n- 乙⼯\n", [("radical-characters", (2, 4))]),
        ('name: "甲\\u3000乙"', [("odd-spaces", (1, 7))]),
        ("a:\n  departments: [甲, 乙，丙]", [("items-apart", (2, 21))]),
        ("departments: ['甲，乙']", [("items-apart", (1, 17))]),
        ("departments:\n  - 甲、乙\n", [("items-apart", (2, 6))]),
        # Commas that belong to one name, and lists of texts, which may hold some.
        ("departments: [甲（乙、丙）, 《丁、戊》, “己、庚”, 辛(壬，癸)]", []),
        ("departments: [甲（乙、丙）、丁]", [("items-apart", (1, 21))]),
        ("match: [甲、乙]\nduties:\n  - 甲、乙\nretired: [b-001, b-002]\n", []),
        ("near: [a;b]\nsay: [甲;乙]\n", [("items-apart", (2, 8))]),
        # What a # cuts off: a text, and no number, id or quoted text.
        ("a: 甲 #1", [("texts-cut-by-hash", (1, 6))]),
        ("a: b-001 #1\nb: 12 #1\nc: '甲' #1\n", []),
        # Folds between Han; not those that are lines of their own.
        ("a: 甲\n  乙\n  丙\n", [("texts-wrapped", (1, 4)), ("texts-wrapped", (2, 3))]),
        ("a: x\n  甲\n", [("texts-wrapped", (1, 4))]),
        ("a: 甲\n  x\n", [("texts-wrapped", (1, 4))]),
        ("a: x\n  y\nb: |\n  甲\n  乙\n", []),
        ("a: >-\n  甲\n  乙\nb: 1\n", [("texts-wrapped", (2, 3))]),
        ("a: '甲\n\n  乙'\n", []),
    ],
)
def test_what_is_said_of_a_text_and_where(text: str, expected: list[tuple[str, tuple[int, int]]]) -> None:
    """The rule, line and column of each."""
    assert said(text) == expected


def test_the_first_of_each_kind_in_a_line_of_a_page() -> None:
    """A hand-written page is looked at line by line."""
    text = "# 甲\u3000乙\u3000丙\n\n丁⼯戊\u00ad\n"
    assert [(one.rule, one.at) for one in texts.page_problems("pages/a.md", text)] == [
        ("odd-spaces", (1, 4)),
        ("radical-characters", (3, 2)),
        ("invisible-characters", (3, 4)),
    ]
