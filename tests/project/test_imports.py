"""The shape of the program: modules import one way, and each host tool is known at its edge only."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from support.places import PROJECT, TESTS

GENERATOR = PROJECT / "generator"

# The flow: what stands here may import what stands before it, and itself, and nothing after it.
ORDER = (
    *("workers", "rows", "files", "model", "paths", "project", "cache"),
    *("words", "read", "printed", "importers", "check", "changes", "link", "search", "data", "pages", "site"),
    *("flow", "serve", "__main__"),
)

# Who alone may import what.
EDGES = {
    "mkdocs": {"site.build", "serve"},
    "markdown": {"site.markup"},
    "yaml": {"read.yaml_text", "site.settings"},
    "ruamel": {"read.yaml_text"},
    "jinja2": {"pages.render", "site.plain"},
    "openpyxl": {"printed.xlsx", "importers.office.xlsx"},
    "docx": {"printed.docx", "importers.office.docx"},
    "pypdfium2": {"importers.pdf.page"},
    "typst": {"printed.pdf"},
    "fontTools": {"printed.pdf"},
    "opencc": {"search.text"},
    "segno": {"pages.qr"},
    "numpy": {"search.documents", "search.weights", "search.shards", "search.index"},
    "minify": {"site.assets"},
    "subprocess": {"changes.revisions"},
    "filelock": {"site.write"},
    "sys": {"__main__"},
    # Imports stand where they can be read; a version is no import.
    "importlib": {"search.text"},
    "argparse": {"__main__"},
    # No hidden inputs: the same content gives the same bytes on every day and on every machine.
    "datetime": set(),
    "time": set(),
    "random": set(),
    "locale": set(),
    "socket": set(),
    "requests": set(),
}


def name_of(path: Path) -> str:
    """`importers/draft.py` is `importers.draft`, `importers/__init__.py` is `importers`, `__init__.py` is empty."""
    return ".".join(path.relative_to(GENERATOR).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


TREES = {name_of(path): ast.parse(path.read_text("utf-8")) for path in sorted(GENERATOR.rglob("*.py"))}


def imported(tree: ast.Module) -> set[str]:
    """Every module that a module imports, anywhere in it; `from a import b` is a.b where that is one of ours."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {one.name for one in names}
                assert "generator" not in found, "the bare package hides which module is meant"
            case ast.ImportFrom(module=module, names=names, level=0):
                full = {f"{module}.{one.name}" for one in names}
                ours = {one for one in full if one.removeprefix("generator.") in TREES}
                found |= ours | (set() if ours == full else {module})
            case ast.ImportFrom():
                raise AssertionError("relative imports hide which module is meant")
    return found


def ours(tree: ast.Module) -> set[str]:
    """The modules of this program that a module imports, without the package's name."""
    return {one.removeprefix("generator.") for one in imported(tree) if one.startswith("generator.")}


def place(name: str) -> str:
    """What of `ORDER` a module belongs to: its package, or itself."""
    return name.split(".")[0]


def test_every_module_has_its_place_in_the_flow() -> None:
    """The order names each package and each module beside them; the packages themselves hold nothing."""
    assert sorted(ORDER) == sorted({place(name) for name in TREES} - {""})
    packages = list(GENERATOR.rglob("__init__.py"))
    assert [path for path in packages if len(ast.parse(path.read_text("utf-8")).body) != 1] == []


@pytest.mark.parametrize("name", [name for name in TREES if name])
def test_module_imports_only_what_comes_before_it(name: str) -> None:
    """Imports run one way, along the flow."""
    before = set(ORDER[: ORDER.index(place(name)) + ("." in name)])
    assert {one for one in ours(TREES[name]) if place(one) not in before} == set()


def test_no_circles() -> None:
    """Inside a package imports run one way too."""
    TopologicalSorter({name: ours(tree) for name, tree in TREES.items()}).prepare()


@pytest.mark.parametrize("package", EDGES)
def test_package_stays_at_its_edge(package: str) -> None:
    """What a step needs from outside is known to that step alone, so that it can be replaced there."""
    users = {name for name, tree in TREES.items() if package in {one.split(".")[0] for one in imported(tree)}}
    assert users - EDGES[package] == set()


