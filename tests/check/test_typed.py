"""The rules in the browser: on the same inputs they say what `check` says, word for word where words are the rules'."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.changes.request import STATUSES, TITLES
from generator.check.registry import check
from generator.check.rules.registers import NO_HINT, NOT_REGISTERED
from generator.check.typed import TYPED, typed_rules
from generator.model import ListKind
from generator.read.folder import read
from generator.words.characters import did_you_mean
from generator.words.departments import Register, printed_name
from generator.words.patterns import for_browsers
from support.places import CONTENT, DEMO
from support.scripts import SCRIPTS, node

COUNTY_FILE = "townships/jia/county.yml"
# In the words of the form, since the rules speak of keys and of the YAML.
OWN_WORDS = {"cooperative-complete", "reclaimed-complete", "shape"}
GOOD = {
    "basic": {"name": "开展爱国卫生工作。"},
    "cooperative": {
        "name": "未成年人防溺水工作",
        "departments": ["县教育局"],
        "superior": [{"departments": ["县教育局"], "duties": ["开展宣传教育；"], "support": []}],
        "township": ["开展巡查。"],
    },
    "reclaimed": {"name": "出具证明", "departments": ["县民政局"], "status": "taken-over", "method": ["直接办理。"]},
}
TEXTS = (
    "初审并上报。",
    "审核,上报;再报",
    "县:“乡",
    "1. 初审。",
    "（2）初审并上报这一件很长很长的事。",
    "⑴初审",
    "３．初审",
    "1.5 公里以内的",
    "组织 开展 巡查",
    "A B 组织",
    "组\u00ad织开展志愿服务",
    "组\u200b织",
    "\u3000组织",
    "组织\u00a0开展",
    "⼯作⻚面",
    "\uf9b5如",
    "\ue5e5组织\ufffd展\ufffc",
    "𠀀、 𠮷 村",
    "\U000f0001组织",
    "<b>&amp;\"'</b> {found} {0} $& \\d",
    "x" * 400,
    "这一条有三十多个字，用来看看太长的文字在说它重复的时候是怎样截短的，够长了",
)
NAMES = (
    "县民政局",
    "民政局",
    "县民政局（牵头）",
    "县民政居",
    "县民正局",
    "“县民政局”",
    "县⺠政局",
    "县民政\u200b局",
    "县教育局等部门",
    "其他相关单位",
    "县医疗保障局",
    "县委医保局",
    "甲县医保局",
    "某省某市甲县财政局",
    "县财政局（县国资局）",
    "县财政局(县国资局)",
    "县财政局、县民政局",
    "县财政局；县民政局;县教育局",
    "县委宣传部（县新闻出版局、县电影局）",
    "牵头单位：县民政局",
    "县民政局/县财政局",
    "1.县民政局",
    "•县民政局",
    "一是县民政局",
    "县 民政局",
    "A.县民政局",
    "县卫生健康委员会",
    "火星管理局",
    "constructor",
    "公安局办公室",
)


def variants() -> Iterator[tuple[str, dict[str, Any]]]:
    """Duties: each text in each place of texts, each name in each place of names, and what is missing."""
    yield "basic", {**GOOD["basic"], "name": ""}
    for text in TEXTS:
        yield "basic", {**GOOD["basic"], "name": text}
        yield "cooperative", {**GOOD["cooperative"], "township": ["开展巡查。", text]}
        block = {"departments": ["县教育局"], "duties": ["开展宣传。", text], "support": [text]}
        yield "cooperative", {**GOOD["cooperative"], "superior": [block]}
        yield "reclaimed", {**GOOD["reclaimed"], "method": [text, "直接办理。", text]}
        yield "basic", {**GOOD["basic"], "extras": [{"head": "备注", "texts": ["见附件。", text]}]}
    for name in NAMES:
        yield "cooperative", {**GOOD["cooperative"], "departments": [name]}
        yield "reclaimed", {**GOOD["reclaimed"], "departments": ["县财政局", name, name]}
        block = {"departments": [name], "duties": ["开展宣传。"], "support": []}
        yield "cooperative", {**GOOD["cooperative"], "superior": [block]}
    for key in ("departments", "superior", "township"):
        yield "cooperative", {**GOOD["cooperative"], key: []}
    yield "cooperative", {**GOOD["cooperative"], "superior": [{"departments": [], "duties": [], "support": ["培训。"]}]}
    yield "reclaimed", {**GOOD["reclaimed"], "departments": []}
    yield "reclaimed", {**GOOD["reclaimed"], "departments": [], "status": "discontinued"}
    yield "reclaimed", {**GOOD["reclaimed"], "method": ["已失效，不再开展。"]}
    yield "reclaimed", {**GOOD["reclaimed"], "method": []}
    for number in (0, 1, -1, "三", "1.5"):
        yield "basic", {**GOOD["basic"], "number": number}


def yaml_of(value: Any, indent: str = "") -> Iterator[str]:
    """Data as lines of YAML, each text in quotes, each item on a line of its own."""
    for key, one in value.items():
        if isinstance(one, dict) or (not one and isinstance(one, list)):
            yield f"{indent}{key}: {json.dumps(one)}"
        elif isinstance(one, list):
            yield f"{indent}{key}:"
            for item in one:
                if isinstance(item, dict):
                    first, *rest = yaml_of(item, f"{indent}    ")
                    yield f"{indent}  - {first.strip()}"
                    yield from rest
                else:
                    yield f"{indent}  - {quoted(item)}"
        else:
            yield f"{indent}{key}: {quoted(one) if isinstance(one, str) else json.dumps(one)}"


def quoted(text: str) -> str:
    """A text in quotes; what JSON escapes as two halves stands for itself."""
    return f'"{"".join(char if ord(char) > 0xFFFF else json.dumps(char)[1:-1] for char in text)}"'


Found = set[tuple[str, str, str]]


def checked(content: Path, kind: str, duties: list[dict[str, Any]]) -> list[Found]:
    """What `check` says of each duty of a list: rule, place within the duty, and message."""
    file = content / f"townships/jia/yi/{kind}.yml"
    own = [{"id": f"{kind[0]}-{number:03}", "number": number, **duty} for number, duty in enumerate(duties, 1)]
    data = {"title": "标题", "categories": [{"name": "民生服务", "declared": None, "duties": own}]}
    file.write_text("\n".join(yaml_of(data)) + "\n", "utf-8")
    found: list[Found] = [set() for _ in duties]
    for problem in check(read(content)):
        keys = problem.where.keys
        if problem.rule in TYPED and problem.where.file.endswith(f"yi/{kind}.yml"):
            place = keys[3] if len(keys) > 3 else 0
            found[int(place)].add((problem.rule, "/".join(map(str, keys[4:])), problem.message))
    return found


def is_alone(duty: dict[str, Any]) -> bool:
    """Whether a duty keeps the list that it stands in from being read."""
    return not duty["name"] or "number" in duty or "\u200b" in str(json.dumps(duty, ensure_ascii=False))


def all_checked(content: Path, inputs: list[tuple[str, dict[str, Any]]]) -> list[Found]:
    """What `check` says of each duty; those that can be read together are checked together."""
    found: list[Found] = [set() for _ in inputs]
    for kind in ListKind:
        several = [place for place, (own, duty) in enumerate(inputs) if own == kind.value and not is_alone(duty)]
        for place, one in zip(several, checked(content, kind.value, [inputs[at][1] for at in several]), strict=True):
            found[place] = one
    for place, (kind, duty) in enumerate(inputs):
        if is_alone(duty):
            (found[place],) = checked(content, kind, [duty])
    return found


def plainly(found: Found) -> Found:
    """The same, with no more than the rule of what the form says in its own words.

    Of what a file that has a control character says else nothing is known: it is not read.
    """
    if any(rule == "control-characters" for rule, _, _ in found):
        return {("control-characters", "", "")}
    return {(rule, "", "") if rule in OWN_WORDS else (rule, at, said) for rule, at, said in found}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The demo content without a source: nothing that stands in it is printed."""
    shutil.copytree(DEMO, tmp_path / "content")
    (tmp_path / "content/townships/jia/yi/source.txt").unlink()
    return tmp_path / "content"


