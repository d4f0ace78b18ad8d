"""The faults that a line can have: mutmut's operators, and those that people make.

A fault is put in by replacing one node of the syntax tree. Left alone is what no test could or should notice:
docstrings and comments, annotations, imports, decorators, `assert`, `if TYPE_CHECKING`, bodies of protocols,
and the words of messages (in `raise`, to a log, in the help of the command line).
"""

import ast
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import libcst as cst
import libcst.matchers as m
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation import mutators

T = TypeVar("T")

NOTHING = cst.SimpleStatementLine([cst.Pass()])
# What a keyword of these names says is for people.
SPOKEN = {"help", "description", "epilog", "metavar", "prog"}
TEXT = (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)
LITERAL = (cst.BaseNumber, *TEXT)
FALSE, TRUE = cst.Name("False"), cst.Name("True")


@dataclass(frozen=True)
class Fault:
    """One change of one place: `start` to `end` of the module's text becomes `text`."""

    module: str  # the path from the project's folder, with /
    where: str  # the function, with its class; "" outside of functions
    line: int
    kind: str
    before: str  # the lines that change, without their indentation
    after: str
    start: int
    end: int
    text: str
    nth: int  # of the lines of the module that begin as it does

    @cached_property
    def id(self) -> str:
        """Stays as long as these lines of this function do."""
        text = f"{self.module}\0{self.where}\0{self.before}\0{self.after}\0{self.nth}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def package(self) -> str:
        """The package of its module."""
        return package(self.module)

    def put_in(self, source: str) -> str:
        """The module's text with the fault."""
        return source[: self.start] + self.text + source[self.end :]


def package(module: str) -> str:
    """`generator/link/linker.py` is of `link`; what lies in no package is of `generator`."""
    parts = module.split("/")
    return parts[1] if len(parts) > 2 else parts[0]


# ---- operators: a node in, nodes out that may stand in its place


def _without(items: Iterable[T], at: int) -> list[T]:
    return [item for index, item in enumerate(items) if index != at]


def _drop_statement(node: cst.SimpleStatementLine) -> Iterator[cst.CSTNode]:
    """A call, a change of something that others hold, an early end, forgotten."""
    for small in node.body:
        match small:
            case cst.Expr(value=cst.Call() | cst.Yield()) | cst.AugAssign() | cst.Del() | cst.Continue() | cst.Break():
                yield NOTHING
            case cst.Raise():
                yield NOTHING
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute() | cst.Subscript())]):
                yield NOTHING


def _condition(node: cst.If | cst.While | cst.IfExp) -> Iterator[cst.CSTNode]:
    """A case forgotten, or taken always; the two cases the wrong way round."""
    if isinstance(node, cst.IfExp):
        yield node.body
        yield node.orelse
        return
    yield node.with_changes(test=FALSE)
    if isinstance(node, cst.If):
        yield node.with_changes(test=TRUE)
        if not m.matches(node.test, m.UnaryOperation(operator=m.Not()) | m.Comparison()):
            yield node.with_changes(test=_not(node.test))


def _not(node: cst.BaseExpression) -> cst.UnaryOperation:
    simple = isinstance(node, cst.Name | cst.Attribute | cst.Call | cst.Subscript) or node.lpar
    inner = node if simple else node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return cst.UnaryOperation(cst.Not(), inner)


def _operand(node: cst.BooleanOperation) -> Iterator[cst.CSTNode]:
    yield node.left
    yield node.right


def _filter(node: cst.CompFor) -> Iterator[cst.CSTNode]:
    for at in range(len(node.ifs)):
        yield node.with_changes(ifs=_without(node.ifs, at))


Valued = cst.Arg | cst.Element | cst.DictElement


def _arguments(node: cst.Call) -> Iterator[cst.CSTNode]:
    """Two arguments the wrong way round; an option not given."""
    for at, (one, other) in enumerate(pairwise(node.args)):
        if not one.star and not other.star and bool(one.keyword) == bool(other.keyword) and _alike(one, other):
            values = [one.with_changes(value=other.value), other.with_changes(value=one.value)]
            yield node.with_changes(args=[*node.args[:at], *values, *node.args[at + 2 :]])
    for at, arg in enumerate(node.args):
        if arg.star or (arg.keyword and arg.keyword.value not in SPOKEN):
            yield node.with_changes(args=_without(node.args, at))


