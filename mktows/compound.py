"""Methods that make as many calls as they need for one purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from mktows.batching import chunks
from mktows.errors import (
    AmbiguousLead,
    CampaignStopped,
    MktowsError,
    NotFoundFault,
    RequestError,
    StillRunning,
)
from mktows.facts.faults import LEAD_NOT_FOUND
from mktows.facts.limits import IMPORT_STATUS_SECONDS, LEADS_PER_CAMPAIGN_REQUEST
from mktows.mappings import lead_mapping
from mktows.methods import OperationMethods

if TYPE_CHECKING:
    from mktows_bindings import v3_1 as b

    from mktows.methods import CampaignSource, Key


class CompoundMethods(OperationMethods):
    """Methods that take more than one call, or one call and a decision."""

    _sleep: Callable[[float], None]

    def find(
        self, key: Key | None = None, *, email: str | None = None, id: int | None = None
    ) -> dict[str, object] | None:
        """Return the one lead that has a key, as a mapping; None where there is none.

        Raises:
            AmbiguousLead: Several leads have it.
        """
        try:
            result = self.get_lead(key, email=email, id=id)
        except NotFoundFault as fault:
            if fault.service_code != LEAD_NOT_FOUND:
                raise
            return None
        found = result.lead_records
        if len(found) > 1:
            raise AmbiguousLead(tuple(record.id for record in found))
        return lead_mapping(found[0]) if found else None

    def request_campaign_in_batches(
        self,
        *,
        leads: Iterable[Key],
        campaign_id: int | None = None,
        program_name: str | None = None,
        campaign_name: str | None = None,
        tokens: Mapping[str, object] | None = None,
        source: CampaignSource = "MKTOWS",
    ) -> int:
        """Run any number of leads through a trigger campaign, with one call for each 100.

        The service ignores all keys of a call after the 100th without a word. All keys are read
        before the first call. Arguments are those of `request_campaign`.

        Returns:
            The number of leads.

        Raises:
            CampaignStopped: A call failed, or was refused, after others were carried out. Where the
                first call fails, its own error is raised.
        """
        keys = self._records.lead_keys(leads)
        done = 0
        for chunk in chunks(keys, LEADS_PER_CAMPAIGN_REQUEST):
            try:
                self.request_campaign(
                    leads=chunk,
                    campaign_id=campaign_id,
                    program_name=program_name,
                    campaign_name=campaign_name,
                    tokens=tokens,
                    source=source,
                )
            except MktowsError as error:
                if not done:
                    raise
                raise CampaignStopped(done, len(chunk)) from error
            done += len(chunk)
        return done

    def wait_for_import(
        self,
        *,
        program_name: str,
        list_name: str,
        every: float = IMPORT_STATUS_SECONDS,
        timeout: float | None = None,
    ) -> b.ResultGetImportToListStatus:
        """Ask how far an import is until it is over, and return how it ended.

        Its status is then `COMPLETE`, `FAILED` or `CANCELED`; rows may have failed even so.

        Args:
            program_name: The program that holds the list.
            list_name: The list.
            every: Seconds from one question to the next; the service is to be asked once a minute
                at most.
            timeout: Seconds to wait in all, as far as they lie between questions; None for ever.

        Raises:
            StillRunning: The import is not over after that time.
        """
        if not every > 0:
            raise RequestError(f"every must be more than 0 seconds, not {every}")
        waited = 0.0
        while True:
            result = self.get_import_to_list_status(program_name=program_name, list_name=list_name)
            # A status that is not known is no reason to wait for ever.
            if getattr(result.status, "value", None) != "PROCESSING":
                return result
            if timeout is not None and waited + every > timeout:
                raise StillRunning(f"the import is not over after {waited:g} seconds")
            self._sleep(every)
            waited += every
