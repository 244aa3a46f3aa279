"""The settings of an instance: its time zone, its workspaces, how long imports take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from mktows.facts.instance import DEFAULT_ZONE

DEFAULT_WORKSPACE = "Default"


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """New leads whose field has a value go to a workspace, whatever the caller asked for.

    Attributes:
        field: API name of the lead field.
        value: Its value, compared without regard to letter case.
        workspace: Where the lead goes.
    """

    field: str
    value: str
    workspace: str


@dataclass(frozen=True, slots=True)
class Instance:
    """The settings of an instance, as far as calls can tell.

    Attributes:
        zone: IANA name of the time zone in which replies state times.
        workspaces: Names of the workspaces; empty where the feature is off.
        assignment_rules: The first that fits a new lead decides; only with workspaces.
        import_seconds: How long an import into a list, or an export, stays in processing.
    """

    zone: str = DEFAULT_ZONE
    workspaces: tuple[str, ...] = ()
    assignment_rules: tuple[AssignmentRule, ...] = ()
    import_seconds: int = 0

    @property
    def tzinfo(self) -> tzinfo:
        """The time zone."""
        return ZoneInfo(self.zone)

    def workspace(self, name: str) -> str | None:
        """Return a workspace's name as it is defined; letter case does not count (recorded).

        The one called Default is always there; where the feature is off, it is the only one.
        """
        known = {each.casefold(): each for each in (DEFAULT_WORKSPACE, *self.workspaces)}
        return known.get(name.casefold())

    def assigned_workspace(self, values: Mapping[str, str]) -> str | None:
        """Return where a rule sends a new lead with these field values; None if none fits."""
        if not self.workspaces:
            return None
        for rule in self.assignment_rules:
            if values.get(rule.field, "").casefold() == rule.value.casefold():
                return rule.workspace
        return None
