"""The JSON Schemas that editors check YAML with: renewed, true to the content, and as strict as reading."""

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.check.registry import check
from generator.read import yaml_text
from generator.read.folder import read
from generator.read.schema import schemas
from support.places import CONTENT, DEMO, PROJECT

FILES = sorted([*CONTENT.rglob("*.yml"), *DEMO.rglob("*.yml")])
NAMING = "# yaml-language-server: $schema="
SCHEMAS = schemas()

pytestmark = pytest.mark.usefixtures("parsed_once")


def relative(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of a schema by its file name, `basic.json`."""
    return Draft202012Validator(json.loads(SCHEMAS[name]))


def plain(text: str) -> Any:
    """A YAML text as the plain data that an editor validates: lists for our tuples."""
    return json.loads(json.dumps(yaml_text.parse(text).data))


def named_schema(text: str) -> str:
    """The address of the schema that a file names in its first line."""
    first = text.partition("\n")[0]
    assert first.startswith(NAMING), f"the first line must be {NAMING}…"
    return first.removeprefix(NAMING)


def test_committed_schemas_are_those_of_the_types() -> None:
    """What editors use is what the program reads with."""
    committed = {path.name: path.read_text("utf-8") for path in (CONTENT / "schema").iterdir()}
    assert committed == SCHEMAS, "run: qingdan fmt"


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_one_and_describes_every_key_in_chinese(name: str) -> None:
    """An editor shows for each key what to write there."""
    schema = json.loads(SCHEMAS[name])
    Draft202012Validator.check_schema(schema)
    objects = [one for one in (schema, *schema.get("$defs", {}).values()) if "properties" in one]
    silent = [key for one in objects for key, value in one["properties"].items() if not value.get("description")]
    assert silent == []
    assert all(one.get("additionalProperties") is False for one in objects)


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_content_is_valid(path: Path) -> None:
    """Every YAML file names the schema of its kind, and an editor finds nothing wrong with it."""
    text = path.read_text("utf-8")
    address = named_schema(text)
    expected = "synonyms.json" if path.parent.name == "synonyms" else f"{path.stem}.json"
    assert address.rpartition("/")[2] == expected
    if path.is_relative_to(CONTENT):
        assert (path.parent / address).resolve() == CONTENT / "schema" / expected
    assert [error.message for error in validator(expected).iter_errors(plain(text))] == []


# A change of the demo content that makes a value wrong.
BROKEN = {
    # types
    "number as a word": ("bing/basic.yml", "number: 3", "number: 三"),
    "number in quotes": ("bing/basic.yml", "number: 3", "number: '3'"),
    "number 0": ("bing/basic.yml", "number: 1", "number: 0"),
    "name is a number": ("bing/basic.yml", "name: 开展爱国卫生工作。", "name: 2024"),
    "name is a boolean": ("bing/basic.yml", "name: 开展爱国卫生工作。", "name: true"),
    "name is empty": ("bing/basic.yml", "name: 开展爱国卫生工作。", "name: ''"),
    "name is null": ("bing/basic.yml", "name: 开展爱国卫生工作。", "name: null"),
    "text for a list": ("bing/reclaimed.yml", "[县医保局]", "县医保局"),
    "null in a list": ("bing/cooperative.yml", "- 受理申请；", "- null"),
    "count below 0": ("bing/basic.yml", "declared: 2", "declared: -1"),
    # closed sets and patterns
    "unknown status": ("bing/reclaimed.yml", "status: discontinued", "status: ended"),
    "unknown status of a name": ("bing/township.yml", "name_status: unknown", "name_status: 不明"),
    "id with capitals": ("county.yml", "id: xianyibaoju", "id: xianYibaoju"),
    "id of Han": ("county.yml", "id: xianyibaoju", "id: 县医保局"),
    "sum too short": ("yi/township.yml", "sha256: e", "sha256: "),
    "sum with capitals": ("yi/township.yml", "sha256: e", "sha256: E"),
    # keys
    "unknown key": ("bing/basic.yml", "name: 开展爱国卫生工作。", "name: 开展爱国卫生工作。\n        备注: 甲"),
    "key of another list": ("bing/basic.yml", "number: 3", "number: 3\n        method: [甲]"),
    "missing key": ("bing/basic.yml", "        number: 3\n", ""),
    "missing key of a file": ("bing/township.yml", "name_evidence: 原文没有写明乡镇名称\n", ""),
    "missing reason": ("bing/basic.yml", "        reason: 导入时", "        # reason: 导入时"),
    # source
    "one line": ("yi/basic.yml", "[9, 9]", "[9]"),
    "three lines": ("yi/basic.yml", "[9, 9]", "[9, 9, 9]"),
    "lines as text": ("yi/basic.yml", "[9, 9]", "[九, 九]"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_schema_refuses_what_reading_refuses(name: str, tmp_path: Path) -> None:
    """A mistake is underlined while it is typed, not only found by `check`."""
    file, old, new = BROKEN[name]
    folder = shutil.copytree(DEMO, tmp_path / "demo")
    path = folder / "townships/jia" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    problems = [problem.rule for problem in check(read(folder)) if problem.where.file.endswith(f"/{file}")]
    assert set(problems) & {"shape", "known-keys"}
    assert not validator(f"{path.stem}.json").is_valid(plain(path.read_text("utf-8")))
