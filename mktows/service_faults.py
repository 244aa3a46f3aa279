"""The envelope of a fault, as the service wrote it."""

from __future__ import annotations

from mktows.soap import write_fault
from mktows.text import escape


def write_service_fault(
    *, namespace: str, string: str, code: int | None, message: str = "", cause: bool = False
) -> bytes:
    """Write a fault envelope in the service's form (recorded).

    Args:
        namespace: Of the contract.
        string: The whole faultstring, such as `20103 - Lead not found`.
        code: The vendor's code; without one there is no detail, as in `Bad Request`.
        message: The specific text, which ends in the code in parentheses.
        cause: Whether an empty `cause` stands behind the code, as the MObject back end has it.
    """
    detail = ""
    if code is not None:
        detail = (
            f'<ns1:serviceException xmlns:ns1="{namespace}"><name>mktServiceException</name>'
            f"<message>{escape(message)}</message><code>{code}</code>"
            f"{'<cause/>' if cause else ''}</ns1:serviceException>"
        )
    return write_fault(string=string, detail=detail)
