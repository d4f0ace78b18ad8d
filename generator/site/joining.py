"""Joining: the scripts as they are written, small modules, into as few files as a page must fetch.

A module that only one file asks for becomes part of that file; what several ask for, what a page names, and what is
fetched only when it is needed (`import("…")`) stays a file of its own:

    search/page.js ─┬─ search/results.js        part of search/page.js
                    ├─ search/suggest.js        a file: fetched only when it is needed
                    └─ shared.js ── shared/*.js a file, with its parts

Each keeps its own scope, so that no two modules can get in each other's way:

    import * as $shared from "../shared.js";
    const $search_excerpt = (() => { …; return { excerpt, marksOf }; })();
    const $search_page = (() => { const { excerpt } = $search_excerpt; …; return {}; })();

Modules are written plainly, and whatever else JavaScript would allow is refused: `import { a, b } from "./c.js";`,
`import "./c.js";` of a classic script, `export { a } from "./c.js";`, and `export` before a function, class or const.
Types of other modules come by `@import`, as `import("./c.js")` in a comment would count as fetching it.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from generator.site.plain import SiteError

FAILED = "脚本没有合成（templates/theme/assets/ 里的，怎样写见 docs/developing.md）"
_IMPORT = re.compile(r'^(import|export) (?:\{([\w\s,]*)\} from )?"([^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|const|class) (\w+)\b)", re.MULTILINE)
_LATER = re.compile(r'(?<=\bimport\(")[^"]+(?="\))')
_REFUSED = re.compile(r"^(?:import|export)\b.*|\bimport\((?!\").*", re.MULTILINE)


@dataclass(frozen=True)
class _Import:
    """What a script takes from another: nothing from a classic one; perhaps it passes it on."""

    other: str
    names: tuple[str, ...]
    is_passed_on: bool


class _Script:
    """A script, and what it has to do with others."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.imports = [self._import(found) for found in _IMPORT.finditer(text)]
        self.later = [self._other(path) for path in _LATER.findall(text)]
        passed_on = [name for one in self.imports if one.is_passed_on for name in one.names]
        self.exports = [*passed_on, *_EXPORT.findall(text)]
        plain = _EXPORT.sub("", _IMPORT.sub(lambda found: "\n" * found[0].count("\n"), text))
        if refused := _REFUSED.search(plain):
            raise self._refused(plain, refused)

    @property
    def is_classic(self) -> bool:
        """No module: it stands in a scope of its own by itself."""
        return not self.imports and not self.exports

    def _import(self, found: re.Match[str]) -> _Import:
        names = (found[2] or "").replace(",", " ").split()
        if "as" in names:
            raise self._refused(self.text, found)
        return _Import(self._other(found[3]), tuple(names), found[1] == "export")

    def _refused(self, text: str, found: re.Match[str]) -> SiteError:
        said = '脚本不能这样写；只用 import { a } from "./b.js"; 和写在 function、const、class 前面的 export'
        line = text.count("\n", 0, found.start()) + 1
        return SiteError(FAILED, [f"{self.name}:{line}:1: {said}：“{found[0]}”"])

    def _other(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.name), path))

    def body(self, file: str) -> str:
        """What it does, as it stands in a file: an object that has what it exports."""

        def taken(found: re.Match[str]) -> str:
            one = self._import(found)
            return f"const {{ {', '.join(one.names)} }} = {_variable(one.other)};" if one.names else ""

        text = _LATER.sub(lambda found: _relative(file, self._other(found[0])), _IMPORT.sub(taken, self.text))
        returned = f"return {{ {', '.join(self.exports)} }};"
        return f"const {_variable(self.name)} = (() => {{\n{_EXPORT.sub('', text)}\n{returned}\n}})();\n"


def join(sources: Mapping[str, str]) -> dict[str, str]:
    """The files that pages fetch, by name, from the scripts by name; raises SiteError where one cannot be joined."""
    scripts = {name: _Script(name, text) for name, text in sources.items()}
    graph = {name: [one.other for one in script.imports] for name, script in scripts.items()}
    if unknown := [
        f"{name}：没有它引用的脚本 {other}" for name in graph for other in graph[name] if other not in graph
    ]:
        raise SiteError(FAILED, unknown)
    try:
        # Each after those that it imports.
        order = [scripts[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise SiteError(FAILED, [f"脚本互相引用，成了圈：{' → '.join(error.args[1])}；请拆开"]) from error
    files = _files(order)
    return {
        name: _text(name, [script for script in order if files[script.name] == name], files)
        for name in sources
        if files[name] == name
    }


def _files(order: Sequence[_Script]) -> dict[str, str]:
    """The file that has a script, by its name."""
    files: dict[str, str] = {}
    users: dict[str, set[str]] = defaultdict(set)
    later = {other for script in order for other in script.later}
    for script in reversed(order):
        own = users[script.name]
        # Whoever wants a classic script wants it whole.
        is_part = len(own) == 1 and not script.is_classic and script.name not in later
        files[script.name] = next(iter(own)) if is_part else script.name
        for one in script.imports:
            users[one.other].add(files[script.name])
    return files


def _text(file: str, scripts: Sequence[_Script], files: Mapping[str, str]) -> str:
    """A file, of its scripts, of which it is the last itself."""
    own = scripts[-1]
    if own.is_classic:
        return own.text
    exported = f"export const {{ {', '.join(own.exports)} }} = {_variable(file)};\n" if own.exports else ""
    return "".join([*_outside(file, scripts, files), *(script.body(file) for script in scripts), exported])


def _outside(file: str, scripts: Sequence[_Script], files: Mapping[str, str]) -> Iterator[str]:
    """The imports of other files, each once."""
    others = {one.other: bool(one.names) for script in scripts for one in script.imports if files[one.other] != file}
    for other, is_module in others.items():
        yield f'import {f"* as {_variable(other)} from " if is_module else ""}"{_relative(file, other)}";\n'


def _variable(name: str) -> str:
    """The object that has what a script exports."""
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _relative(file: str, other: str) -> str:
    path = posixpath.relpath(other, posixpath.dirname(file) or ".")
    return path if path.startswith(".") else f"./{path}"
