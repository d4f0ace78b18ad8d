"""The locked dependencies: complete, exact, with hashes, and free of any address."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.places import PROJECT

SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
# Each lock with what pyproject.toml asks for it.
WANTED = {
    "build": SETTINGS["build-system"]["requires"],
    "site": SETTINGS["project"]["dependencies"],
    **{
        extra: [*SETTINGS["project"]["dependencies"], *SETTINGS["project"]["optional-dependencies"][extra]]
        for extra in ("test", "ocr", "parquet", "cluster")
    },
}
# A whole lock: comments, and packages with an exact version and the digests of all their files.
LOCK = re.compile(
    r"(?P<comment> *#[^\n]*\n)"
    r"|(?P<package>(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; [^\\\n]+)?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n)"
)


def text(name: str) -> str:
    """A lock as it is in the repository."""
    return (PROJECT / "requirements" / f"{name}.lock").read_text("utf-8")


def packages(name: str) -> dict[str, re.Match[str]]:
    """The packages of a lock by their names."""
    return {found["name"]: found for found in LOCK.finditer(text(name)) if found["package"]}


@pytest.mark.parametrize("name", WANTED)
def test_lock_is_nothing_but_exact_versions_with_hashes(name: str) -> None:
    """No address of a registry, no path of a machine, no option of pip; a line that is anything else is shown."""
    assert LOCK.sub("", text(name)) == ""
    assert re.findall(r"://|\bfile:| @ ", text(name)) == []


@pytest.mark.parametrize("name", WANTED)
def test_lock_satisfies_the_ranges(name: str) -> None:
    """Each dependency is locked, at a version that pyproject.toml allows; else run `make lock UPGRADE=`."""
    locked = {one: found["version"] for one, found in packages(name).items()}
    wanted = [Requirement(one) for one in WANTED[name]]
    assert wanted
    assert [
        str(one) for one in wanted if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"))
    ] == []


def test_site_and_tests_use_the_same_versions() -> None:
    """What is tested is what builds the site: its lock is a part of the tests', file by file."""
    site, test = (
        {one: found["package"].split("#")[0] for one, found in packages(name).items()} for name in ("site", "test")
    )
    assert site.items() - test.items() == set()


def test_compiled_packages_are_locked_for_every_system() -> None:
    """The hashes are those of all files that a release has: a lock made of one machine's files has one or two."""
    few = [name for name, found in packages("site").items() if found["package"].count("--hash") < 10]
    compiled = {"lxml", "markupsafe", "numpy", "orjson", "pydantic-core", "pyyaml", "typst", "tdewolff-minify"}
    assert compiled & set(few) == set()
    assert compiled - set(packages("site")) == set()
