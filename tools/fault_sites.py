"""Where code can be broken, and how: the faults that one module of Python offers.

A site is one node of the syntax tree and what stands there instead. What is no behaviour offers
none: docstrings, annotations, `__all__`, blocks for type checkers, texts of log lines, what keeps a
dataclass from its own programmers (`frozen`, `slots`), names of type variables.
"""

from __future__ import annotations

import ast
import copy
import re
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
# What an annotation says that is returned, and what else of that kind could be.
_EMPTY = {
    "str": '""',
    "bytes": 'b""',
    "int": "0",
    "list": "[]",
    "dict": "{}",
    "tuple": "()",
    "frozenset": "frozenset()",
    "set": "set()",
    "Sequence": "()",
    "Mapping": "{}",
    "Iterator": "iter(())",
    "Iterable": "()",
}
_LOGGERS = re.compile(r"_?log(ger)?", re.IGNORECASE)
_LOG_METHODS = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
_PROSE = re.compile(r"[A-Za-z]{2,}[,;:.]? [^ ].* .", re.DOTALL)  # three words or more
_OWN_AFFAIR = frozenset({"frozen", "slots"})
_SHOWN, _AROUND = 100, 20  # characters of a before and an after, and around where they differ


@dataclass(frozen=True, slots=True)
class Site:
    """One way to break a module.

    Attributes:
        line: Where, from 1.
        operator: What kind of fault it is.
        before: The code that is broken, cut where it is long.
        after: What stands there instead.
        path: Fields and places from the module's node down to the node that is replaced.
        node: What it is replaced with.
    """

    line: int
    operator: str
    before: str
    after: str
    path: tuple[str | int, ...]
    node: ast.AST

    def applied(self, source: str) -> str | None:
        """Return the module with the fault, or None where that is no other program."""
        original, tree = ast.parse(source), ast.parse(source)
        chain: list[tuple[ast.AST, ast.AST]] = []
        old: Any = original
        new: Any = tree
        for step in self.path[:-1]:
            old, new = _member(old, step), _member(new, step)
            if isinstance(old, ast.AST):
                chain.append((old, new))
        last = self.path[-1]
        chain.append((_member(old, last), self.node))
        if isinstance(last, str):
            setattr(new, last, self.node)
        else:
            new[last] = self.node
        try:
            wanted = ast.unparse(tree)
            if _program(wanted) == _program(ast.unparse(original)):
                return None
            text = _replaced(source, chain)
            if ast.dump(ast.parse(text)) == ast.dump(ast.parse(wanted)):
                return text
        except SyntaxError:
            return None  # not even a program: nothing that a test has to notice
        return f"{wanted}\n"  # without comments, but the same program


def _member(holder: Any, step: str | int) -> Any:
    return holder[step] if isinstance(step, int) else getattr(holder, step)


def _replaced(source: str, chain: Sequence[tuple[ast.AST, ast.AST]]) -> str:
    """A source in which the smallest node that can be written alone is written anew."""
    inside = [isinstance(old, ast.JoinedStr) for old, _ in chain]
    if any(inside):  # places within an f-string are unreliable before Python 3.12
        chain = chain[: inside.index(True) + 1]
    old, new = next(
        (old, new)
        for old, new in reversed(chain)
        if isinstance(old, ast.stmt | ast.expr) and not isinstance(old, ast.Slice | ast.Starred)
    )
    lines = source.encode().splitlines(keepends=True)
    first, last = lines[old.lineno - 1], lines[(old.end_lineno or 0) - 1]
    text = ast.unparse(new)
    if isinstance(old, ast.expr):
        text = f"({text})"
    text = text.replace("\n", "\n" + " " * old.col_offset)
    lines[old.lineno - 1 : old.end_lineno] = [
        first[: old.col_offset] + text.encode() + last[old.end_col_offset :]
    ]
    return b"".join(lines).decode()


def sites(source: str) -> list[Site]:
    """Return all ways to break a module, in the order of its text."""
    tree = ast.parse(source)
    found = [site for path, node, above in _walk(tree, (), ()) for site in _at(path, node, above)]
    return sorted(found, key=lambda site: site.line)