def test_browser_and_check_say_the_same(content: Path) -> None:
    """Of texts and names of every kind, good and bad, wherever they stand in a duty."""
    inputs = list(variants())
    county = read(DEMO).content.counties[0]
    register = Register(county.file, read(DEMO).content.departments).as_data()
    asked = {
        "rules": typed_rules(),
        "register": register,
        "duties": [({"number": "1", **duty}, kind, None) for kind, duty in inputs],
    }
    answer = node(SCRIPTS / "typed.mjs", text=json.dumps(asked))
    assert not answer.stderr
    wrong = []
    answers = zip(inputs, json.loads(answer.stdout), all_checked(content, inputs), strict=True)
    for (kind, duty), said, expected in answers:
        here = {
            (one["rule"], "/".join(map(str, one["at"])), one["message"].replace("county.yml", COUNTY_FILE))
            for one in said
        }
        if plainly(here) != plainly(expected):
            wrong.append((kind, duty, plainly(here) ^ plainly(expected)))
    assert wrong == [], "\n".join(map(str, wrong))


def test_names_of_the_real_lists() -> None:
    """Every name that the five real lists print, and each with a character wrong, is known or not as `check` says."""
    real = read(CONTENT).content
    for county in real.counties:
        register = Register(county.file, real.departments)
        printed = {
            name
            for township in real.townships
            if township.county_id == county.id
            for own in township.lists.values()
            for _, duty in own.duties()
            for _, name in duty.named_departments()
        }
        names = sorted(printed | {name[:-1] for name in printed if len(name) > 3})
        duties = [({**GOOD["cooperative"], "departments": [name]}, "cooperative", None) for name in names]
        asked = {"rules": typed_rules(), "register": register.as_data(), "duties": duties}
        said = json.loads(node(SCRIPTS / "typed.mjs", text=json.dumps(asked)).stdout)
        for name, problems in zip(names, said, strict=True):
            unknown = [
                one["message"]
                for one in problems
                if one["rule"] == "departments-registered" and one["at"][0] == "departments"
            ]
            assert unknown == expected_of(name, register), name


