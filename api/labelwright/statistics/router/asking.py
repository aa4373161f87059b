"""What the addresses of statistics share: what was counted of a project, whose numbers are asked for, and how."""

from typing import Annotated

from fastapi import Depends, Query

from labelwright.core import pagination
from labelwright.core.access import AnnotationReader
from labelwright.core.db import ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import PathId
from labelwright.statistics.days import Day
from labelwright.statistics.service import published as service

PerLabel = Annotated[bool, Query(description="One number for each label instead of one for all.")]
Ids = Annotated[str, Query(max_length=10_000, description="Comma list of user ids.", examples=["1,2"])]


async def _counted(project_id: PathId, actor: AnnotationReader, session: ReadSession) -> Day:
    return await service.counted(session, actor, project_id)


Counted = Annotated[Day, Depends(_counted)]
"""What was counted of the project of the address, for those who see all of its annotations."""


async def _users(ids: Ids) -> list[int]:
    found = pagination.ids_in([ids], "ids")
    if not found:
        raise Invalid(ids="Name at least one user.")
    return found


Users = Annotated[list[int], Depends(_users)]
"""The users that are named by `ids`."""


async def _whole(day: Counted, per_label: PerLabel = False) -> Day:  # noqa: FBT002 - as published
    if per_label:
        raise Invalid(per_label="This is not told for each label.")
    return day


Whole = Annotated[Day, Depends(_whole)]
"""The same, where asking for a number for each label is refused: there are none."""