_Path = tuple[str | int, ...]
_Above = tuple[ast.AST, ...]
_Change = tuple[str, ast.AST]


def _walk(node: ast.AST, path: _Path, above: _Above) -> Iterator[tuple[_Path, ast.AST, _Above]]:
    """Yield each node that is behaviour, with its path and what is around it, outermost first."""
    if _is_silent(node, above):
        return
    yield path, node, above
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params", "type_comment"):
            continue
        if isinstance(value, ast.AST):
            yield from _walk(value, (*path, name), (*above, node))
        elif isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield from _walk(each, (*path, name, place), (*above, node))


def _is_silent(node: ast.AST, above: _Above) -> bool:
    """Whether a node and all in it is no behaviour."""
    around = above[-1] if above else None
    match node:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant()):
            return True  # a docstring, or the dots of a protocol
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar" | "NewType" | "ParamSpec"))):
            return True
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() | ast.BinOp()):
            return _names_a_type(name, node.value)
        case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
            return True
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
        case ast.keyword(arg=name) if name in _OWN_AFFAIR:
            return True
        case ast.FunctionDef(decorator_list=[ast.Name(id="overload")]):
            return True
        case ast.Constant():
            match around:
                case ast.Call(func=ast.Name(id="cast")) if node is around.args[0]:
                    return True
                case ast.Call(func=ast.Attribute(value=logger, attr=method)):
                    return method in _LOG_METHODS and _is_logger(logger)
    return False


def _names_a_type(name: str, value: ast.expr) -> bool:
    """Whether `Name = dict[str, int]` or `Name = A | None` says what a type is."""
    while isinstance(value, ast.BinOp):
        if not isinstance(value.op, ast.BitOr):
            return False
        value = value.left
    return (
        isinstance(value, ast.Subscript) and name.lstrip("_")[:1].isupper() and not name.isupper()
    )


