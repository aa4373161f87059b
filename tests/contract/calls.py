"""The calls of the published client: which there are, which are made, and which are left out, with the reason."""

import inspect
from collections.abc import Iterator
from typing import Any


def methods(client: Any, prefix: str = "") -> Iterator[str]:
    """Names of all calls of a client and of the clients in it."""
    for name in sorted(dir(client)):
        if name.startswith("_") or name == "with_raw_response":
            continue
        found = getattr(client, name)
        if inspect.ismethod(found):
            yield prefix + name
        elif _is_client(found):
            yield from methods(found, f"{prefix}{name}.")


def _is_client(value: object) -> bool:
    return "Client" in type(value).__name__


class Recorded:
    """A client that notes the names of the calls that are made with it."""

    def __init__(self, client: Any, noted: set[str], prefix: str = "") -> None:
        self._client = client
        self._noted = noted
        self._prefix = prefix

    def __getattr__(self, name: str) -> Any:
        """The attribute of the client; a call of it is noted when it is made."""
        found = getattr(self._client, name)
        if _is_client(found):
            return Recorded(found, self._noted, f"{self._prefix}{name}.")
        if not inspect.ismethod(found):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            self._noted.add(self._prefix + name)
            return found(*args, **kwargs)

        return call


NOT_BUILT_IN = tuple(
    f"{way}.{kind}."
    for way in ("import_storage", "export_storage")
    for kind in ("azure_spi", "databricks", "gcs_sa", "gcswif", "s3s")
)
"""Kinds of storages that the published Community edition has not either."""

ENTERPRISE = (
    *("billing.", "dimensions.", "interfaces.", "model_providers.", "prompts.", "sso."),
    *("organizations.invites.revoke_invite", "organizations.invites.send_email", "organizations.member_tags."),
    *("organizations.update_default_role", "projects.metrics.", "projects.review_routing_rules."),
    *("workspaces.members.bulk.", "workspaces.members.paginated.", "workspaces.projects."),
    *NOT_BUILT_IN,
)
"""Areas of the enterprise edition that neither the Community edition nor this server has."""

_PERMISSIONS = "What a role may do is the same in every organization"
_TEMPLATES = "Projects are duplicated instead"
_PAUSES = "Nobody is paused: take them out of the project, or their tasks from them"
_ROLES = "A role holds in the whole organization and in every project of it"
_STATES = "States follow from what is stored: there is nothing to fill in later"
_WORKSPACES = "Projects are not grouped; who sees one is said by its members"

LEFT_OUT = {
    "organizations.permissions.create": _PERMISSIONS,
    "organizations.permissions.delete": _PERMISSIONS,
    "organizations.permissions.get": _PERMISSIONS,
    "organizations.permissions.get_options": _PERMISSIONS,
    "organizations.permissions.list": _PERMISSIONS,
    "organizations.permissions.replace": _PERMISSIONS,
    "organizations.permissions.update": _PERMISSIONS,
    "project_templates.create": _TEMPLATES,
    "project_templates.create_project_from_template": _TEMPLATES,
    "project_templates.delete": _TEMPLATES,
    "project_templates.get": _TEMPLATES,
    "project_templates.list": _TEMPLATES,
    "project_templates.update": _TEMPLATES,
    "projects.pauses.create": _PAUSES,
    "projects.pauses.delete": _PAUSES,
    "projects.pauses.get": _PAUSES,
    "projects.pauses.list": _PAUSES,
    "projects.pauses.update": _PAUSES,
    "projects.roles.add": _ROLES,
    "projects.roles.get": _ROLES,
    "projects.roles.list": _ROLES,
    "projects.roles.remove": _ROLES,
    "states.cancel_backfill": _STATES,
    "states.get_backfill_status": _STATES,
    "states.list_backfills": _STATES,
    "states.trigger_backfill": _STATES,
    "tasks.create_event": "Clicks in the editor are not recorded; the time spent is kept with the annotation",
    "workspaces.create": _WORKSPACES,
    "workspaces.delete": _WORKSPACES,
    "workspaces.get": _WORKSPACES,
    "workspaces.list": _WORKSPACES,
    "workspaces.members.create": _WORKSPACES,
    "workspaces.members.delete": _WORKSPACES,
    "workspaces.members.list": _WORKSPACES,
    "workspaces.update": _WORKSPACES,
}
"""Calls for teams that are not offered, and why; docs/api.md has the same table. They are answered with a 404."""
