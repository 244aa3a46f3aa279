"""Campaigns of the lead database, and what runs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mktows.errors import RequestError
from mktows.facts.rest_limits import LEADS_PER_TRIGGER
from mktows.rest.base import RestMethods, Time, as_ids, listed
from mktows.rest.pages import Records
from mktows.rest.reading import Answer, Record


class CampaignMethods(RestMethods):
    """The endpoints of campaigns."""

    def get_campaigns(
        self,
        *,
        ids: Iterable[int] | None = None,
        names: Iterable[str] | None = None,
        program_names: Iterable[str] | None = None,
        workspace_names: Iterable[str] | None = None,
        is_triggerable: bool | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of campaigns; names with a comma cannot be sent (documented).

        Args:
            ids: 1 to 300 ids.
            names: Their names.
            program_names: The names of their programs.
            workspace_names: The names of their workspaces.
            is_triggerable: Only those that `trigger_campaign` can run.
            batch_size: Campaigns of a page, 300 at most.
            position: The token of the page before.
        """
        return self._ask(
            "get_campaigns",
            id=listed(ids),
            name=listed(names),
            programName=listed(program_names),
            workspaceName=listed(workspace_names),
            isTriggerable=is_triggerable,
            batchSize=batch_size,
            nextPageToken=position,
        )

    def iter_campaigns(
        self,
        *,
        ids: Iterable[int] | None = None,
        names: Iterable[str] | None = None,
        program_names: Iterable[str] | None = None,
        workspace_names: Iterable[str] | None = None,
        is_triggerable: bool | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over campaigns."""
        return self._iterate(
            "get_campaigns",
            position,
            id=listed(ids),
            name=listed(names),
            programName=listed(program_names),
            workspaceName=listed(workspace_names),
            isTriggerable=is_triggerable,
        )

    def get_campaign(self, campaign_id: int) -> Record:
        """Return a campaign.

        Raises:
            NotFoundError: There is none.
        """
        return self._one("get_campaign", {"campaignId": campaign_id})

    def trigger_campaign(
        self,
        campaign_id: int,
        lead_ids: Iterable[int],
        *,
        tokens: Mapping[str, str] | None = None,
    ) -> None:
        """Run a trigger campaign for 1 to 100 leads.

        Args:
            campaign_id: The campaign, which must be requested by the web service API.
            lead_ids: The leads (documented: at most 100).
            tokens: Values by token, such as `{{my.x}}`, for this run; at most 100.

        Raises:
            OutcomeUnknown: It may have run; it is never repeated.
        """
        leads = as_ids(lead_ids)
        if not 1 <= len(leads) <= LEADS_PER_TRIGGER or len(tokens or ()) > LEADS_PER_TRIGGER:
            raise RequestError(
                f"takes 1 to {LEADS_PER_TRIGGER} leads and as many tokens at most",
                "trigger_campaign",
            )
        given = {"leads": leads, **_tokens(tokens)}
        self._send("trigger_campaign", {"campaignId": campaign_id}, {"input": given})

    def schedule_campaign(
        self,
        campaign_id: int,
        *,
        run_at: Time | None = None,
        tokens: Mapping[str, str] | None = None,
        clone_to_program_name: str | None = None,
    ) -> Record:
        """Schedule a batch campaign.

        Args:
            campaign_id: The campaign.
            run_at: When, five minutes from now at the earliest and two years at the latest; None
                for in five minutes.
            tokens: Values by token, such as `{{my.x}}`, for this run.
            clone_to_program_name: Clones the program under this name, and runs the clone: 20 a day.

        Raises:
            OutcomeUnknown: It may be scheduled; it is never repeated.
        """
        given = {
            "runAt": run_at, **_tokens(tokens), "cloneToProgramName": clone_to_program_name
        }  # fmt: skip
        members = {name: value for name, value in given.items() if value is not None}
        answer = self._send("schedule_campaign", {"campaignId": campaign_id}, {"input": members})
        return self._first("schedule_campaign", answer)


def _tokens(tokens: Mapping[str, str] | None) -> dict[str, object]:
    if not tokens:
        return {}
    return {"tokens": [{"name": name, "value": value} for name, value in tokens.items()]}
