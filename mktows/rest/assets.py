"""Assets: smart campaigns and static lists."""

from __future__ import annotations

from mktows.rest.base import Data, RestMethods, Time
from mktows.rest.pages import OffsetRecords
from mktows.rest.reading import Answer, Record


class AssetMethods(RestMethods):
    """The endpoints of smart campaigns, and of static lists as assets.

    A folder is an object with `id` and `type`, which is `Folder` or `Program`; in a search it is
    the JSON text of one.
    """

    def get_smart_campaigns(
        self,
        *,
        folder: str | None = None,
        earliest_updated_at: Time | None = None,
        latest_updated_at: Time | None = None,
        is_active: bool | None = None,
        max_return: int | None = None,
        offset: int = 0,
    ) -> Answer:
        """Return a page of smart campaigns; 20 by default and 200 at most."""
        return self._ask(
            "get_smart_campaigns",
            folder=folder,
            earliestUpdatedAt=earliest_updated_at,
            latestUpdatedAt=latest_updated_at,
            isActive=is_active,
            maxReturn=max_return,
            offset=offset,
        )

    def iter_smart_campaigns(
        self,
        *,
        folder: str | None = None,
        earliest_updated_at: Time | None = None,
        latest_updated_at: Time | None = None,
        is_active: bool | None = None,
        offset: int = 0,
    ) -> OffsetRecords:
        """Iterate over smart campaigns."""
        return self._iterate_assets(
            "get_smart_campaigns",
            offset,
            folder=folder,
            earliestUpdatedAt=earliest_updated_at,
            latestUpdatedAt=latest_updated_at,
            isActive=is_active,
        )

    def get_smart_campaign(self, campaign_id: int) -> Record:
        """Return a smart campaign.

        Raises:
            NotFoundError: There is none.
        """
        return self._one("get_smart_campaign", {"id": campaign_id})

    def get_smart_campaign_by_name(self, name: str) -> Record | None:
        """Return the smart campaign of a name, None where there is none."""
        return self._found("get_smart_campaign_by_name", name=name)

    def create_smart_campaign(
        self, name: str, folder: Data, *, description: str | None = None
    ) -> Record:
        """Create a smart campaign, without rules, in a folder or program. It is not repeated."""
        form = {"name": name, "folder": folder, "description": description}
        return self._post_form("create_smart_campaign", None, form)

    def update_smart_campaign(
        self, campaign_id: int, *, name: str | None = None, description: str | None = None
    ) -> Record:
        """Change the name or description of a smart campaign."""
        body = {"name": name, "description": description}
        answer = self._send("update_smart_campaign", {"id": campaign_id}, body)
        return self._first("update_smart_campaign", answer)

    def clone_smart_campaign(
        self, campaign_id: int, name: str, folder: Data, *, description: str | None = None
    ) -> Record:
        """Clone a smart campaign into a folder. It is not repeated."""
        form = {"name": name, "folder": folder, "description": description}
        return self._post_form("clone_smart_campaign", {"id": campaign_id}, form)

    def activate_smart_campaign(self, campaign_id: int) -> Record:
        """Activate a trigger campaign."""
        return self._one("activate_smart_campaign", {"id": campaign_id})

    def deactivate_smart_campaign(self, campaign_id: int) -> Record:
        """Deactivate a trigger campaign."""
        return self._one("deactivate_smart_campaign", {"id": campaign_id})

    def delete_smart_campaign(self, campaign_id: int) -> Record:
        """Delete a smart campaign."""
        return self._one("delete_smart_campaign", {"id": campaign_id})

    def get_static_lists(
        self,
        *,
        folder: str | None = None,
        earliest_updated_at: Time | None = None,
        latest_updated_at: Time | None = None,
        max_return: int | None = None,
        offset: int = 0,
    ) -> Answer:
        """Return a page of static lists as assets; 20 by default and 200 at most."""
        return self._ask(
            "get_static_lists",
            folder=folder,
            earliestUpdatedAt=earliest_updated_at,
            latestUpdatedAt=latest_updated_at,
            maxReturn=max_return,
            offset=offset,
        )

    def iter_static_lists(
        self,
        *,
        folder: str | None = None,
        earliest_updated_at: Time | None = None,
        latest_updated_at: Time | None = None,
        offset: int = 0,
    ) -> OffsetRecords:
        """Iterate over static lists as assets."""
        return self._iterate_assets(
            "get_static_lists",
            offset,
            folder=folder,
            earliestUpdatedAt=earliest_updated_at,
            latestUpdatedAt=latest_updated_at,
        )

    def get_static_list(self, list_id: int) -> Record:
        """Return a static list as an asset.

        Raises:
            NotFoundError: There is none.
        """
        return self._one("get_static_list", {"id": list_id})

    def get_static_list_by_name(self, name: str) -> Record | None:
        """Return the static list of a name, None where there is none."""
        return self._found("get_static_list_by_name", name=name)

    def create_static_list(
        self, name: str, folder: Data, *, description: str | None = None
    ) -> Record:
        """Create a static list in a folder or program. It is not repeated."""
        form = {"name": name, "folder": folder, "description": description}
        return self._post_form("create_static_list", None, form)

    def update_static_list(
        self, list_id: int, *, name: str | None = None, description: str | None = None
    ) -> Record:
        """Change the name or description of a static list."""
        form = {"name": name, "description": description}
        return self._post_form("update_static_list", {"id": list_id}, form)

    def delete_static_list(self, list_id: int) -> Record:
        """Delete a static list."""
        return self._one("delete_static_list", {"id": list_id})
