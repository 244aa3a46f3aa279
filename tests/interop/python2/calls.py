"""Calls every function of marketo, in Python 2.

Arguments are the endpoint, the user and the key; the answers come out as JSON.
"""

import json
import sys

import marketo  # type: ignore[import-not-found]  # it needs Python 2

client = marketo.Client(*sys.argv[1:])
synced = client.sync_lead(
    "new@example.com", (("FirstName", "string", "Jane"), ("LeadScore", "integer", "7"))
)
again = client.sync_lead("new@example.com", (("FirstName", "string", "Joan"),))
found = client.get_lead("new@example.com")
activities = client.get_lead_activity("rufus@marketo.com")
requested = client.request_campaign("4496", found.id)
refused = []
for call, values in (
    (client.get_lead, ("nobody@example.com",)),
    (client.get_lead_activity, ("nobody@example.com",)),
    (client.request_campaign, ("1", found.id)),
    (client.sync_lead, ("new@example.com", (("pants", "string", "x"),))),
):
    try:
        call(*values)
    except Exception as error:
        refused.append(str(error))
answers = {
    "leads": [vars(each) for each in (synced, again, found)],
    "activities": [dict(vars(each), timestamp=each.timestamp.isoformat()) for each in activities],
    "requested": requested,
    "refused": refused,
}
json.dump(answers, sys.stdout)
