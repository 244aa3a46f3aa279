"""The metadata of all tables of the sandbox, and the marks of its databases."""

from __future__ import annotations

from sqlalchemy import MetaData

# Written into the file: `application_id` tells our files from other programs' ("mkto" in ASCII),
# `user_version` is raised with every change of the subjects' tables, or of the service's own.
APPLICATION_ID = 0x6D6B746F
SCHEMA_VERSION = 4

metadata = MetaData()