def _alike(one: Valued, other: Valued) -> bool:
    """Whether they could be taken for each other: both names, or both written out."""
    return isinstance(one.value, LITERAL) == isinstance(other.value, LITERAL)


_NOT_UNWRAPPED = {"len", "print", "isinstance", "iter", "next", "str", "int", "float", "super", "open", "type", "repr"}
_NOT_UNWRAPPED |= {"enumerate", "range", "list", "tuple", "dict", "bool", "map", "sum", "zip"}
_ALIKE = {"min": "max", "any": "all", "startswith": "endswith", "setdefault": "get", "intersection": "union"}
_ALIKE |= {"max": "min", "all": "any", "endswith": "startswith", "union": "intersection"}
_CHAINED = {"strip", "lstrip", "rstrip", "lower", "upper", "casefold", "replace", "removeprefix", "removesuffix"}


def _call(node: cst.Call) -> Iterator[cst.CSTNode]:
    """Another function of the same kind; the value passed on as it is, without the call."""
    name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    if isinstance(name, cst.Name):
        if name.value in ("sorted", "reversed") and isinstance(node.func, cst.Name):
            yield node.with_changes(
                func=cst.Name("list"), args=[node.args[0].with_changes(comma=cst.MaybeSentinel.DEFAULT)]
            )
        elif name.value in _ALIKE:
            yield node.with_deep_changes(name, value=_ALIKE[name.value])
        if isinstance(node.func, cst.Attribute) and name.value in _CHAINED:
            yield node.func.value
        if (
            isinstance(node.func, cst.Name)
            and len(node.args) == 1
            and not node.args[0].star
            and not node.args[0].keyword
            and name.value.lower() == name.value
            and name.value not in _NOT_UNWRAPPED
            and not isinstance(node.args[0].value, cst.GeneratorExp)
        ):
            yield node.args[0].value


Collection = cst.Tuple | cst.List | cst.Set | cst.Dict


def _fewer(node: Collection) -> Iterator[cst.CSTNode]:
    """One forgotten; not of `a, b = …` and `return a, b`, which others take apart."""
    if len(node.elements) < 2 or (isinstance(node, cst.Tuple) and not node.lpar):
        return
    for at in range(len(node.elements)):
        left = _without(node.elements, at)
        if len(left) == 1 and isinstance(node, cst.Tuple):
            left = [left[0].with_changes(comma=cst.Comma())]
        yield node.with_changes(elements=left)


def _swapped(node: cst.Tuple | cst.List | cst.Dict) -> Iterator[cst.CSTNode]:
    """Two the wrong way round."""
    for at, (one, other) in enumerate(pairwise(node.elements)):
        if isinstance(one, cst.DictElement | cst.Element) and type(one) is type(other) and _alike(one, other):
            values = [one.with_changes(value=other.value), other.with_changes(value=one.value)]
            yield node.with_changes(elements=[*node.elements[:at], *values, *node.elements[at + 2 :]])


def _number(node: cst.Integer) -> Iterator[cst.CSTNode]:
    yield node.with_changes(value=str(node.evaluated_value + 1))
    if node.evaluated_value:
        yield node.with_changes(value=str(node.evaluated_value - 1))


def _subscript(node: cst.Subscript) -> Iterator[cst.CSTNode]:
    """The last for the first, the first for the last; a slice without one of its ends."""
    if len(node.slice) != 1:
        return
    part = node.slice[0].slice
    if isinstance(part, cst.Slice):
        if part.lower:
            yield node.with_deep_changes(part, lower=None)
        if part.upper:
            yield node.with_deep_changes(part, upper=None)
    elif m.matches(part, m.Index(m.Integer("0"))):
        yield node.with_deep_changes(part, value=cst.UnaryOperation(cst.Minus(), cst.Integer("1")))
    elif m.matches(part, m.Index(m.UnaryOperation(m.Minus(), m.Integer("1")))):
        yield node.with_deep_changes(part, value=cst.Integer("0"))


