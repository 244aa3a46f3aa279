"""The comparison with samples sees every difference, and mends what is printed with mistakes."""

from __future__ import annotations

from typing import Any

import pytest
from support.sample_calls import SampleCall, differences, mended


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "b": [{"c": "x"}, {"c": null}]}',
        '"a": 1, "b": [{"c": "x"}, {"c": null}]}',
        '{"a": 1 "b": [{"c": "x"} {"c": null}]}',
        '{"a": 1, "b": [{"c": "x"}, {"c": null}',
        '{"a": 1, "b": [{"c": "x"}, {"c": null]}',
        '{"a": 1, "b": [{"c": "x"}, {"c": null},],}',
    ],
)
def test_what_is_printed_with_mistakes_is_mended(text: str) -> None:
    assert mended(text) == [{"a": 1, "b": [{"c": "x"}, {"c": None}]}]


def test_documents_that_are_printed_together_are_told_apart() -> None:
    assert mended('{"a": 1} "b" {"a": 2}') == [{"a": 1}, "b", {"a": 2}]


@pytest.mark.parametrize("text", ['{"a": one}', '{"a" 1}', '{"a": ,}', "{: 1}"])
def test_what_cannot_be_mended_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        mended(text)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"a": 1, "b": [{"c": "x"}]}, set()),
        ({"a": 2, "b": [{"c": "x"}]}, {"a: value"}),
        ({"a": True, "b": [{"c": "x"}]}, {"a: type"}),
        ({"a": None, "b": [{"c": "x"}]}, {"a: type"}),
        ({"b": [{"c": "x"}]}, {"a: missing"}),
        ({"a": 1, "b": []}, {"b[]: length"}),
        ({"a": 1, "b": [{"c": "y", "d": 1}]}, {"b[].c: value", "b[].d: more"}),
        ({"a": 1, "b": {"c": "x"}}, {"b: type"}),
    ],
)
def test_each_difference_is_told(answer: dict[str, Any], found: set[str]) -> None:
    sample = SampleCall("GET", "/", {}, None, None, {"a": 1, "b": [{"c": "x"}]})
    assert differences(sample, answer) == found
