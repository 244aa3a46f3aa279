"""Values of REST are shown as SOAP showed them, and are sent as REST documents them."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal

import pytest

from mktows.bridge.values import json_value, soap_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1"),
        (0.1, "0.1"),
        (Decimal("1.0"), "1"),
        (Decimal("1.50"), "1.5"),
        (Decimal("2.897E7"), "28970000"),
        (Decimal("28970000.00"), "28970000"),
        (Decimal("-0.0"), "0"),
        (Decimal("100"), "100"),
        (Decimal("1234567890123456789012345678901.10"), "1234567890123456789012345678901.1"),
    ],
)
def test_a_number_has_no_exponent_and_no_zeros_behind(number: float | Decimal, text: str) -> None:
    assert soap_text("currency", number, UTC) == text


@pytest.mark.parametrize(
    "text", ["2001-02-03", "20010203", "2001-02-03T23:30:00-06:00", "2001-02-03 00:00:00"]
)
def test_a_day_is_sent_without_a_time(text: str) -> None:
    assert json_value("date", text, UTC) == "2001-02-03"
