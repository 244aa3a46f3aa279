# Made from wsdl/mktows_3_1.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Writes and reads the types of version 3_1."""

from mktows_bindings.codec import Readers, Writers, since_2_1, since_2_3, since_2_7, since_3_1
from mktows_bindings.runtime import Unreadable as Unreadable

WRITERS: Writers = {
    **since_2_1.WRITERS,
    **since_2_3.WRITERS,
    **since_2_7.WRITERS,
    **since_3_1.WRITERS,
}
READERS: Readers = {
    **since_2_1.READERS,
    **since_2_3.READERS,
    **since_2_7.READERS,
    **since_3_1.READERS,
}
XSI_MARKS: tuple[str, ...] = (
    ' xsi:nil="true"/>',
    '<leadSelector xsi:type="',
)