def _text(node: cst.SimpleString) -> Iterator[cst.CSTNode]:
    if node.prefix == "" and node.quote in ('"', "'"):
        yield from list(mutators.operator_string(node))[:1]
        if node.raw_value:
            yield node.with_changes(value=node.quote * 2)


def _operation(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """`folder / "name"` is a path, no division."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.right, TEXT):
        return ()
    return mutators.operator_swap_op(node)


def _exceptions(node: cst.ExceptHandler) -> Iterator[cst.CSTNode]:
    """What goes wrong is not caught."""
    if node.type:
        yield node.with_changes(type=cst.Name("ZeroDivisionError"))


Operator = Callable[..., Iterable[cst.CSTNode]]  # type: ignore[explicit-any]  # each takes its own kind of node
OPERATORS: list[tuple[str, type | tuple[type, ...], Operator]] = [
    ("少一步", cst.SimpleStatementLine, _drop_statement),
    ("条件", (cst.If, cst.While, cst.IfExp), _condition),
    ("少一个条件", cst.BooleanOperation, _operand),
    ("与或", cst.BooleanOperation, mutators.operator_swap_op),
    ("不筛", cst.CompFor, _filter),
    ("参数", cst.Call, _arguments),
    ("少一次调用", cst.Call, _call),
    ("少一项", (cst.Tuple, cst.List, cst.Set, cst.Dict), _fewer),
    ("调换", (cst.Tuple, cst.List, cst.Dict), _swapped),
    ("数字", cst.Integer, _number),
    ("小数", cst.Float, mutators.operator_number),
    ("首尾", cst.Subscript, _subscript),
    ("文字", cst.SimpleString, _text),
    ("运算", (cst.BinaryOperation, cst.UnaryOperation, cst.ComparisonTarget, cst.AugAssign), _operation),
    ("相反", cst.CSTNode, mutators.operator_keywords),
    ("真假", cst.Name, mutators.operator_name),
    ("去掉 not", cst.UnaryOperation, mutators.operator_remove_unary_ops),
    ("不累加", cst.AugAssign, mutators.operator_augmented_assignment),
    ("左右", cst.Call, mutators.operator_symmetric_string_methods_swap),
    ("左右", cst.Call, mutators.operator_unsymmetrical_string_methods_swap),
    ("少一种", cst.Match, mutators.operator_match),
    ("不接住", cst.ExceptHandler, _exceptions),
]

EMPTY = {
    "str": '""',
    "int": "0",
    "float": "0.0",
    "bool": "not",
    "tuple": "()",
    "Sequence": "()",
    "list": "[]",
    "dict": "{}",
}
EMPTY |= {"set": "set()", "frozenset": "frozenset()", "Mapping": "{}"}


def _empty(value: cst.BaseExpression, annotation: str) -> cst.BaseExpression | None:
    """What a function of this type gives when it gives nothing."""
    if re.search(r"\bNone\b", annotation):
        return cst.Name("None")
    empty = EMPTY.get(annotation.split("[")[0])
    if empty == "not":
        return _not(value)
    return cst.parse_expression(empty) if empty else None


# ---- the fields of the program's own classes


Alike = Mapping[str, Mapping[str, set[str]]]


def fields(sources: Mapping[str, str]) -> Alike:
    """To each class and each of its fields those of the same type, which one takes for it by mistake."""
    alike: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for source in sources.values():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                by_type: dict[str, list[str]] = defaultdict(list)
                enumerated = any(ast.unparse(base).endswith("Enum") for base in node.bases)
                for part in node.body:
                    if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                        by_type[ast.unparse(part.annotation)].append(part.target.id)
                    elif isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name) and enumerated:
                        by_type[""].append(part.targets[0].id)
                    elif isinstance(part, ast.FunctionDef) and part.returns and len(part.args.args) == 1:
                        decorators = {ast.unparse(decorator).split(".")[-1] for decorator in part.decorator_list}
                        if decorators & {"property", "cached_property"}:
                            by_type[ast.unparse(part.returns)].append(part.name)
                for names in by_type.values():
                    for name in names:
                        alike[node.name][name] |= set(names) - {name}
    return alike


# ---- a module


@dataclass(frozen=True)
class Place:
    """What one operator makes of one node, not yet written out."""

    where: str
    line: int
    kind: str
    old: cst.CSTNode
    new: cst.CSTNode


# `Put = Callable[[str], None]`
GENERIC = {"Callable", "Mapping", "Sequence", "Iterable", "Literal", "Annotated", "tuple", "dict", "list"}
# What says something to people is a matter of taste, but for what it says of.
WORDING = {"文字", "参数", "少一项", "调换"}
SILENT = {"debug", "info", "warning", "error", "exception", "print", "cast", "TypeVar", "add_argument"}


class _Finder(cst.CSTVisitor):
    def __init__(self, positions: Mapping[cst.CSTNode, CodeRange], alike: Alike) -> None:
        self.positions, self.alike = positions, alike
        self.names: list[str] = []
        self.classes: list[str] = []
        self.asked: list[dict[str, set[str]]] = [{}]  # in each function, of each name, which fields
        self.called: set[cst.CSTNode] = set()
        self.returns: list[str] = []
        self.targets: set[cst.CSTNode] = set()  # `a, b = …`: with one less it is no Python any more
        self.quiet = 0  # inside of what is said to people, where texts are not changed
        self.places: list[Place] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if _left_alone(node):
            return False
        if isinstance(node, cst.FunctionDef):
            self.asked.append(_asked(node))
        if isinstance(node, cst.Call):
            self.called.add(node.func)
        if isinstance(node, cst.AssignTarget | cst.For | cst.CompFor):
            self.targets.add(node.target)
        if node not in self.targets:
            self._mutate(node)
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self.names.append(node.name.value)
        if isinstance(node, cst.ClassDef):
            self.classes.append(node.name.value)
        if isinstance(node, cst.FunctionDef):
            self.returns.append(_code(node.returns.annotation) if node.returns else "object")
        self.quiet += _says(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if _left_alone(original_node):  # left, though not visited
            return
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self.names.pop()
        if isinstance(original_node, cst.ClassDef):
            self.classes.pop()
        if isinstance(original_node, cst.FunctionDef):
            self.asked.pop()
            self.returns.pop()
        self.quiet -= _says(original_node)

    def _mutate(self, node: cst.CSTNode) -> None:
        for kind, operator in _operators(type(node)):
            if not (self.quiet and kind in WORDING):
                for new in operator(node):
                    self._add(kind, node, new)
        if isinstance(node, cst.Return) and node.value is not None:
            empty = _empty(node.value, self.returns[-1])
            if empty is not None:
                self._add("返回空的", node.value, empty)
        if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name) and node not in self.called:
            for other in sorted(self._others(node.value.value, node.attr.value)):
                self._add("别的字段", node, node.with_changes(attr=cst.Name(other)))

    def _others(self, name: str, field: str) -> set[str]:
        """The fields that could be meant by mistake; of which class a name is, all that is asked of it tells."""
        if name in self.alike:  # of an enumeration
            return self.alike[name].get(field, set())
        if name == "self":
            return self.alike.get(self.classes[-1], {}).get(field, set()) if self.classes else set()
        asked = self.asked[-1].get(name, {field})
        classes = [of for of in self.alike.values() if asked <= of.keys()]
        return set.intersection(*(of[field] for of in classes)) if classes else set()

    def _add(self, kind: str, old: cst.CSTNode, new: cst.CSTNode) -> None:
        position = self.positions.get(old)
        if position:
            self.places.append(Place(".".join(self.names), position.start.line, kind, old, new))


@cache
def _operators(node: type[cst.CSTNode]) -> list[tuple[str, Operator]]:
    return [(kind, operator) for kind, types, operator in OPERATORS if issubclass(node, types)]


LEFT_ALONE = (cst.Annotation, cst.Import, cst.ImportFrom, cst.Decorator, cst.Assert, cst.TypeAlias)


def _asked(function: cst.FunctionDef) -> dict[str, set[str]]:
    asked: dict[str, set[str]] = defaultdict(set)
    for node in m.findall(function, m.Attribute(value=m.Name())):
        if isinstance(node, cst.Attribute):
            asked[_name(node.value)].add(node.attr.value)
    return asked


def _left_alone(node: cst.CSTNode) -> bool:
    """What is not of the program, or what only the type checker reads."""
    if not isinstance(
        node, cst.BaseStatement | cst.BaseSmallStatement | cst.Annotation | cst.Decorator | cst.AssignTarget
    ):
        return False
    if isinstance(node, LEFT_ALONE):
        return True
    match node:
        case cst.Assign(value=cst.Subscript(value=cst.Name(value=name))):
            return name in GENERIC
        case cst.If(test=test):
            return "TYPE_CHECKING" in _code(test) or "__name__" in _code(test)
        case cst.ClassDef(bases=bases):
            return any(_name(base.value) == "Protocol" for base in bases)
        case cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString() | cst.Ellipsis()):
            return True
    return False


def _code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)


def _name(node: cst.CSTNode) -> str:
    while isinstance(node, cst.Subscript):
        node = node.value
    return node.value if isinstance(node, cst.Name) else node.attr.value if isinstance(node, cst.Attribute) else ""


def _says(node: cst.CSTNode) -> int:
    return int(
        isinstance(node, cst.Raise)
        or (isinstance(node, cst.Call) and _name(node.func) in SILENT)
        or (isinstance(node, cst.Arg) and node.keyword is not None and node.keyword.value in SPOKEN)
    )


class Module:
    """A module's text, and the faults that it can have."""

    def __init__(self, path: str, source: str, alike: Alike) -> None:
        self.path, self.source = path, source
        self._lines = [line.strip() for line in source.split("\n")]
        wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
        self._tree = wrapper.module
        finder = _Finder(wrapper.resolve(PositionProvider), alike)
        self._tree.visit(finder)
        self.places = finder.places
        self._meaning = ast.dump(ast.parse(source))

    def by_line(self) -> dict[int, list[Place]]:
        """The places of each line that has any."""
        lines: dict[int, list[Place]] = defaultdict(list)
        for place in self.places:
            lines[place.line].append(place)
        return lines

    def fault(self, place: Place) -> Fault | None:
        """Written out; none where it would mean the same, or not be Python."""
        mutated = self._tree.deep_replace(place.old, place.new)
        text = mutated.code if isinstance(mutated, cst.Module) else ""
        try:
            if ast.dump(ast.parse(text)) == self._meaning:
                return None
            compile(text, self.path, "exec")
        except SyntaxError:
            return None
        start = 0
        while start < min(len(text), len(self.source)) and text[start] == self.source[start]:
            start += 1
        back = 0
        while back < min(len(text), len(self.source)) - start and text[-1 - back] == self.source[-1 - back]:
            back += 1
        end, new_end = len(self.source) - back, len(text) - back
        before, after = _lines(self.source, start, end), _lines(text, start, new_end)
        line = self.source.count("\n", 0, start) + 1
        put = text[start:new_end]
        return Fault(self.path, place.where, line, place.kind, before, after, start, end, put, self.line(line)[1])

    def line(self, number: int) -> tuple[str, int]:
        """What the line says, and how many above it say the same: as a name, it stays when others are put between."""
        text = self._lines[number - 1]
        return text, self._lines[: number - 1].count(text)


def _lines(source: str, start: int, end: int) -> str:
    """The whole lines that the span touches, without indentation."""
    first = source.rfind("\n", 0, start) + 1
    last = source.find("\n", max(end, start))
    return "\n".join(line.strip() for line in source[first : last if last >= 0 else None].split("\n"))


def modules(root: Path, paths: Iterable[str]) -> list[Module]:
    """The modules at these paths from `root`."""
    sources = {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted((root / "generator").rglob("*.py"))
    }
    alike = fields(sources)
    return [Module(path, sources[path], alike) for path in paths if path in sources]
