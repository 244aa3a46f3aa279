# Made from wsdl/mktows_2_7.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Writes and reads the types of version 2_7."""

from mktows_bindings.codec import (
    Readers,
    Writers,
    from_2_1_to_2_7,
    only_2_7,
    since_2_1,
    since_2_3,
    since_2_7,
)
from mktows_bindings.runtime import Unreadable as Unreadable

WRITERS: Writers = {
    **since_2_1.WRITERS,
    **from_2_1_to_2_7.WRITERS,
    **since_2_3.WRITERS,
    **since_2_7.WRITERS,
    **only_2_7.WRITERS,
}
READERS: Readers = {
    **since_2_1.READERS,
    **from_2_1_to_2_7.READERS,
    **since_2_3.READERS,
    **since_2_7.READERS,
    **only_2_7.READERS,
}
XSI_MARKS: tuple[str, ...] = (
    ' xsi:nil="true"/>',
    '<leadSelector xsi:type="',
)
