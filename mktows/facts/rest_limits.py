"""Limits of the vendor's REST API, beside those that belong to one endpoint (documented)."""

from __future__ import annotations

ADVISED_CALLS_PER_SPAN, ADVISED_IN_FLIGHT = 50, 5
"""Calls in 20 seconds, and at a time, that one of several integrations should keep to."""
TOKEN_SECONDS = 3600
"""Seconds that a new access token is valid."""
REST_CALLS_PER_DAY = 50_000
"""The usual quota of a day, which ends at midnight in US Central time; some have 10,000."""
BODY_BYTES = 1024 * 1024
"""Bytes of a request's body."""
IMPORT_BYTES = 10 * 1024 * 1024
"""Bytes of the file of a bulk import."""
URI_BYTES = 8 * 1024
"""Bytes of a request's URI."""
LEADS_PER_FILTER = 1000
"""Leads that may match a filter."""
LEADS_PER_TRIGGER = 100
"""Leads, and tokens, of one call that triggers a campaign."""
LONG_LIST = 10_000
"""Members of a static list by which activities cannot be asked for any more."""
IMPORTS_RUNNING, IMPORTS_QUEUED = 2, 10
"""Bulk imports that run at a time, and that wait or run."""
BATCH_DAYS = 7
"""Days for which the id of a bulk import is known."""
REST_CLONES_PER_DAY = 20
"""Programs that scheduling a campaign clones in a day."""
EARLIEST_RUN_SECONDS = 5 * 60
"""Seconds after the call before which a scheduled campaign does not run."""
LATEST_RUN_DAYS = 2 * 365
"""Days after the call behind which none can be scheduled."""
ACTIVITY_TYPES_PER_INSTANCE = 10
"""Custom activity types."""
ATTRIBUTES_PER_ACTIVITY_TYPE = 20
"""Attributes of a custom activity type, beside the primary one."""
ACTIVITY_ATTRIBUTE_BYTES = 64 * 1024
"""Bytes of an attribute of a custom activity."""
CUSTOM_OBJECT_TYPES = 10
"""Types of custom objects."""
EXPORTS_RUNNING, EXPORTS_QUEUED = 2, 10
"""Bulk exports that run at a time, and that wait or run."""
EXPORT_MEGABYTES_PER_DAY = 500
"""Megabytes of files that exports make in a day; more can be bought."""
EXPORT_WINDOW_DAYS = 31
"""Days that the range of an export's filter spans at most."""
EXPORT_LISTED_DAYS, EXPORT_FILE_DAYS, EXPORT_STATUS_DAYS = 7, 7, 30
"""Days for which an export is listed, its file is kept, and its status is told."""
