"""Strategies for whole messages and envelopes of the contract, valid by construction."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.client import Client
from mktows.codec import Codec
from mktows.config import Config
from mktows.contract import LATEST_VERSION, contract
from mktows.errors import FAULT_CLASSES, Fault
from mktows.facts.faults import SEVERE_INTERNAL_ERROR, SHORT_TEXTS
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.json_messages import from_json
from mktows.service_faults import write_service_fault
from mktows.signing import Secret
from mktows.soap import write_envelope
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.replies import valid_replies
from mktows.testing.valid_messages.requests import valid_requests


def requests(operation: str, *, version: str = LATEST_VERSION) -> SearchStrategy[Any]:
    """Valid requests of an operation: `mktows check` finds nothing in their envelopes.

    They are valid against the schema and keep what is documented besides: keys, limits, page
    sizes, combinations that exclude each other, forms of names and times. Texts hold XML's
    awkward characters, lists are now and then as long as is allowed. For messages that are only
    valid against the schema see `messages`.

    Args:
        operation: As in the WSDL, such as `syncMultipleLeads`.
        version: Of the contract, such as `2_3`.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=10)
        ... @given(params=requests("syncMultipleLeads", version="2_3"))
        ... def test(params):
        ...     assert 1 <= len(params.lead_record_list.lead_record) <= 300
        >>> test()
    """
    table = contract(version)
    type_name = table.operations[operation].request_type
    return valid_requests(table, operation).map(lambda found: from_json(table, type_name, found))


def replies(operation: str, *, version: str = LATEST_VERSION) -> SearchStrategy[Any]:
    """Replies of an operation as the service wrote them: counts, orders and forms agree.

    Args:
        operation: As in the WSDL, such as `getLead`.
        version: Of the contract, such as `2_3`.
    """
    table = contract(version)
    type_name = table.operations[operation].reply_type
    return valid_replies(table, operation).map(lambda found: from_json(table, type_name, found))


def sample_config(version: str = LATEST_VERSION) -> Config:
    """Settings with the vendor's public sample credentials and an address in its form."""
    return Config(
        f"https://123-ABC-456.mktoapi.com/soap/mktows/{version}",
        SAMPLE_USER_ID,
        Secret(SAMPLE_KEY),
    )


def envelopes(
    operation: str,
    *,
    version: str | None = None,
    config: Config | None = None,
    now: datetime | None = None,
) -> SearchStrategy[bytes]:
    """Signed envelopes of valid requests, as bytes.

    Args:
        operation: As in the WSDL, such as `syncLead`.
        version: Of the contract; by default that of `config`.
        config: Who calls; by default the vendor's public sample credentials.
        now: The moment to sign at, with an offset; by default any of the service's years, which a
            server that judges its age refuses.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=10)
        ... @given(data=envelopes("getLead", version="2_3"))
        ... def test(data):
        ...     assert data.startswith(b"<?xml") and b"requestSignature" in data
        >>> test()
    """
    settings = config or sample_config(version or LATEST_VERSION)
    if version is not None:
        settings = dataclasses.replace(settings, version=version)
    moments = realistic.moments if now is None else st.just(now)
    workspaces = st.sampled_from((None, "Default")) if operation == "syncLead" else st.none()
    return st.builds(
        lambda params, moment, workspace: signed(settings, params, moment, workspace),
        requests(operation, version=settings.version),
        moments,
        workspaces,
    )


def signed(config: Config, params: object, moment: datetime, workspace: str | None = None) -> bytes:
    """The envelope of one request, signed at a moment."""
    client = Client(config, now=lambda: moment)
    return client.build_request(params, workspace=workspace).body


def reply_envelopes(operation: str, *, version: str = LATEST_VERSION) -> SearchStrategy[bytes]:
    """Envelopes of valid replies, as bytes."""
    return replies(operation, version=version).map(
        lambda reply: reply_envelope(operation, reply, version)
    )


def reply_envelope(operation: str, reply: object, version: str) -> bytes:
    """The envelope of one reply: no header, nil where the service wrote nil."""
    table = contract(version)
    element = table.operations[operation].reply
    encoded = Codec(table).encode(element, reply, service=True)
    return write_envelope(namespace=table.namespace, body=encoded.text, xsi=encoded.xsi)


_CODES = tuple(code for code in FAULT_CLASSES if code in SHORT_TEXTS)


def faults() -> SearchStrategy[Fault]:
    """Faults with every documented code, and the two forms that depart from the rest (recorded)."""

    def normal(code: int, message: str) -> Fault:
        return Fault(
            code="SOAP-ENV:Client",
            string=f"{code} - {SHORT_TEXTS[code]}",
            service_code=code,
            service_name="mktServiceException",
            service_message=f"{message} ({code})",
        )

    of_mobjects = Fault(
        code="SOAP-ENV:Client",
        string="Parameter required",
        service_code=SEVERE_INTERNAL_ERROR,
        service_name="mktServiceException",
        service_message="No selection criteria found in request",
    )
    return st.one_of(
        st.builds(normal, st.sampled_from(_CODES), realistic.texts),
        st.just(of_mobjects),
        st.just(Fault(code="SOAP-ENV:Client", string="Bad Request")),
    )


def fault_envelopes(*, version: str = LATEST_VERSION) -> SearchStrategy[bytes]:
    """Envelopes of valid faults, as bytes."""
    namespace = contract(version).namespace

    def written(fault: Fault) -> bytes:
        return write_service_fault(
            namespace=namespace,
            string=fault.string,
            code=fault.service_code,
            message=fault.service_message or "",
            cause=not fault.string.startswith(str(fault.service_code)),
        )

    return faults().map(written)
