"""JSON without loss: decimals stay what they are, and no number is written with an exponent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

LONGEST_NUMBER = 400
"""Digits that a number may have, written out: a few bytes of exponent can stand for gigabytes."""


class _OwnWords(ValueError):
    """An error in words of ours."""


def read_json(text: bytes | str) -> Any:
    """Read a JSON document; numbers with a fraction or an exponent become Decimal.

    Raises:
        ValueError: It is none, is nested too deeply, or holds a number that is not finite or too
            long. The error tells nothing of what the document holds.
    """
    try:
        return json.loads(text, parse_float=_decimal, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON at line {error.lineno}, column {error.colno}") from None
    except ValueError as error:
        # The standard library's own bound for whole numbers has its own words.
        text = str(error) if isinstance(error, _OwnWords) else "a number has too many digits"
        raise ValueError(text) from None


def write_json(value: object) -> bytes:
    """Write a value as JSON in UTF-8.

    Raises:
        ValueError: A number is not finite, or too long; or a text holds half a character.
        TypeError: It holds what JSON has no form for.
    """
    if _has_fractions(value):
        return _written(value).encode()
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def number_text(number: float | Decimal) -> str:
    """Return a number in digits: the shortest that mean it, without an exponent.

    Raises:
        ValueError: It is not finite, or too long.
    """
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    if not exact.is_finite():
        raise ValueError("a number is not finite")
    _check_length(exact)
    return format(exact, "f")


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    _check_length(number)
    return number


def _check_length(number: Decimal) -> None:
    _, digits, exponent = number.as_tuple()
    if len(digits) + abs(int(exponent)) > LONGEST_NUMBER:
        raise _OwnWords(f"a number has more than {LONGEST_NUMBER} digits")


def _no_constant(name: str) -> None:
    raise _OwnWords(f"{name} is no JSON")


def _has_fractions(value: object) -> bool:
    """Tell whether there is a number that the standard library would write in its own way."""
    if isinstance(value, Mapping):
        return any(_has_fractions(each) for each in value.values())
    if isinstance(value, list | tuple):
        return any(_has_fractions(each) for each in value)
    return isinstance(value, float | Decimal)


def _written(value: object) -> str:
    if isinstance(value, float | Decimal):
        return number_text(value)
    if isinstance(value, Mapping):
        members = (
            f"{json.dumps(str(k), ensure_ascii=False)}:{_written(v)}" for k, v in value.items()
        )
        return "{" + ",".join(members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
