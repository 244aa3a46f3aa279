"""Near misses of requests about campaigns, lists and imports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mktows.contract import Contract
from mktows.facts.key_types import COOKIE, EMAIL
from mktows.testing.near_misses.leads import SAMPLE_COOKIE
from mktows.testing.near_misses.makers import (
    Maker,
    NearMiss,
    enveloped,
    in_json,
    only,
    setting,
)
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Json, Objects, object_of
from mktows.testing.valid_messages.requests.lists import import_with


def _campaign(**members: Any) -> Maker:
    """A requestCampaign with leads and the members given, and no others."""
    leads = {"leadKey": [{"keyType": EMAIL, "keyValue": "lead@company.com"}]}
    fixed = {"source": "MKTOWS", "leadList": leads, **members}

    def requests(_: Contract, __: str) -> Objects:
        return st.fixed_dictionaries(
            {
                name: value if isinstance(value, SearchStrategy) else st.just(value)
                for name, value in fixed.items()
            }
        )

    return enveloped(requests)


def _member(**key: Any) -> Maker:
    return in_json(
        setting(listMemberList=st.fixed_dictionaries(key).map(lambda k: {"leadKey": [k]}))
    )


_program_lists = st.builds(
    lambda program, name: {"keyType": "MKTOLISTNAME", "keyValue": f"{program}.{name}"},
    realistic.names,
    realistic.names,
)


def _columns(*names: str, campaign: str | None = None) -> Maker:
    return enveloped(lambda table, _: import_with(table, list(names), st.just(campaign)))


def _more_columns(_: DrawFn, request: Json) -> None:
    request["importFileRows"]["stringItem"][-1] += ",x"


_bad_tokens = st.sampled_from(("message", "my.message", "{{message}}", "{my.message}", "{{my.}}"))


_named_campaign = {"programName": realistic.names, "campaignName": realistic.names}

LIST_NEAR_MISSES: Mapping[str, NearMiss] = {
    "campaign-id-with-name": only(
        _campaign(campaignId=realistic.ids, campaignName=realistic.names), "requestCampaign"
    ),
    "campaign-unnamed": only(_campaign(programName=realistic.names), "requestCampaign"),
    "campaign-tokens-missing": only(_campaign(**_named_campaign), "requestCampaign"),
    "campaign-leads-missing": only(
        _campaign(campaignId=realistic.ids, leadList={}), "requestCampaign"
    ),
    "campaign-key-cookie": only(
        _campaign(
            campaignId=realistic.ids,
            leadList={"leadKey": [{"keyType": COOKIE, "keyValue": SAMPLE_COOKIE}]},
        ),
        "requestCampaign",
    ),
    "token-form": only(
        in_json(
            setting(
                programTokenList=_bad_tokens.map(
                    lambda name: {"attrib": [{"name": name, "value": "x"}]}
                )
            )
        ),
        "scheduleCampaign",
    ),
    "list-member-key": only(
        _member(keyType=st.just(EMAIL), keyValue=realistic.emails), "listOperation"
    ),
    "list-in-program": only(in_json(setting(listKey=_program_lists)), "listOperation"),
    "import-tokens-without-campaign": only(
        _columns("Email Address", "{{my.message}}"), "importToList"
    ),
    "import-row-columns": only(in_json(_more_columns), "importToList"),
    "import-header-api-name": only(_columns("Email Address", "LastName"), "importToList"),
    "import-header-repeated": only(
        _columns("Email Address", "Last Name", "Last Name"), "importToList"
    ),
    "import-email-missing": only(_columns("First Name", "Last Name"), "importToList"),
    "import-status-unnamed": only(
        enveloped(
            lambda table, _: object_of(
                table, "ParamsGetImportToListStatus", {"programName": realistic.names}
            )
        ),
        "getImportToListStatus",
    ),
}
"""Rules about campaigns, lists and imports beyond the schema, and how each is broken."""
