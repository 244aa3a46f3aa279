# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Classes of every version since 2_2."""

from __future__ import annotations

from enum import Enum

__NAMESPACE__ = "http://www.marketo.com/mktows/"
__all__ = ["ListOperationType"]


class ListOperationType(Enum):
    """
    The operations on static lists.

    Attributes:
        ADDTOLIST: Adds the leads; one that is a member already counts as added.
        ISMEMBEROFLIST: Tells which leads are members and changes nothing.
        REMOVEFROMLIST: Removes the leads; the status of one that is no member is false.
    """

    ADDTOLIST = "ADDTOLIST"
    ISMEMBEROFLIST = "ISMEMBEROFLIST"
    REMOVEFROMLIST = "REMOVEFROMLIST"
