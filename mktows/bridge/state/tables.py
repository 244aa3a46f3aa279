"""The tables of the bridge's state. Moments are seconds since 1970; each row has its tenant."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Integer, MetaData, Table, Text

metadata = MetaData()

# What is secret to the bridge itself, such as the key that positions are signed with.
secret = Table(
    "bridge_secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# The state of the limiter of an instance of the REST API, by its address. In a file, the REST
# client's own store uses the table.
limiter = Table(
    "limiter",
    metadata,
    Column("instance", Text, primary_key=True),
    Column("state", Text, nullable=False),
)

# What is known for a while, as JSON: field names, ids by name, types, describes, scans.
known = Table(
    "bridge_known",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("content", Text, nullable=False),
    Column("since", Float, nullable=False),
    Column("until", Float, nullable=False, index=True),
)

# The number that stands for an id of the REST API in SOAP, for ever.
number = Table(
    "bridge_number",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("guid", Text, primary_key=True),
    Column("number", BigInteger, nullable=False, index=True),
)

# The last number given out.
last_number = Table(
    "bridge_last_number",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

# A call that must not be carried out twice: who makes it, or that nobody knows what became of it.
attempt = Table(
    "bridge_attempt",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("operation", Text, nullable=False),
    Column("owner", Text, nullable=False),  # empty where the outcome is unknown
    Column("since", Float, nullable=False),
    # Until then its owner has it; behind that nobody knows what became of it.
    Column("owned_until", Float, nullable=False),
    Column("until", Float, nullable=False, index=True),
)

# Requests that were seen, as digests of signature and message, and what became of them.
seen = Table(
    "bridge_seen",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("outcome", Text, nullable=False),
    # Until then one that is busy is being answered; behind that, its process was killed.
    Column("busy_until", Float, nullable=False),
    Column("until", Float, nullable=False, index=True),
)

# An import into a list: the newest of each program and list counts.
import_job = Table(
    "bridge_import_job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant", Text, nullable=False, index=True),
    Column("program", Text, nullable=False),
    Column("list", Text, nullable=False),
    Column("content", Text, nullable=False),  # JSON
    Column("since", Float, nullable=False),
    Column("until", Float, nullable=False, index=True),
)
