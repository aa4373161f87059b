"""Having a backend learn from what was annotated."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor
from labelwright.jobs import service as jobs
from labelwright.mlbackends import service
from labelwright.mlbackends.models import MlBackend
from labelwright.projects.models import Project

TRAIN_JOB = "ml.train"


async def order(session: AsyncSession, actor: Actor, backend_id: int) -> int:
    """Have a backend trained by a job; returns its id. A training that is under way is joined."""
    row, project = await service.managed(session, actor, backend_id)
    return await jobs.enqueue(
        session,
        TRAIN_JOB,
        {"backend_id": row.id},
        organization_id=actor.organization_id,
        project_id=project.id,
        user_id=actor.id,
        unique_key=f"{TRAIN_JOB}:{row.id}",
        message=f"Training of {row.title or row.url}",
    )


def body(row: MlBackend, project: Project, token: str) -> dict[str, Any]:
    """The event that asks for training. Where and with which key annotations are to be had stands beside it."""
    shown = {"id": project.id, "title": project.title, "label_config": project.label_config}
    return {
        "action": "START_TRAINING",
        "project": shown,
        "hostname": row.server_url,
        "access_token": token,
    }
