# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Classes of version 2_1 alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from mktows_bindings.types.since_2_1 import (
    ActivityTypeFilter,
    ArrayOfLeadKey,
    ListKey,
    StreamPosition,
)

__NAMESPACE__ = "http://www.marketo.com/mktows/"
__all__ = ["ListOperationType", "ParamsGetLeadChanges", "ParamsListOperation"]


class ListOperationType(Enum):
    """
    The operations on static lists.

    Attributes:
        ADDTOLIST: Adds the leads; one that is a member already counts as added.
        ISMEMBEROFLIST: Tells which leads are members and changes nothing.
        REMOVEFROMLIST: Removes the leads; the status of one that is no member is false.
        CLEARLIST: Presumably removes all members. Not known since 2_2.
    """

    ADDTOLIST = "ADDTOLIST"
    ISMEMBEROFLIST = "ISMEMBEROFLIST"
    REMOVEFROMLIST = "REMOVEFROMLIST"
    CLEARLIST = "CLEARLIST"


@dataclass(slots=True, kw_only=True)
class ParamsGetLeadChanges:
    """
    Request of getLeadChanges: a position and filters.

    All parameters but the position are repeated for each page.

    Attributes:
        start_position: newStartPosition of the last page; for the first page a position with
            oldestCreatedAt alone will do. It stays required with a selector.
        activity_filter: Types of activities; absent or empty means all types.
        batch_size: Greatest number of changes in a page; above 1000 it is capped.
    """

    start_position: StreamPosition = field(
        metadata={
            "name": "startPosition",
            "type": "Element",
            "namespace": "",
        }
    )
    activity_filter: None | ActivityTypeFilter = field(
        default=None,
        metadata={
            "name": "activityFilter",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    batch_size: None | int = field(
        default=None,
        metadata={
            "name": "batchSize",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsListOperation:
    """
    Request of listOperation: the operation, the list and the leads.

    Attributes:
        list_member_list: At most 1000 leads, with keys of the type IDNUM only; keys of the
            type EMAIL did not work.
        strict: If true, everything fails as soon as any part fails. If false or absent, what
            can be done is done and the rest reported.
        skip_activity_log: Presumably keeps the operation out of the activity log of the
            leads. No longer known since 2_3.
    """

    list_operation: ListOperationType = field(
        metadata={
            "name": "listOperation",
            "type": "Element",
            "namespace": "",
        }
    )
    list_key: ListKey = field(
        metadata={
            "name": "listKey",
            "type": "Element",
            "namespace": "",
        }
    )
    list_member_list: ArrayOfLeadKey = field(
        metadata={
            "name": "listMemberList",
            "type": "Element",
            "namespace": "",
        }
    )
    strict: None | bool = field(
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    skip_activity_log: None | bool = field(
        default=None,
        metadata={
            "name": "skipActivityLog",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
