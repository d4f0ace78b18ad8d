"""What is found on the real site: its own index, ranked by the browser's own scripts, in node."""

import json
from pathlib import Path

import pytest

from generator import paths
from support.scripts import SCRIPTS, node


def found(site: Path, questions: list[tuple[str, str]], count: int) -> list[list[str]]:
    """The names of the first results of each query, in a township or in `all`."""
    ran = node(SCRIPTS / "found.mjs", (site / paths.SEARCH_META).parent, str(count), text=json.dumps(questions))
    assert not ran.stderr
    return json.loads(ran.stdout)


def test_every_duty_is_found_by_its_name(site: Path) -> None:
    """The first twelve characters of a name bring its duty to the first three.

    Neighbouring fines begin alike; then one of them is enough.
    """
    questions = [
        (item["name"][:12], entry["id"])
        for entry in json.loads((site / "api/v1/index.json").read_text("utf-8"))["townships"]
        for duty_list in json.loads((site / entry["data"]).read_text("utf-8"))["lists"]
        for item in duty_list["items"]
    ]
    assert len(questions) == 1412
    answers = zip(questions, found(site, questions, 3), strict=True)
    assert [one for one, names in answers if not any(name.startswith(one[0]) for name in names)] == []


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("宅基地", "宅基地"),
        ("高龄津贴", "高龄津贴"),
        ("托育机构", "对辖区内托育机构的监督管理"),
        ("爆竹", "烟花爆竹安全监管"),
        ("采伐许可", "林木采伐许可证核发"),
        ("校外培训", "校外培训机构监管"),
        ("危房改造", "危房改造"),
        ("流浪乞讨", "流浪乞讨人员"),
        ("献血", "无偿献血招募"),
        ("防溺水", "防溺水"),
        ("ＤＮＡ 信息库", "开展流浪乞讨人员救助工作"),  # full-width letters, and only in a text
        ("犬", "养犬管理工作"),
    ],
)
def test_words_from_the_middle_of_names(site: Path, word: str, name: str) -> None:
    """A plain word out of a name finds the duty, in the first five of all townships."""
    [names] = found(site, [(word, "all")], 5)
    assert any(name in one for one in names)
