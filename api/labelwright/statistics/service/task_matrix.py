"""Who and what agrees on one task, as it is now: annotators and model versions, each with each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright import agreement
from labelwright.agreement import Work
from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.errors import Invalid, NotFound
from labelwright.statistics import queries
from labelwright.tasks import service as tasks
from labelwright.users import service as users

MOST = 50
"""Annotators and model versions that are compared at once, each with each."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Whom to compare; everybody when nothing is said. None is all of a kind."""

    annotators: Sequence[int] | None = ()
    models: Sequence[str] | None = ()
    ground_truth: bool = False

    @property
    def is_everybody(self) -> bool:
        """Whether nothing was said."""
        return self == Selection()


async def matrix(
    session: AsyncSession, actor: Actor, project_id: int, task_id: int, selection: Selection, control: str | None
) -> dict[str, Any]:
    """A score for each pair, from 0 to 1, at one control or as the mean over all; null where there is none."""
    task, project = await tasks.get(session, actor, task_id, Action.SEE_ALL_ANNOTATIONS)
    if project.id != project_id:
        raise NotFound("No Task matches the given query.")
    work = [item for item in await queries.work_on(session, [task.id]) if not item.was_cancelled]
    results = {item.user_id: item for item in work if item.user_id is not None}
    everything = selection.is_everybody
    people = [
        user_id
        for user_id, item in sorted(results.items())
        if everything
        or selection.annotators is None
        or user_id in selection.annotators
        or (selection.ground_truth and item.ground_truth)
    ]
    guesses = {guess.version: guess for guess in await queries.guesses_on(session, [task.id], None)}
    models = [
        version for version in sorted(guesses) if everything or selection.models is None or version in selection.models
    ]
    if len(people) + len(models) > MOST:
        raise Invalid(selection=f"At most {MOST} annotators and model versions are compared at once.")
    texts = [results[user_id].result for user_id in people] + [guesses[version].result for version in models]
    accounts = await users.by_ids(session, people)
    shown = [_person(user_id, accounts.get(user_id)) for user_id in people]
    shown += [{"id": f"model:{version}", "model_version": version} for version in models]
    return {"matrix": await to_thread(_square, texts, control), "users": shown}


def _person(user_id: int, user: Any) -> dict[str, Any]:
    names = {name: getattr(user, name) for name in ("email", "username", "first_name", "last_name")} if user else {}
    return {"id": user_id, **names}


def _square(results: Sequence[str], control: str | None) -> list[list[float | None]]:
    works = [agreement.read(result) for result in results]
    rows: list[list[float | None]] = [[None] * len(works) for _ in works]
    for (row, one), (column, other) in combinations(enumerate(works), 2):
        rows[row][column] = rows[column][row] = _score(one, other, control)
    return rows


def _score(one: Work, other: Work, control: str | None) -> float | None:
    compared = agreement.compare(one, other)
    if control is None:
        return round(agreement.overall(compared), 4)
    return next((round(item.score, 4) for item in compared if item.control == control), None)
