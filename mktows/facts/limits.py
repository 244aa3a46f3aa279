"""Limits of one call, and of how many calls there may be."""

from __future__ import annotations

from datetime import timedelta

# Records that one call brings. What the service does past them is open; see the sandbox's and the
# checker's own words for each.
LEADS_PER_SYNC = 300
"""Leads of syncMultipleLeads; more are not supported (documented)."""
MEMBERS_PER_LIST_OPERATION = 1000
"""Leads of listOperation (documented)."""
LEADS_PER_CAMPAIGN_REQUEST = 100
"""Leads of requestCampaign; the others are ignored without a word (documented)."""
KEYS_PER_SELECTOR = 100
"""Keys of a LeadKeySelector: getMultipleLeads ignores the others, getLeadChanges refuses the call
(documented)."""
MOBJECTS_PER_SYNC = 100
"""Objects of syncMObjects (documented)."""
CUSTOM_OBJECTS_PER_SYNC = 100
"""Records of syncCustomObjects (documented)."""
RECORDS_PER_BATCH = 300
"""Records of any other batch: deleting, merging, importing; more are not supported (documented)."""

# Records of a page.
LEADS_PER_PAGE = 1000
"""Leads of getMultipleLeads (documented; one table says 100)."""
CHANGES_PER_PAGE = 1000
"""Activities of getLeadChanges (documented)."""
ACTIVITIES_PER_PAGE = 100
"""Activities of getLeadActivity (documented)."""
MOBJECTS_PER_PAGE = 100
"""Objects of getMObjects, which takes no batchSize (documented)."""
CUSTOM_OBJECTS_PER_PAGE = 100
"""Records of getCustomObjects (documented)."""
DEFAULT_PER_PAGE = 100
"""Records of a page where no batchSize is asked for (inferred)."""

LONGEST_TIME_RANGE = timedelta(days=30)
"""From the oldest to the latest update that a selector asks for (documented)."""
IMPORT_STATUS_SECONDS = 60
"""Seconds from one getImportToListStatus to the next, at least (documented)."""
CLONES_PER_DAY = 10
"""Programs that scheduleCampaign clones in a day (documented)."""

# Calls of all users of an instance together (documented).
CALLS_PER_DAY = 10_000
"""The quota; the day ends at midnight in US Central time."""
CALLS_PER_SPAN = 100
"""The rate, in `SPAN_SECONDS`."""
SPAN_SECONDS = 20
"""Seconds that the rate counts calls over."""
CALLS_IN_FLIGHT = 10
"""Calls at the same time."""

SIGNATURE_LIFETIME = timedelta(minutes=15)
"""Greatest age of a signed timestamp. The real length was never stated: a guess."""