def _is_logger(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return bool(_LOGGERS.fullmatch(name.strip("_")))


def _at(path: _Path, node: ast.AST, above: _Above) -> Iterator[Site]:
    for make in _OPERATORS:
        for operator, changed in make(node, above):
            line = getattr(node, "lineno", 0) or getattr(above[-1], "lineno", 0)
            yield Site(line, operator, *_shown(node, changed), path, changed)


def _shown(before: ast.AST, after: ast.AST) -> tuple[str, str]:
    """Both as one line each, cut to where they differ if they are long."""
    one, other = (" ".join(ast.unparse(each).split()) for each in (before, after))
    if max(len(one), len(other)) <= _SHOWN:
        return one, other
    start = max(_same(one, other) - _AROUND, 0)
    end = max(_same(one[start:][::-1], other[start:][::-1]) - _AROUND, 0)
    return _cut(one, start, end), _cut(other, start, end)


def _same(one: str, other: str) -> int:
    """Count the characters that two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    shown = text[start : len(text) - end]
    if len(shown) > _SHOWN:
        shown = f"{shown[: _SHOWN // 2]} ... {shown[-_SHOWN // 2 :]}"
    return f"{'...' if start else ''}{shown}{'...' if end else ''}"


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """A copy of a node with other fields."""
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


# The operators: each yields what may stand in a node's place --------------------------------------


def _comparisons(node: ast.AST, _: _Above) -> Iterator[_Change]:
    if not isinstance(node, ast.Compare):
        return
    for place, operator in enumerate(node.ops):
        for other in _COMPARISONS[type(operator)]:
            ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield "comparison", _with(node, ops=ops)


def _conditions(node: ast.AST, above: _Above) -> Iterator[_Change]:
    if isinstance(node, ast.expr) and node is getattr(above[-1], "test", None):
        yield "condition negated", _negated(node)
        return
    match node:
        case ast.comprehension(ifs=[_, *_]):
            for place, condition in enumerate(node.ifs):
                rest = [*node.ifs[:place], *node.ifs[place + 1 :]]
                yield "condition dropped", _with(node, ifs=rest)
                ifs = [*node.ifs[:place], _negated(condition), *node.ifs[place + 1 :]]
                yield "condition negated", _with(node, ifs=ifs)
        case ast.UnaryOp(op=ast.Not()):
            yield "condition negated", node.operand


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(op=ast.Not(), operand=test)


def _and_or(node: ast.AST, _: _Above) -> Iterator[_Change]:
    if not isinstance(node, ast.BoolOp):
        return
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield "and/or", _with(node, op=other)
    for place in range(len(node.values)):
        rest = [*node.values[:place], *node.values[place + 1 :]]
        yield "operand dropped", rest[0] if len(rest) == 1 else _with(node, values=rest)


def _constants(node: ast.AST, above: _Above) -> Iterator[_Change]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield "boolean", ast.Constant(not value)
    elif isinstance(value, (int, float)):
        yield "number", ast.Constant(value + 1)
        yield "number", ast.Constant(value - 1)
    elif isinstance(value, bytes):
        yield "bytes", ast.Constant(value + b"x" if value else b"x")
    elif isinstance(value, str):
        in_text = isinstance(above[-1], ast.JoinedStr)
        if in_text and not any(letter.isalpha() for letter in value):
            return  # punctuation between the values of a text
        if not value:
            yield "string", ast.Constant("x")
        elif _PROSE.match(value):
            yield "text emptied", ast.Constant("")
        else:
            yield "string", ast.Constant(_altered(value))


def _altered(text: str) -> str:
    """A text with one letter or digit, the one in the middle, replaced by another."""
    places = [place for place, each in enumerate(text) if each.isalnum()]
    if not places:
        return f"{text}x"
    place = places[len(places) // 2]
    other = "0" if text[place] == "9" else "b" if text[place] == "a" else "a"
    if text[place].isdigit():
        other = str((int(text[place]) + 1) % 10) if text[place].isascii() else "1"
    elif text[place].isupper():
        other = other.upper()
    return text[:place] + other + text[place + 1 :]


def _statements(node: ast.AST, above: _Above) -> Iterator[_Change]:
    match node:
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Assert() | ast.Delete():
            yield "statement deleted", ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript(), *_]):
            yield "statement deleted", ast.Pass()
        case ast.Assign(targets=[ast.Name(id=name)]):
            if _is_set_before(name, node, above):
                yield "statement deleted", ast.Pass()
        case ast.Return(value=None):
            yield "statement deleted", ast.Pass()
        case ast.Return() if not _is_last(node, above):
            yield "statement deleted", ast.Pass()
        case ast.Break():
            yield "break/continue", ast.Continue()
            yield "statement deleted", ast.Pass()
        case ast.Continue():
            yield "break/continue", ast.Break()
            yield "statement deleted", ast.Pass()
        case ast.If(body=[ast.Raise()] | [ast.Return()], orelse=[]):
            yield "statement deleted", ast.Pass()


def _is_set_before(name: str, node: ast.AST, above: _Above) -> bool:
    """Whether a name has a value before a statement of a function gives it another."""
    function = next((each for each in reversed(above) if isinstance(each, ast.FunctionDef)), None)
    if function is None:
        return False
    line = getattr(node, "lineno", 0)
    parameters = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    return name in parameters or any(
        isinstance(each, ast.Name)
        and each.id == name
        and isinstance(each.ctx, ast.Store)
        and each.lineno < line
        for each in ast.walk(function)
    )


def _is_last(node: ast.AST, above: _Above) -> bool:
    body = getattr(above[-1], "body", None)
    return isinstance(above[-1], ast.FunctionDef) and body is not None and body[-1] is node


def _returns(node: ast.AST, above: _Above) -> Iterator[_Change]:
    if not isinstance(node, ast.Return) or node.value is None:
        return
    function = next((each for each in reversed(above) if isinstance(each, ast.FunctionDef)), None)
    said = function.returns if function is not None else None
    name = said.value if isinstance(said, ast.Subscript) else said
    kind = name.id if isinstance(name, ast.Name) else ""
    if kind == "bool":
        for value in (True, False):
            yield "return value", ast.Return(ast.Constant(value))
        return
    yield "return value", ast.Return(ast.Constant(None))
    if kind in _EMPTY:
        yield "return value", ast.Return(ast.parse(_EMPTY[kind], mode="eval").body)


def _arguments(node: ast.AST, _: _Above) -> Iterator[_Change]:
    if not isinstance(node, ast.Call) or (
        isinstance(node.func, ast.Name) and node.func.id == "cast"
    ):
        return
    for place, keyword in enumerate(node.keywords):
        if keyword.arg not in _OWN_AFFAIR:
            keywords = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield "argument dropped", _with(node, keywords=keywords)
    if any(isinstance(each, ast.Starred) for each in node.args):
        return
    # A call without its only argument would fail whatever the tests are.
    if len(node.args) >= 2:
        yield "argument dropped", _with(node, args=node.args[:-1])
        first, second, *rest = node.args
        if type(first) is type(second):
            yield "arguments swapped", _with(node, args=[second, first, *rest])


def _rows(node: ast.AST, above: _Above) -> Iterator[_Change]:
    match node:
        case ast.Dict() if len(node.keys) >= 2:
            for place in range(len(node.keys)):
                yield (
                    "row removed",
                    _with(
                        node,
                        keys=[*node.keys[:place], *node.keys[place + 1 :]],
                        values=[*node.values[:place], *node.values[place + 1 :]],
                    ),
                )
        case ast.Tuple(ctx=ast.Load()) | ast.List(ctx=ast.Load()) | ast.Set():
            if len(node.elts) < 2 or isinstance(above[-1], ast.Subscript | ast.Slice):
                return
            for place in range(len(node.elts)):
                elts = [*node.elts[:place], *node.elts[place + 1 :]]
                yield "row removed", _with(node, elts=elts)


def _handlers(node: ast.AST, _: _Above) -> Iterator[_Change]:
    if not isinstance(node, ast.ExceptHandler):
        return
    if not (len(node.body) == 1 and isinstance(node.body[0], ast.Pass)):
        yield "handler emptied", _with(node, body=[ast.Pass()])
    if not any(isinstance(each, ast.Raise) and each.exc is None for each in node.body):
        yield "handler raises again", _with(node, body=[ast.Raise()])


def _slices(node: ast.AST, _: _Above) -> Iterator[_Change]:
    if not isinstance(node, ast.Slice):
        return
    for name in ("lower", "upper"):
        bound = getattr(node, name)
        if bound is not None:
            yield "slice", _with(node, **{name: None})
            if not isinstance(bound, ast.Constant):
                later = ast.BinOp(left=bound, op=ast.Add(), right=ast.Constant(1))
                yield "slice", _with(node, **{name: later})


def _sums(node: ast.AST, _: _Above) -> Iterator[_Change]:
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _ARITHMETIC:
        text = node.left if isinstance(node, ast.BinOp) else node.value
        if not isinstance(text, ast.Constant | ast.JoinedStr) or not isinstance(
            getattr(text, "value", None), str
        ):
            yield "arithmetic", _with(node, op=_ARITHMETIC[type(node.op)]())


_OPERATORS: tuple[Callable[[ast.AST, _Above], Iterator[_Change]], ...] = (
    _comparisons,
    _conditions,
    _and_or,
    _constants,
    _statements,
    _returns,
    _arguments,
    _rows,
    _handlers,
    _slices,
    _sums,
)


def _program(source: str) -> object:
    """What a source compiles to, without the places of its lines."""
    return _without_places(compile(source, "module", "exec", dont_inherit=True))


def _without_places(code: types.CodeType) -> object:
    constants = tuple(
        _without_places(each) if isinstance(each, types.CodeType) else (type(each), repr(each))
        for each in code.co_consts
    )
    return (
        code.co_code,
        constants,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_argcount,
        code.co_kwonlyargcount,
        code.co_flags,
        getattr(code, "co_exceptiontable", b""),
    )
