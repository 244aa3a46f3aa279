"""JSON without loss."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows.exact_json import LONGEST_NUMBER, number_text, read_json, write_json

_NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=6)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.text() | _NUMBERS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(_VALUES)
def test_what_is_written_is_read_again(value: object) -> None:
    assert read_json(write_json(value)) == value


@given(_VALUES)
def test_the_standard_library_reads_the_same(value: object) -> None:
    assert json.loads(write_json(value), parse_float=Decimal) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_written_in_digits_alone(number: float) -> None:
    text = number_text(number)
    assert float(text) == number
    assert set(text) <= set("-.0123456789")


@pytest.mark.parametrize(
    ("number", "text"),
    [(28970000.0, "28970000.0"), (1e22, "10000000000000000000000"), (Decimal("1E+3"), "1000"),
     (Decimal("1.50"), "1.50"), (2**63 + 1, None), (1e-7, "0.0000001")],
)  # fmt: skip
def test_numbers_keep_their_digits(number: float | Decimal, text: str | None) -> None:
    assert write_json([number]).decode() == f"[{text or number}]"


@pytest.mark.parametrize(
    "text",
    ["", "{", "NaN", "[Infinity]", b"\xff", "[" * 100_000, "1e999999999", "1" * 5000,
     f"1.{'1' * LONGEST_NUMBER}"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_shortly(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"^.{1,120}$"):
        read_json(text)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("1E+500")])
def test_what_no_json_number_is_is_not_written(number: float | Decimal) -> None:
    with pytest.raises(ValueError, match="number"):
        write_json([number])
