"""Values that old programs do send now and then: odd spellings, limits, other alphabets."""

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
_NUMBERS = ("-0", "0.1", "1E-7", "1e22", ".5", "5.", "+1.5", "1,5", "1_000", "NaN", "Infinity",
            "0.30000000000000004", "9007199254740993", " 7 ", "\N{ARABIC-INDIC DIGIT THREE}")
_TEXTS = (" ", "\t", "a\r\nb", "\r", "0", "null", "true", "e\N{COMBINING ACUTE ACCENT}",
          "\N{RIGHT-TO-LEFT OVERRIDE}abc", "\N{ZERO WIDTH NO-BREAK SPACE}x", "x" * 255, "x" * 256,
          "\N{NO-BREAK SPACE}x\N{NO-BREAK SPACE}", "\x85", "a;b|c", "{{my.token}}", "&amp;")

VALUES: Mapping[str, tuple[str, ...]] = {
    "integer": ("007", "+5", " 12 ", "1.0", "1e3", "-0", "1,000", "2147483648", "-2147483648",
                "9999999999", "\N{ARABIC-INDIC DIGIT THREE}", "1_000"),
    "float": _NUMBERS,
    "currency": _NUMBERS,
    "boolean": ("TRUE", "True", "yes", "no", "t", "2", "on", " true"),
    "date": ("2001-02-03T00:00:00Z", "2001-02-03T23:30:00-06:00", "2001-2-3", "02/03/2001",
             "2001-02-03Z", "0001-01-01", "9999-12-31", "2001-02-29", "20010203"),
    "datetime": ("2014-02-01T10:00:00.123Z", "2014-02-01T10:00:00+05:30", "2014-03-09 02:30:00",
                 "2013-11-03 01:30:00", "2014-02-01", "2014-02-01T10:00", "1969-12-31T23:59:59Z",
                 "2014-02-01T24:00:00Z", "2014-02-01T10:00:00-14:00", "2014-02-01 10:00:00 "),
    "string": _TEXTS,
    "text": (*_TEXTS, "x" * 2001),
    "url": ("javascript:x", "https://ex.org/\N{LATIN SMALL LETTER U WITH DIAERESIS}", " "),
}
# fmt: on
"""By type of field."""
EMAILS = (
    "\N{LATIN SMALL LETTER U WITH DIAERESIS}ni@example.org",
    "o'neil+tag@example.org",
    " spaced@example.org ",
    "New1@Example.ORG",
    "x" * 60 + "@example.org",
    "a;b@example.org",
    '"quoted"@example.org',
)
"""Addresses that no lead of the world has."""
SIZES = (0, -1, 1, 99, 100, 101, 300, 301, 1000, 1001, 2**31 - 1)
"""Sizes of batches around the limits of SOAP and of REST."""