def expected_of(name: str, register: Register) -> list[str]:
    """What the rule says of one name."""
    core = printed_name(name).core
    if not core or register.find(core):
        return []
    hint = did_you_mean(core, register.names()) or NO_HINT
    return [NOT_REGISTERED.format(name=core, file="county.yml", hint=hint)]


def test_every_list_and_column_has_its_words() -> None:
    """The form asks for the fields that the types have, under the heads of the sheets."""
    rules = typed_rules()
    duties = rules["duties"]
    assert isinstance(duties, dict)
    assert {kind: list(fields) for kind, fields in duties.items()} == {
        "basic": ["number", "name", "extras"],
        "cooperative": ["number", "name", "departments", "superior", "township", "extras"],
        "reclaimed": ["number", "name", "departments", "status", "method", "extras"],
    }
    assert set(duties) == {kind.value for kind in ListKind}
    columns = rules["columns"]
    assert isinstance(columns, dict)
    titles = {key: title.replace("{place}", "乡镇") for key, title in columns.items()}
    assert {key: titles[key] for key in TITLES} == TITLES
    assert rules["statuses"] == STATUSES
    assert rules["tracks"] == {"access": "职责准入", "adjustment": "动态调整", "correction": "更正"}


@pytest.mark.parametrize("pattern", ["(?<=甲)乙", "(?P<a>甲)", "(?i)a", "a*+"])
def test_what_old_browsers_do_not_read(pattern: str) -> None:
    """Look-behind, Python's named groups, flags and possessive repeats are refused when the site is made."""
    with pytest.raises(ValueError, match="in"):
        for_browsers(pattern)


def test_digits_and_blanks_are_pythons() -> None:
    r"""`\d` is any decimal digit, also in a class."""
    assert for_browsers(r"\d[\d甲]\s\.") == r"[\p{Nd}][\p{Nd}甲][\s\x1c-\x1f\x85]\."