@pytest.mark.parametrize("name", [name for name in TREES if name != "__main__"])
def test_only_the_command_line_prints_and_exits(name: str) -> None:
    """A step gives values or raises; what a person sees is decided in `__main__`."""
    called = {ast.unparse(node.func) for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)}
    raised = {ast.unparse(node.exc) for node in ast.walk(TREES[name]) if isinstance(node, ast.Raise) and node.exc}
    assert (
        called & {"__import__", "print", "exit", "quit", "sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write"}
        == set()
    )
    assert {one for one in raised if one.startswith("SystemExit")} == set()


# Calls that change files or folders; of `replace`, which texts have too, those with what a path's takes.
CHANGES = {
    *("write_text", "write_bytes", "touch", "mkdir", "makedirs", "mkstemp", "symlink_to", "hardlink_to", "extractall"),
    *("unlink", "rmdir", "rmtree", "removedirs", "rename", "renames", "move"),
    *("copy", "copy2", "copyfile", "copyfileobj", "copytree", "chmod", "truncate"),
}
# Who may, and why.
WRITERS = {
    "site.write": "the output folders, and the content that is imported or put in order",
    "cache": "its own folder",
    "serve": "the folder that the preview serves from, which the system gave it",
    "changes.revisions": "the folder that an old version is unpacked to, which the system gave it",
}


def changes_files(node: ast.AST) -> bool:
    """Whether it is a call that changes a file or a folder."""
    match node:
        case ast.Call(func=ast.Attribute(attr="replace"), args=[_], keywords=[]):
            return True
        case ast.Call(func=ast.Attribute(attr="open" | "fdopen") | ast.Name(id="open")):
            modes = [one.value for one in (*node.args, *(word.value for word in node.keywords))
                     if isinstance(one, ast.Constant)]  # fmt: skip
            return any(isinstance(one, str) and re.fullmatch("[rwaxbt+]*[wax+][rwaxbt+]*", one) for one in modes)
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name in CHANGES
    return False


def test_only_write_changes_files() -> None:
    """What is on disk is changed in one place, where it can be seen to be safe; each exception has its reason."""
    found = {name for name, tree in TREES.items() if any(map(changes_files, ast.walk(tree)))}
    assert found == set(WRITERS)


@pytest.mark.parametrize(
    ("call", "does"),
    [
        *[("path.write_text(a)", True), ("path.replace(other)", True), ("shutil.rmtree(a)", True)],
        *[("path.open('wb')", True), ("open(a, mode='a')", True), ("path.open('r+')", True)],
        *[("text.replace(a, b)", False), ("replace(a, b=c)", False)],
        *[("path.open()", False), ("path.open('rb')", False)],
    ],
)
def test_what_changes_files(call: str, does: bool) -> None:
    """The calls that are looked for are found, and those of other things are not."""
    assert changes_files(ast.parse(call, mode="eval").body) == does


@pytest.mark.parametrize("name", TREES)
def test_module_says_what_it_is(name: str) -> None:
    """Every module, public class and public function has a docstring."""
    tree = TREES[name]
    defined = [node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    silent = [node.name for node in defined if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert (bool(ast.get_docstring(tree)), silent) == (True, [])


@pytest.mark.parametrize("test", sorted(TESTS.rglob("*.py")), ids=lambda path: path.relative_to(TESTS).as_posix())
def test_tests_use_what_is_public(test: Path) -> None:
    """No test imports a private name of the program, or puts another thing in its place."""
    private = re.compile(r"_[a-z]|_[A-Z]")
    reached = []
    for node in ast.walk(ast.parse(test.read_text("utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if module.startswith("generator"):
                reached += [one.name for one in names if private.match(one.name)]
            case ast.Call(func=ast.Attribute(attr="setattr"), args=[*_, ast.Constant(value=str(name)), _]):
                reached += [name] if private.match(name.rpartition(".")[2]) else []
    assert reached == []
