"""YAML text to data and back: what is read, what is refused and where, and that the canonical form changes no value."""

import itertools
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML

from generator.check.registry import check
from generator.model import ListKind, Problem
from generator.read import yaml_text
from generator.read.folder import (
    COUNTY_FILE,
    LIST_FILES,
    SOURCE_FILE,
    SYNONYMS,
    TOPIC_FILE,
    TOWNSHIP_FILE,
    Read,
    read,
)
from generator.read.yaml_text import MAX_BYTES, MAX_DEPTH, YamlDocument, YamlError
from support.limits import time_limit
from support.places import CONTENT, DEMO, TESTS

COMMITTED = sorted([*CONTENT.rglob("*.yml"), *DEMO.rglob("*.yml")])


def load(raw: str | bytes) -> YamlDocument:
    """Bytes of a file, or a text in UTF-8, to data as `read` does it."""
    return yaml_text.parse(yaml_text.decode(raw.encode() if isinstance(raw, str) else raw))


# --- what is read ----------------------------------------------------------------------------------

GOOD = {
    # collections
    "mapping": ("甲: 乙\n丙: 丁\n", {"甲": "乙", "丙": "丁"}),
    "list": ("- 甲\n- 乙\n", ("甲", "乙")),
    "flow": ("甲: [乙, {丙: 丁}]\n", {"甲": ("乙", {"丙": "丁"})}),
    "empty collections": ("甲: []\n乙: {}\n", {"甲": (), "乙": {}}),
    "as deep as is allowed": ("[" * MAX_DEPTH + "]" * MAX_DEPTH, tuple),
    # nothing but comments, or nothing but a text: the shape is for `read` to judge
    "only a comment": ("# 待补\n", None),
    "only a text": ("甲\n", "甲"),
    # scalars
    "null": ("a: null\nb: ~\nc:\n", {"a": None, "b": None, "c": None}),
    "booleans": ("a: true\nb: False\nc: no\nd: 'true'\n", {"a": True, "b": False, "c": "no", "d": "true"}),
    "whole numbers": ("a: 12\nb: -3\nc: '12'\n", {"a": 12, "b": -3, "c": "12"}),
    "what only looks like a number": (
        "a: 010\nb: 0x1F\nc: 1_000\nd: 1:30\ne: 1.5\nf: 1e3\n",
        {"a": 10, "b": "0x1F", "c": "1_000", "d": "1:30", "e": "1.5", "f": "1e3"},
    ),
    "dates are text": ("a: 2024-02-30\nb: 2024-01-01\n", {"a": "2024-02-30", "b": "2024-01-01"}),
    "keys are text": ("1: a\nyes: b\n~: c\n", {"1": "a", "yes": "b", "~": "c"}),
    "quotes": ("a: 'it''s'\nb: \"x\\ny\"\n", {"a": "it's", "b": "x\ny"}),
    "block texts": ("a: |\n  甲\n  乙\nb: >-\n  丙\n  丁\n", {"a": "甲\n乙\n", "b": "丙 丁"}),
    "marks inside a text": ("a: b:c #d\ne: f#g\n", {"a": "b:c", "e": "f#g"}),
    # the file around it
    "byte order mark": (b"\xef\xbb\xbfa: 1\n", {"a": 1}),
    "Windows line ends": ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
    "old Macintosh line ends": ("a: 1\rb: 2\r", {"a": 1, "b": 2}),
    "no line end": ("a: 1", {"a": 1}),
    "document marks": ("---\na: 1\n...\n", {"a": 1}),
    "beyond the basic plane": ("a: 😀𠀀\n", {"a": "😀𠀀"}),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_text_is_read_as_plain_data(name: str) -> None:
    """Only null, booleans and whole numbers are no text; everything else stays as written."""
    raw, expected = GOOD[name]
    actual = load(raw).data
    assert isinstance(actual, expected) if isinstance(expected, type) else actual == expected


def test_marks_are_the_lines_and_columns_of_the_values() -> None:
    """A value's mark is where it begins, a collection's where its key begins; columns count characters, not bytes."""
    document = load("# 注释\n标题: 甲\n类别:\n  - 名称: 😀乙\n    部门: [丙, 丁]\n  - 戊\n")
    assert document == YamlDocument(
        {"标题": "甲", "类别": ({"名称": "😀乙", "部门": ("丙", "丁")}, "戊")},
        {
            (): (2, 1),
            ("标题",): (2, 5),
            ("类别",): (3, 1),
            ("类别", 0): (4, 5),
            ("类别", 0, "名称"): (4, 9),
            ("类别", 0, "部门"): (5, 5),
            ("类别", 0, "部门", 0): (5, 10),
            ("类别", 0, "部门", 1): (5, 13),
            ("类别", 1): (6, 5),
        },
        {("标题",): (2, 1), ("类别",): (3, 1), ("类别", 0, "名称"): (4, 5), ("类别", 0, "部门"): (5, 5)},
    )


# --- what is refused -------------------------------------------------------------------------------

# Ten texts, each ten times the one before: a thousand million texts in a kilobyte.
BILLION_LAUGHS = "a: &a [哈]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)

# Each with the rule and the line that a person is told.
BAD = {
    # no text at all
    "GBK": ("# 注释\ntitle: 甲县".encode("gbk"), "file-readable", 1),
    "GBK further down": (b"a: 1\nb: 2\nc: " + "甲".encode("gbk"), "file-readable", 3),
    "UTF-16 with its mark": ("title: 甲".encode("utf-16"), "file-readable", 1),
    "UTF-16 without": ("title: 甲".encode("utf-16-le"), "control-characters", 1),
    "cut inside a character": ("a: 甲".encode()[:-1], "file-readable", 1),
    "half of a surrogate pair": (b"a: \xed\xa0\x80", "file-readable", 1),
    "PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file-readable", 1),
    "ZIP, DOCX, XLSX": (b"PK\x03\x04\x14\0\x06\0", "control-characters", 1),
    "empty": (b"", "file-readable", 1),
    "only white space": (b" \n\n", "file-readable", 1),
    "only a byte order mark": (b"\xef\xbb\xbf", "file-readable", 1),
    "too large": (b"# " + b"x" * MAX_BYTES, "file-readable", 1),
    # what nobody sees
    "NUL": ("a: 1\nb: 甲\0", "control-characters", 2),
    "escape sequence of a terminal": ("a: 1\nb: \x1b[31m", "control-characters", 2),
    "C1 control": ("a: 1\nb: \x85", "control-characters", 2),
    "zero-width space": ("a: 1\nb: 甲\u200b", "control-characters", 2),
    "right to left": ("a: 1\nb: 甲\u202e", "control-characters", 2),
    "zero-width space as an escape": ('a: 1\nb: "甲\\u200b"', "control-characters", 2),
    "zero-width space in a key": ("a: 1\nb\u200b: 2", "control-characters", 2),
    "second byte order mark": (b"\xef\xbb\xbf" * 2 + b"a: 1", "control-characters", 1),
    # YAML takes them for line ends and an editor does not, so that all lines after them are counted wrong
    "line separator": ("a: 1\nb: 甲\u2028", "control-characters", 2),
    "paragraph separator": ("a: 1\nb: 甲\u2029", "control-characters", 2),
    "no character U+FFFE": ("a: 1\nb: 甲\ufffe", "control-characters", 2),
    "no character U+FFFF": ("a: 1\nb: 甲\uffff", "control-characters", 2),
    # merges
    "conflict": ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", "conflict-markers", 2),
    "a conflict that shows what was there before": ("a: 1\n||||||| base\nb: 2\n", "conflict-markers", 2),
    "a leftover marker": ("a: 1\nb: 2\n=======\n", "conflict-markers", 3),
    # syntax
    "tab for indentation": ("a:\n\t- b\n", "yaml-syntax", 2),
    "tab before a key": ("a: 1\n\tb: 2\n", "yaml-syntax", 2),
    "quote without its partner": ('a: 1\nb: "x\nc: 3\nd: 4\n', "yaml-syntax", 2),
    "single quote without its partner": ("a: 1\nb: 'x\nc: 3\nd: 4\n", "yaml-syntax", 2),
    "bracket without its partner": ("a: 1\nb: [x\nc: 3\nd: 4\n", "yaml-syntax", 2),
    "brace without its partner": ("a: 1\nb: {x: y\nc: 3\nd: 4\n", "yaml-syntax", 2),
    "a bracket too much": ("a: 1\nb: [x]]\n", "yaml-syntax", 2),
    "colon in a text": ("a: 1\nb: x: y\n", "yaml-syntax", 2),
    "no colon": ("a: 1\nb\nc: 3\n", "yaml-syntax", 2),
    "full-width colon": ("a: 1\nb：2\nc: 3\n", "yaml-syntax", 2),
    "indented too little": ("a:\n    b: 1\n  c: 2\n", "yaml-syntax", 3),
    "indented too much": ("a: 1\n  b: 2\n", "yaml-syntax", 2),
    "reserved characters": ("a: 1\nb: @x\n", "yaml-syntax", 2),
    "backslash in double quotes": ('a: 1\nb: "\\甲"\n', "yaml-syntax", 2),
    "second document": ("a: 1\n---\nb: 2\n", "yaml-syntax", 2),
    "second document after an end": ("a: 1\n...\nb: 2\n", "yaml-syntax", 3),
    "key is a list": ("a: 1\n[a]: b\n", "yaml-syntax", 2),
    "key is a mapping": ("a: 1\n{a: b}: c\n", "yaml-syntax", 2),
    "key is a list, written out": ("a: 1\n? [a]\n: b\n", "yaml-syntax", 2),
    "unknown version of YAML": ("%YAML 3.0\n---\na: 1\n", "yaml-syntax", 1),
    # what is YAML but not ours
    "same key twice": ("a: 1\nb: 2\na: 3\n", "duplicate-keys", 3),
    "same key twice in a list's item": ("- a: 1\n  a: 2\n", "duplicate-keys", 2),
    "same key twice in braces": ("a: 1\nb: {x: 1, x: 2}\n", "duplicate-keys", 2),
    "anchor": ("a: 1\nb: &x 2\n", "yaml-safe", 2),
    "anchor of a collection": ("a: 1\nb: &x [2]\n", "yaml-safe", 2),
    "anchor of a key": ("a: 1\n&x b: 2\n", "yaml-safe", 2),
    "alias": ("a: 1\nb: *x\n", "yaml-safe", 2),
    "alias for a key": ("a: 1\n*x : 2\n", "yaml-safe", 2),
    "merge key with an alias": ("a: 1\n<<: *x\n", "yaml-safe", 2),
    "merge key": ("a: 1\n<<: {b: 2}\n", "yaml-safe", 2),
    "billion laughs": (BILLION_LAUGHS, "yaml-safe", 1),
    "tag that would run code": ("a: 1\nb: !!python/object/apply:os.system [id]\n", "yaml-safe", 2),
    "harmless tag": ("a: 1\nb: !!str 2\n", "yaml-safe", 2),
    "tag of one's own": ("a: 1\nb: !x 2\n", "yaml-safe", 2),
    "tag of a collection": ("a: 1\nb: !!set {x}\n", "yaml-safe", 2),
    # size and depth
    "10,000 brackets": ("a: 1\nb: " + "[" * 10_000, "yaml-safe", 2),
    "10,000 brackets with their partners": ("a: 1\nb: " + "[" * 10_000 + "]" * 10_000, "yaml-safe", 2),
    "10,000 braces": ("a: 1\nb: " + "{a: " * 10_000, "yaml-safe", 2),
    "10,000 dashes": ("- " * 10_000, "yaml-safe", 1),
    "1,000 levels of blocks": ("".join("  " * i + "a:\n" for i in range(1_000)), "yaml-safe", MAX_DEPTH + 1),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_text_is_refused_by_its_rule_and_on_its_line(name: str) -> None:
    """Whatever a file holds, it is read or refused with YamlError, under a rule, on the line where the mistake is.

    What is wrong is said in Chinese; the parser's own English words stand apart.
    """
    raw, rule, line = BAD[name]
    with time_limit(), pytest.raises(YamlError) as raised:
        load(raw)
    error = raised.value
    assert (error.rule, error.line) == (rule, line)
    assert re.search("[\u4e00-\u9fff]{4}", error.message), error.message
    assert not re.search("[a-z]+ [a-z]+", error.message), error.message


def answer(raw: str | bytes) -> object:
    """What a person is told of a text, without the parser's own words; or what was read."""
    try:
        return load(raw)
    except YamlError as error:
        return error.rule, error.line, error.message.split("（解析器")[0]


@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_answer_does_not_depend_on_the_parser(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own parser, used where there is no LibYAML, reads the same and refuses with the same words."""
    raw = (GOOD.get(name) or BAD[name])[0]
    assert yaml_text.Loader is yaml.CSafeLoader
    expected = answer(raw)
    monkeypatch.setattr(yaml_text, "Loader", yaml.SafeLoader)
    assert answer(raw) == expected


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@pytest.mark.parametrize(
    ("text", "place"),
    [("a: 1\nb: " + "[" * 1_500, (2, 4 + MAX_DEPTH - 1)), ("甲: [\n" + "{乙: [\n" * 1_500, (MAX_DEPTH // 2 + 1, 1))],
)
def test_depth_is_refused_where_the_first_level_too_many_begins(
    loader: type, text: str, place: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibYAML 0.2.6 (PyYAML 6.0.4) gives up by itself at the 1,000th level, before it tells of the first."""
    monkeypatch.setattr(yaml_text, "Loader", loader)
    with pytest.raises(YamlError) as raised:
        load(text)
    error = raised.value
    assert (error.rule, error.line, error.column, error.message) == (
        "yaml-safe",
        *place,
        f"嵌套超过 {MAX_DEPTH} 层；请检查缩进",
    )


@pytest.mark.heavy
@pytest.mark.parametrize("version", ["6.0.2", "6.0.3", "6.0.4"])
def test_answer_does_not_depend_on_the_version_of_the_parser(version: str) -> None:
    """Everything in this file holds with each release of PyYAML that pyproject.toml allows."""
    folder = Path(sys.prefix, "heavy/pyyaml", version)
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    found = subprocess.check_output([sys.executable, "-c", "import yaml; print(yaml.__version__)"], env=environment)
    assert found.decode().strip() == version
    tests = [__file__, "-m", "not heavy", "-n", "0", "-q", "-p", "no:cacheprovider"]
    tried = subprocess.run(
        [sys.executable, "-m", "pytest", *tests], env=environment, capture_output=True, text=True, check=False
    )
    assert tried.returncode == 0, tried.stdout


def test_no_short_text_breaks_parsing() -> None:
    """Every text of up to three of the characters that mean something to YAML is read or refused, none raises else."""
    broken = []
    for length in (1, 2, 3):
        for characters in itertools.product("a:-?[]{},#&*!|>%@`'\"\t\n \\<~甲", repeat=length):
            text = "".join(characters)
            try:
                load(text)
            except YamlError:
                pass
            except Exception as error:  # noqa: BLE001  (any other exception is what the test looks for)
                broken.append((text, repr(error)))
    assert broken == []


def test_number_of_any_length_is_read_or_refused() -> None:
    """Python itself raises ValueError for more than 4,300 digits; nobody should see that."""
    with suppress(YamlError):
        load("a: " + "9" * 5_000)


def test_tabs_are_called_tabs() -> None:
    """The commonest mistake of all is named: an indentation of tabs is not called a forbidden character."""
    said = []
    for text in ("a:\n\t- b\n", "a: 1\n\tb: 2\n", "a:\n  b:\n\t\tc: 1\n"):
        with pytest.raises(YamlError) as raised:
            load(text)
        said.append(raised.value.message)
    assert said == ["缩进用了制表符（Tab）；请改用空格"] * 3


# --- whatever the file -----------------------------------------------------------------------------

# What clerks' editors, tools and accidents put into files.
FRAGMENTS = (
    *(
        b"\0",
        b"\xff",
        b"\x85",
        b"\t",
        b"\n",
        b"\r\n",
        b"\r",
        b"  ",
        b"\xef\xbb\xbf",
        "\u200b".encode(),
        "\u2028".encode(),
    ),
    *("\ufffe".encode(), "甲".encode("gbk"), "甲".encode(), "😀".encode(), "：".encode(), "［".encode(), "“".encode()),
    *(
        b":",
        b": ",
        b"- ",
        b"#",
        b'"',
        b"'",
        b"[",
        b"]",
        b"{",
        b"}",
        b"&x ",
        b"*x",
        b"!x ",
        b"!!str ",
        b"|",
        b">",
        b"? ",
    ),
    *(
        b"@",
        b"`",
        b"%",
        b",",
        b"<<: ",
        b"---\n",
        b"...\n",
        b"<<<<<<< HEAD\n",
        b"null",
        b"yes",
        b"-1",
        b"0",
        b"2024-02-30",
    ),
)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """The bytes after one to three accidents: a byte changed, some lost, a fragment put in, a stretch repeated."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(raw))
        match chance.randrange(5):
            case 0:
                raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
            case 1:
                raw = raw[:at] + raw[at + chance.randint(1, 20) :]
            case 2 | 3:
                raw = raw[:at] + chance.choice(FRAGMENTS) + raw[at:]
            case 4:
                start = chance.randrange(len(raw))
                raw = raw[:at] + raw[start : start + 60] + raw[at:]
    return raw


def was_read(found: Read, file: str) -> bool:
    """Whether what a file of the demo content says is in the content as read."""
    folder, _, name = file.rpartition("/")
    place = folder.removeprefix("townships/")
    if name == COUNTY_FILE:
        return place in {county.id for county in found.content.counties}
    if file == TOPIC_FILE:
        return bool(found.content.topic_groups)
    if folder == SYNONYMS:
        return file in dict(found.content.vocabulary.synonym_files)
    township = next((one for one in found.content.townships if one.id == place), None)
    if name == TOWNSHIP_FILE or township is None:
        return township is not None
    return township.source_text is not None if name == SOURCE_FILE else LIST_FILES[name] in township.lists


@pytest.mark.slow
@pytest.mark.usefixtures("parsed_once")
def test_no_accident_to_a_file_breaks_reading_and_checking(tmp_path: Path) -> None:
    """Reading and checking never raise and never hang, and a file that could not be read is reported."""
    folder = tmp_path / "demo"
    shutil.copytree(DEMO, folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    chance = random.Random(4)
    for _ in range(300):
        path = chance.choice(files)
        whole = path.read_bytes()
        broken = mutated(whole, chance) or b"\0"
        path.write_bytes(broken)
        file = path.relative_to(folder).as_posix()
        try:
            with time_limit():
                found = read(folder)
                problems = check(found)
        except Exception as error:
            raise AssertionError(f"{file} as {broken!r}") from error
        errors = {problem.where.file for problem in problems if problem.severity == Problem.ERROR}
        assert was_read(found, file) or file in errors, f"{file} as {broken!r}"
        path.write_bytes(whole)


# --- the canonical form ----------------------------------------------------------------------------


def comments(text: str) -> list[str]:
    """The comments of a text in whose values no # stands."""
    return re.findall(r"(?:^|(?<=\s))#.*", text, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    # Those of everyday words take as long as all others together, which have all that they have.
    [pytest.param(path, marks=[pytest.mark.heavy] * (path.parent == CONTENT / SYNONYMS)) for path in COMMITTED],
    ids=lambda path: path.relative_to(TESTS.parent).as_posix(),
)
def test_committed_files_are_in_canonical_form(path: Path) -> None:
    """Every YAML file is as `qingdan fmt` writes it, so that a diff shows nothing but changes of what it says."""
    text = path.read_text("utf-8")
    assert yaml_text.canonical(text) == text, "run: qingdan fmt"


FORMS = {
    # indentation and spaces
    "indentation": ("甲:\n- 乙\n-   丙\n", "甲:\n  - 乙\n  - 丙\n"),
    "spaces": ("甲:   乙\n丙 : 丁\n", "甲: 乙\n丙: 丁\n"),
    "no line end": ("甲: 乙", "甲: 乙\n"),
    "document marks": ("---\n甲: 乙\n...\n", "甲: 乙\n"),
    "text over lines": ("甲: 乙\n  丙\n", "甲: 乙 丙\n"),
    "long text": (f"甲: {'长' * 300} {'文' * 300}\n", f"甲: {'长' * 300} {'文' * 300}\n"),
    # quotes that nothing needs, and those that a value needs
    "needless quotes": ("甲: '乙'\n丙: \"丁\"\n", "甲: 乙\n丙: 丁\n"),
    "quotes for a number": ("甲: '12'\n乙: 12\n", "甲: '12'\n乙: 12\n"),
    "quotes for digits": ("甲: '13800138000'\n乙: '0482-1'\n", "甲: '13800138000'\n乙: 0482-1\n"),
    "quotes for a boolean": ("甲: 'yes'\n乙: \"no\"\n丙: 'true'\n", "甲: yes\n乙: no\n丙: 'true'\n"),
    "null": ("甲: ~\n乙:\n", "甲: null\n乙: null\n"),
    # short lists on one line, all others an item a line
    "short lists": ("departments:\n- 甲\n- 乙\n", "departments: [甲, 乙]\n"),
    "long lists": ("duties: [甲, 乙]\n", "duties:\n  - 甲\n  - 乙\n"),
    "source": ("source:\n  lines:\n    - 1\n    - 2\n", "source: {lines: [1, 2]}\n"),
    "empty list": ("duties:\n  []\n", "duties: []\n"),
    # comments
    "comment above": ("# 注\n甲: 乙\n", "# 注\n甲: 乙\n"),
    "comment beside": ("甲: 乙 # 注\n", "甲: 乙 # 注\n"),
    "comment below": ("甲: 乙\n# 注\n", "甲: 乙\n# 注\n"),
    "comment between items": ("甲:\n  - 乙\n  # 注\n  - 丙\n", "甲:\n  - 乙\n  # 注\n  - 丙\n"),
    "comment in a short list": ("departments:\n  - 甲 # 注\n  - 乙\n", "departments:\n  - 甲 # 注\n  - 乙\n"),
    "comment beside a short list": ("departments: # 注\n  - 甲\n", "departments: [甲] # 注\n"),
    "comment after a block text": ("甲: |\n  乙\n# 注\n丙: 丁\n", "甲: |\n  乙\n# 注\n丙: 丁\n"),
    "empty lines between": ("甲: 乙\n\n丙: 丁\n", "甲: 乙\n\n丙: 丁\n"),
}


@pytest.mark.parametrize("name", FORMS)
def test_canonical_form(name: str) -> None:
    """One layout, needless quotes dropped, comments kept where they were."""
    text, expected = FORMS[name]
    assert yaml_text.canonical(text) == expected


# Texts that are valid but laid out in every other way; what the canonical form may not do to them.
SAFE_FORMS = (
    *(text for text, _ in FORMS.values()),
    # values that one reader of YAML takes for something else than another
    "a: 010\nb: 0x1F\nc: 1_000\nd: 1:30\ne: 1.50\nf: 1e3\ng: 0o17\n",
    "a: 2024-01-01\n",
    "a: 2024-02-30\n",
    "a: 2024-01-01T10:00:00+08:00\n",
    "a: 1e500\n",
    "a: yes\nb: on\nc: 'on'\nd: Off\ne: 'Off'\n",
    "1: a\n01: b\n",
    "a: 甲\t乙\n",
    'a: "甲\\t乙\\n丙"\n',
    # comments in unusual places
    "\n\n# 注\n\na: 1\n",
    "a: 1\n\n\n# 注一\n\n# 注二\n",
    "# 注一\n# 注二\n---\na: 1\n",
    "a: [甲, # 注\n  乙]\n",
    "departments: [甲, # 注一\n  乙] # 注二\n",
    "departments:\n  # 注\n  - 甲\n  - 乙\n",
    "duties: # 注\n- 甲\n",
    "duties:\n- # 注\n  a: 1\n",
    "duties:\n- {a: 1} # 注\n- {a: 2}\n",
    "duties:\n- {a: 1, # 注\n   b: 2}\n",
    "source:\n  lines: [1, 2] # 注\nb: 1\n",
    "source:\n  # 注\n  lines: [1, 2]\n",
    "a: >-\n  甲\n  乙\n# 注\nb: 1\n",
    "{a: 1, b: 2} # 注\n",
)


@pytest.mark.parametrize("text", SAFE_FORMS, ids=lambda text: ascii(text[:24]))
def test_canonical_form_is_only_a_form(text: str) -> None:
    """`qingdan fmt` changes no value, loses no comment, and has nothing left to do when it runs again."""
    formed = yaml_text.canonical(text)
    actual = (load(formed).data, comments(formed), yaml_text.canonical(formed))
    assert actual == (load(text).data, comments(text), formed)


LAID_OUT_ODDLY = """title:   清单
categories:
- name: 甲
  declared: 2
  duties:
  - id: c-001
    number: 1
    name: "乙"
    departments: [县民政局,县财政局]
    superior:
    - departments:
      - 县民政局
      duties:
      - 审核；
      - 公示。
    township:
    - 受理；
    source:
      lines: [1,2]
"""


def commented() -> Iterator[str]:
    """A list with a comment: below each of its lines, as far in as that, as the next, and not at all; and beside it."""
    lines = LAID_OUT_ODDLY.rstrip("\n").split("\n")
    for index, line in enumerate(lines, 1):
        indents = {0, *(len(one) - len(one.lstrip()) for one in lines[index - 1 : index + 1])}
        for indent in sorted(indents):
            yield "\n".join([*lines[:index], f"{' ' * indent}# 注", *lines[index:], ""])
        yield "\n".join([*lines[: index - 1], f"{line}  # 旁", *lines[index:], ""])


def test_list_is_formed_wherever_a_comment_stands() -> None:
    """There is no place in which a comment keeps a list from its form; values and comment stay, once is enough."""
    wrong = []
    for text in commented():
        formed = yaml_text.canonical(text)
        is_same = (load(formed).data, comments(formed)) == (load(text).data, comments(text))
        if formed == text or not is_same or yaml_text.canonical(formed) != formed:
            wrong.append(text)
    assert wrong == []


MADE_WRONGLY = {
    "a value": "# 注\n甲: 丙\n",
    "a key": "# 注\n丙: 乙\n",
    "a comment": "甲: 乙\n",
    "no YAML": "# 注\n甲: [乙\n",
}


@pytest.mark.parametrize("made", MADE_WRONGLY.values(), ids=MADE_WRONGLY)
def test_what_the_library_would_change_stays(made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No text is known with which ruamel changes a value; with the next release of it one might be."""
    monkeypatch.setattr(YAML, "dump", lambda _, __, out: out.write(made))
    assert yaml_text.canonical("# 注\n甲:  乙\n") == "# 注\n甲:  乙\n"


# --- writing ---------------------------------------------------------------------------------------

HOSTILE = (
    # punctuation that means something to YAML
    *(": ", " #", "a: b", "a #b", "a:", "#a", "- a", "-", "---", "...", "--- a", "? a", ": a", "?", ":", ",", "a, b"),
    *("{a}", "[b]", "{", "}", "[", "]", "a]", "a}", "@x", "`", "`x`", "%", "%x", "&x", "*x", "!x", "!!str x", "|", ">"),
    *("'", '"', "''", '"x"', "it's", "“引号”", "\\", "a\\nb", "=", "<<", "=======", "<<<<<<< HEAD"),
    *("：", "甲：乙", "甲: 乙"),
    # words and numbers that YAML takes for something else, in one version or another
    *("yes", "no", "on", "off", "y", "n", "Yes", "NO", "true", "False", "null", "Null", "NULL", "~", ""),
    *("1", "1.", ".5", "1.0", "-1", "+1", "0", "-0", "01", "010", "0x1F", "0o17", "0b1", "1_000", "1e3", "1e500"),
    *("1:30", ".inf", "-.inf", ".nan", "2024-01-01", "2024-02-30", "2024-01-01 10:00:00", "1" * 30, "1" * 5_000),
    # white space and length
    *("a ", " a", " ", "a  b", "a\tb", "\ta", "a\nb", "a\n", "\na", "a\n\n b", "甲\u3000乙", "\u3000甲", "a\u00a0b"),
    *("长" * 5_000, "长" * 3_000 + " " + "文" * 3_000, "a" * 200 + " " + "b" * 200),
    # beyond ASCII and Han
    *("😀", "甲😀乙", "𠀀", "é", "①", "＃甲"),
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_dumped_text_is_read_back_equal(text: str) -> None:
    """Whatever a document prints is written so that it is read back equal: as a value, in long and in short lists."""
    data = {"name": text, "duties": [text, text], "departments": [text, text], "superior": [{"duties": [text]}]}
    expected = {"name": text, "duties": (text, text), "departments": (text, text), "superior": ({"duties": (text,)},)}
    dumped = yaml_text.dump(data, "x.json")
    assert load(dumped).data == expected
    assert yaml_text.canonical(dumped) == dumped


def test_dump_names_the_schema_and_lays_out_as_people_do() -> None:
    """The first line is for editors, a comment below it; short lists stand on one line, texts on one each."""
    data = {
        "title": "清单",
        "declared": None,
        "duties": [{"number": 1, "departments": ["县民政局", "县财政局"], "source": {"lines": [1, 2]}}],
        "township": ["受理；", "审核。"],
        "notes": [],
    }
    assert yaml_text.dump(data, "../basic.json", "第一行\n第二行") == (
        "# yaml-language-server: $schema=../basic.json\n"
        "# 第一行\n"
        "# 第二行\n"
        "title: 清单\n"
        "declared: null\n"
        "duties:\n"
        "  - number: 1\n"
        "    departments: [县民政局, 县财政局]\n"
        "    source: {lines: [1, 2]}\n"
        "township:\n"
        "  - 受理；\n"
        "  - 审核。\n"
        "notes: []\n"
    )


def test_file_as_large_as_is_allowed_is_read() -> None:
    """The bound itself is within it."""
    assert len(yaml_text.decode(b"#" * MAX_BYTES)) == MAX_BYTES


def test_comments_are_found_with_their_lines() -> None:
    """Above, beside, at the end; a # inside a word is none."""
    text = "# 甲\na: 1 # 乙\nb: C#\n\n  # 丙\n"
    assert list(yaml_text.comments(text)) == [(1, "# 甲"), (2, "# 乙"), (5, "# 丙")]


def test_append_keeps_what_is_there() -> None:
    """New departments go to the end of the register; the people's own text and comments stay."""
    text = "# 部门登记表\nname: 甲县 # 县名\ndepartments:\n  # 民政\n  - id: a\n    name: 县民政局\n"
    assert yaml_text.append(text, "departments", [{"id": "b", "name": "县财政局"}]) == (
        "# 部门登记表\nname: 甲县 # 县名\ndepartments:\n  # 民政\n  - id: a\n    name: 县民政局\n"
        "  - id: b\n    name: 县财政局\n"
    )


def test_append_makes_the_list_where_there_is_none() -> None:
    """A register without departments takes its first one."""
    assert yaml_text.append("name: 甲县\n", "departments", [{"id": "b"}]) == "name: 甲县\ndepartments:\n  - id: b\n"


def test_every_list_has_its_file() -> None:
    """What the fuzz test calls a list's file is what `read` calls so."""
    assert set(LIST_FILES.values()) == set(ListKind)
