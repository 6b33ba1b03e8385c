# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Where rustfmt breaks lines: signatures, calls, and what is bound to a name before it is used.

A call stays in its line while its arguments are short and the line is not full; else it moves to
the next line as a whole; else each argument has a line. A call inside a call that does not fit is
bound to a name, so that no line is broken in two places.
"""

from __future__ import annotations

from .views import Bound, Param, Statement, Value

_SHORT = 60  # what rustfmt takes for a short list of arguments
_TINY = 10  # what rustfmt takes for arguments that share lines
_MARGIN = 4  # near the end of a line rustfmt decides by more than its width
_INTO_ANY = "ToAny::into_any"


def statement(before: str, head: str, args: tuple[str, ...], indent: int, width: int) -> Statement:
    """Return a call behind `before`, the text up to the call."""
    inner = listed(args)
    form = "open"
    if inner <= _SHORT:
        flat = len(head) + inner + len("();")
        if indent + len(before) + 1 + flat <= width:
            form = "flat"
        elif indent + 4 + flat <= width:
            form = "next"
    return Statement(head, args, form, rows(args, width - indent - 4))


def param(name: str, type_: str, indent: int, width: int) -> Param:
    """Return a parameter; bounds that do not fit behind it have lines of their own.

    rustfmt measures them without the word `impl`.
    """
    bounds = type_.split(" + ")
    bare = len(type_.removeprefix("impl "))
    if len(bounds) == 1 or indent + len(name) + len(": ,") + bare <= width:
        return Param(name, type_, (type_,))
    return Param(name, type_, (bounds[0], *(" ".join(("+", item)) for item in bounds[1:])))


def signature(flat: int, params: bool, width: int) -> str:
    """Return the form of a signature: in one line, `open`, or with its `brace` below."""
    if flat <= width:
        return ""
    return "open" if params or flat - len(" {") > width + 1 else "brace"


def overlong(params: tuple[Param, ...], returns: str, indent: int, width: int) -> bool:
    """Whether a type is so long that rustfmt would break it."""
    starts = [len(one.name) + len(": ,") + len(one.lines[0]) + 4 for one in params]
    return indent + max((len(") ->  {") + len(returns), *starts)) > width - _MARGIN


def too_wide(made: Bound | None, indent: int, width: int) -> bool:
    """Whether the head of a binding fills its line."""
    return made is not None and fills(made.made, len("let  = ") + len(made.name), indent, width)


def fills(made: Statement, before: int, indent: int, width: int) -> bool:
    """Whether the head of a call in several lines fills its line."""
    return made.form == "open" and indent + before + len(made.head) + 1 > width - _MARGIN


def listed(args: tuple[str, ...]) -> int:
    """Return the width of arguments in one line."""
    return sum(map(len, args)) + 2 * max(len(args) - 1, 0)


def rows(args: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Return the lines of arguments that do not fit in one: short ones fill them."""
    if any(len(arg) > _TINY for arg in args):
        return args
    filled: list[str] = []
    for arg in args:
        if filled and len(filled[-1]) + len(", ,") + len(arg) <= width:
            filled[-1] = ", ".join((filled[-1], arg))
        else:
            filled.append(arg)
    return tuple(filled)


def split(text: str, name: str) -> str:
    """Return the head of the expression `head(name)`, or nothing where there is no call."""
    inner = "".join(("(", name, ")"))
    return text[: -len(inner)] if text.endswith(inner) else ""


def bound(text: str, name: str, indent: int, width: int, to: str = "") -> Bound:
    """Return the binding of an argument's expression to its own name, or to `to`."""
    target = to or name
    before = " ".join(("let", target, "="))
    return Bound(target, statement(before, split(text, name), (name,), indent, width))


def tuple_args(
    passed: list[tuple[str, str]], first: tuple[str, ...], opening: int, indent: int, width: int
) -> tuple[tuple[Bound, ...], tuple[str, ...], bool]:
    """Return what is bound, the arguments, and whether each has a line.

    `passed` are pairs of a parameter's name and its expression; `opening` is the width up to
    the tuple.
    """

    def exploded(args: tuple[str, ...]) -> bool:
        inner = listed(args)
        comma = len(args) == 1
        return inner > _SHORT or indent + opening + inner + comma + len("(())") > width

    args = (*first, *(text for _, text in passed))
    if not exploded(args):
        return (), args, False
    bindings: list[Bound] = []
    kept = list(first)
    for name, text in passed:
        long = indent + 4 + len(text) + 1 > width or len(args) == 1
        if split(text, name) and long:
            bindings.append(bound(text, name, indent, width))
            text = name
        kept.append(text)
    made = tuple(kept)
    broken = exploded(made)
    return tuple(bindings), rows(made, width - indent - 4) if broken else made, broken


def bare_args(
    passed: list[tuple[str, str]],
    first: tuple[str, ...],
    prefix: tuple[str, ...],
    indent: int,
    width: int,
) -> tuple[tuple[Bound, ...], tuple[str, ...], bool]:
    """As `tuple_args`, for arguments that are no tuple; `prefix` stands before each."""
    args = (*first, *("".join((*prefix, text)) for _, text in passed))
    if listed(args) <= _SHORT:
        return (), args, False
    converted = [(name, text) for name, text in passed if split(text, name)]
    bindings = tuple(bound(text, name, indent, width) for name, text in converted)
    names = dict.fromkeys(name for name, _ in converted)
    kept_args = ("".join((*prefix, name if name in names else text)) for name, text in passed)
    return bindings, (*first, *kept_args), False


def value(name: str, text: str, param: str, indent: int, width: int) -> tuple[Bound | None, Value]:
    """Return the line that keeps an expression as `Any` in a literal, and a binding before it."""
    text = text.removesuffix(".into_any()")
    line = indent + 4 + len(name) + len(": (),") + len(_INTO_ANY)
    if len(text) <= _SHORT and line + len(text) <= width:
        return None, Value(name, text, exploded=False)
    if not split(text, param):
        return None, Value(name, text, exploded=True)
    return bound(text, param, indent, width), Value(
        name, param, exploded=len(param) > _SHORT or line + len(param) > width
    )


def kept(
    field: str, text: str, param: str, some: bool, width: int
) -> tuple[Bound | None, str, str]:
    """Return how a setter keeps its value: a binding, the value, and the form of the assignment."""
    text = text.removesuffix(".into_any()")
    made = bound(text, param, 8, width, "value") if split(text, param) else None
    shown = "value" if made else text
    call = len(_INTO_ANY) + len("()") + len(shown)
    whole = call + len("Some()") * some
    if len(shown) > _SHORT or (some and call > _SHORT):
        return made, shown, "bound"
    if 8 + len("self. = ;") + len(field) + whole <= width:
        return made, shown, "flat"
    return made, shown, "next" if 12 + whole + 1 <= width else "bound"


def literal_is_flat(lines: list[str]) -> bool:
    """Whether rustfmt draws a struct literal of these fields together."""
    return 0 < listed(tuple(lines)) <= 18
