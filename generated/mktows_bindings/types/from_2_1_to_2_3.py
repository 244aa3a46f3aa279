# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Classes of the versions 2_1 to 2_3."""

from __future__ import annotations

from dataclasses import dataclass, field

from mktows_bindings.runtime import Open, Reply
from mktows_bindings.types.since_2_1 import ArrayOfAttribute, ArrayOfKeyList, Attrib, MObjStatusEnum

__NAMESPACE__ = "http://www.marketo.com/mktows/"
__all__ = [
    "ArrayOfMObjStatus",
    "MObjStatus",
    "ParamsMergeLeads",
    "ResultDeleteMObjects",
    "ResultSyncMObjects",
    "SuccessDeleteMObjects",
    "SuccessSyncMObjects",
]


@dataclass(slots=True, kw_only=True)
class MObjStatus:
    """
    The outcome of a sync or delete for one MObject.

    Attributes:
        id: The id of the object. Since 2_7 it may be nil.
        external_key: The external key of the request; absent if none was given.
        error: Why this object failed; absent if there is nothing to say.
    """

    id: int = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    external_key: None | Attrib = field(
        default=None,
        metadata={
            "name": "externalKey",
            "type": "Element",
            "namespace": "",
        },
    )
    status: Open[MObjStatusEnum] = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    error: None | str = field(
        repr=False,
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfMObjStatus:
    """
    A list of outcomes for MObjects.
    """

    m_obj_status: list[MObjStatus] = field(
        default_factory=list,
        metadata={
            "name": "mObjStatus",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsMergeLeads:
    """
    Request of mergeLeads: the keys of the winning and of the losing leads.

    A key is an attribute whose name is one of the lead key types, but not COOKIE.

    Attributes:
        winning_lead_key_list: Key of the lead that remains: one attribute, such as IDNUM
            with its value.
        losing_lead_key_lists: One key list per losing lead, of one attribute each.
    """

    winning_lead_key_list: ArrayOfAttribute = field(
        metadata={
            "name": "winningLeadKeyList",
            "type": "Element",
            "namespace": "",
        }
    )
    losing_lead_key_lists: ArrayOfKeyList = field(
        metadata={
            "name": "losingLeadKeyLists",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ResultDeleteMObjects(Reply):
    """
    Result of deleteMObjects: an outcome for each object.
    """

    m_obj_status_list: ArrayOfMObjStatus = field(
        metadata={
            "name": "mObjStatusList",
            "type": "Element",
            "namespace": "",
        }
    )

    @property
    def m_obj_statuses(self) -> list[MObjStatus]:
        """The items of `m_obj_status_list`; empty where there is none."""
        found = self.m_obj_status_list
        return found.m_obj_status if found else []


@dataclass(slots=True, kw_only=True)
class ResultSyncMObjects(Reply):
    """
    Result of syncMObjects: an outcome for each object.
    """

    m_obj_status_list: ArrayOfMObjStatus = field(
        metadata={
            "name": "mObjStatusList",
            "type": "Element",
            "namespace": "",
        }
    )

    @property
    def m_obj_statuses(self) -> list[MObjStatus]:
        """The items of `m_obj_status_list`; empty where there is none."""
        found = self.m_obj_status_list
        return found.m_obj_status if found else []


@dataclass(slots=True, kw_only=True)
class SuccessDeleteMObjects(Reply):
    """
    Reply of deleteMObjects: an outcome for each object.
    """

    result: ResultDeleteMObjects = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessSyncMObjects(Reply):
    """
    Reply of syncMObjects: an outcome for each object.
    """

    result: ResultSyncMObjects = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
