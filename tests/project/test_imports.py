"""The shape of the program: modules import one way, and each host tool is known at its edge only."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from generator.importers.registry import IMPORTERS
from support.places import PROJECT, TESTS

GENERATOR = PROJECT / "generator"

# The flow: what stands here may import what stands before it, and itself, and nothing after it.
ORDER = (
    *(
        "profiling",
        "progress",
        "signals",
        "workers",
        "rows",
        "files",
        "days",
        "redline",
        "model",
        "history",
        "paths",
        "project",
        "cache",
        "store",
    ),
    *(
        "words",
        "asking",
        "read",
        "printed",
        "importers",
        "check",
        "changes",
        "review",
        "link",
        "search",
        "data",
        "pages",
        "letter",
        "site",
    ),
    *("checking", "reports", "counties", "parts", "glance", "flow", "serve", "cli", "__main__"),
)

# Who alone may import what.
EDGES = {
    "mkdocs": {"site.converter", "site.maker", "site.theme", "serve"},
    "markdown": {"site.converter", "site.quick", "site.markup", "importers.kinds"},
    "yaml": {"read.yaml_text", "site.settings"},
    "ruamel": {"read.yaml_text"},
    "jinja2": {"letter.render", "pages.compiled", "pages.render", "review.page", "site.plain", "site.theme"},
    "openpyxl": {"changes.workbook", "printed.xlsx", "importers.office.xlsx"},
    "docx": {
        "printed.docx",
        "printed.application",
        *(f"importers.office.{name}" for name in ("docx", "docx_numbering", "docx_text")),
    },
    "pypdfium2": {
        "importers.pictures",
        "importers.pdf.page",
        *(f"importers.scan.{one}" for one in ("document", "image", "page", "picture")),
    },
    "rapidocr": {"importers.scan.reading"},
    "onnxruntime": {"importers.scan.reading"},
    "PIL": {"importers.scan.image", "importers.scan.picture"},
    "typst": {"printed.pdf"},
    "fontTools": {"printed.pdf", "printed.hints"},
    "opencc": {"search.text"},
    "segno": {"pages.qr"},
    "icalendar": {"data.calendars"},
    "numpy": {
        *(
            f"search.{name}"
            for name in ("cuts", "wording", "weights", "shards", "scopes", "counties", "led", "letters", "everywhere")
        ),
        *(f"importers.pdf.{name}" for name in ("page", "raster", "stray", "unruled")),
        *(f"importers.scan.{name}" for name in ("page", "picture", "reading", "stamps", "strips", "widths")),
    },
    "minify": {"site.assets"},
    "material": {"site.assets"},
    "subprocess": {"changes.revisions", "importers.office.converted", "site.signing"},
    "filelock": {"site.write"},
    "sys": {"workers", "cli.common", "cli.edits", "cli.requests", "__main__"},
    # Imports stand where they can be read; a version is no import.
    "importlib": {"search.text"},
    "argparse": {
        *(f"cli.{name}" for name in ("common", "parser", "checks", "documents", "edits", "requests", "sites", "texts")),
        "__main__",
    },
    # No hidden inputs: the same content gives the same bytes on every day and on every machine.  A workbook's cells may
    # be dates; `days` counts them.
    # An approval cannot lie ahead of the day on which it is recorded.
    "datetime": {"cli.common", "changes.workbook", "days", "importers.office.xlsx", "importers.office.number_format"},
    # How old a kept file is tells whether it may go; how long a step takes, and since when another build goes on, is
    # told to whoever waits.
    "time": {"store", "progress"},
    "rich": {"progress", "asking"},
    "distributed": {"workers"},
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


IMPORTED = {name: imported(tree) for name, tree in TREES.items()}
# The modules of this program that each imports, without the package's name.
OURS = {
    name: {one.removeprefix("generator.") for one in modules if one.startswith("generator.")}
    for name, modules in IMPORTED.items()
}


def place(name: str) -> str:
    """What of `ORDER` a module belongs to: its package, or itself."""
    return name.split(".")[0]


def test_every_module_has_its_place_in_the_flow() -> None:
    """The order names each package and each module beside them; the packages themselves hold nothing."""
    assert sorted(ORDER) == sorted({place(name) for name in TREES} - {""})
    packages = list(GENERATOR.rglob("__init__.py"))
    assert [path for path in packages if len(ast.parse(path.read_text("utf-8")).body) != 1] == []


def test_modules_import_only_what_comes_before_them() -> None:
    """Imports run one way, along the flow."""
    wrong = set()
    for name in filter(None, TREES):
        before = ORDER[: ORDER.index(place(name)) + ("." in name)]
        wrong |= {(name, one) for one in OURS[name] if place(one) not in before}
    assert wrong == set()


# What takes long to load, and is of no use to a check.
HEAVY = {"numpy", "mkdocs", "markdown", "jinja2", "openpyxl", "docx", "lxml", "pypinyin", "opencc", "jieba", "PIL"}


def test_a_check_starts_fast() -> None:
    """The command line, and so each of its processes, loads no more than a check needs; an importer when it is used."""
    loaded = loaded_by("generator.__main__")
    assert loaded & HEAVY == set()
    assert not {
        one for one in loaded if re.match(r"generator\.(link|search|data|pages|site|changes|importers\.pdf)\b", one)
    }
    assert "generator.importers.text.pdf_text" not in loaded


def test_an_edit_starts_fast() -> None:
    """What changes a list loads nothing that reads documents, which takes longer than the edit itself."""
    assert loaded_by("generator.changes.commands") & {*HEAVY, "pypdfium2"} == set()


def loaded_by(module: str) -> set[str]:
    """All modules that there are once one is imported."""
    code = f"import sys; import {module}; print(*sys.modules, sep='\\n')"
    return set(subprocess.check_output([sys.executable, "-c", code], text=True, cwd=PROJECT).split())


def test_importers_are_listed_by_their_formats() -> None:
    """The registry names each as it names itself."""
    assert {name: importer.format for name, importer in IMPORTERS.items()} == {name: name for name in IMPORTERS}


def test_no_circles() -> None:
    """Inside a package imports run one way too."""
    TopologicalSorter(OURS).prepare()


def test_packages_stay_at_their_edges() -> None:
    """What a step needs from outside is known to that step alone, so that it can be replaced there."""
    used = {(one.split(".")[0], name) for name, modules in IMPORTED.items() for one in modules}
    assert {(package, name) for package, name in used if package in EDGES and name not in EDGES[package]} == set()


SPEAKS = {"__import__", "print", "exit", "quit", "sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write"}


def speaks(node: ast.AST) -> bool:
    """Whether it prints or exits."""
    match node:
        case ast.Call(func=func):
            return ast.unparse(func) in SPEAKS
        case ast.Raise(exc=ast.expr() as raised):
            return ast.unparse(raised).startswith("SystemExit")
    return False


def test_only_the_command_line_prints_and_exits() -> None:
    """A step gives values or raises; what a person sees is decided in `cli` and `__main__`."""
    found = [(name, node.lineno) for name, tree in TREES.items() for node in filter(speaks, ast.walk(tree))]
    assert {place(name) for name, _ in found} == {"cli", "__main__"}, found


# Calls that change files or folders; of `replace`, which texts have too, those with what a path's takes.
CHANGES = {
    *("write_text", "write_bytes", "touch", "mkdir", "makedirs", "mkstemp", "symlink_to", "hardlink_to", "extractall"),
    *("unlink", "rmdir", "rmtree", "removedirs", "rename", "renames", "move"),
    *("copy", "copy2", "copyfile", "copyfileobj", "copytree", "chmod", "truncate"),
}
# Who may, and why.
WRITERS = {
    "site.write": "the output folders, which may stand in the cache, and the content that is imported or put in order",
    "cache": "its own folder",
    "__main__": "where a stream was closed, the system's file that keeps nothing",
    "store": "its own folder, and the links to it in an output folder that is being made",
    "parts": "a part that is being made, and the cache that it is put into",
    "profiling": "the file that is asked for, and a folder for the workers' parts, which the system gave it",
    "serve": "the folder that the preview serves from, which the system gave it",
    "data.publish": "the folder that keeps what wide files are put together from, which the system gave it",
    "printed.package": "archives in memory",
    "changes.preparing": "the folder that an edit is tried in, which the system gave it",
    "changes.revisions": "the folder that an old version is unpacked to, which the system gave it",
    "importers.office.converted": "the folder that LibreOffice converts in, which the system gave it",
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


def test_modules_say_what_they_are() -> None:
    """Every module, public class and public function has a docstring."""
    silent = [name for name, tree in TREES.items() if not ast.get_docstring(tree)]
    for name, tree in TREES.items():
        defined = [node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
        public = (node for node in defined if not node.name.startswith("_"))
        silent += [f"{name}.{node.name}" for node in public if not ast.get_docstring(node)]
    assert silent == []


def test_tests_use_what_is_public() -> None:
    """No test imports a private name of the program, or puts another thing in its place."""
    private = re.compile(r"_[a-z]|_[A-Z]")
    reached = []
    for test in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(test.read_text("utf-8"))):
            match node:
                case ast.ImportFrom(module=str(module), names=names) if module.startswith("generator"):
                    reached += [(test, one.name) for one in names if private.match(one.name)]
                case ast.Call(func=ast.Attribute(attr="setattr"), args=[*_, ast.Constant(value=str(name)), _]):
                    reached += [(test, name)] if private.match(name.rpartition(".")[2]) else []
    assert reached == []
