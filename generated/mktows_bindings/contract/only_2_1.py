# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Entries of the contract of version 2_1 alone."""

from __future__ import annotations

from mktows_bindings.contract import Types

TYPES: Types = {
    "ParamsGetLeadChanges": (
        None,
        False,
        (
            ("startPosition", "start_position", "StreamPosition", 1, False, False),
            ("activityFilter", "activity_filter", "ActivityTypeFilter", 0, False, True),
            ("batchSize", "batch_size", "int", 0, False, True),
        ),
    ),
}
