"""Jobs of model backends: predicting many tasks, and training."""

from typing import Any

from labelwright.core.errors import Unavailable
from labelwright.jobs.execution import Hopeless, Later, Run
from labelwright.mlbackends import service
from labelwright.mlbackends.models import BackendState, MlBackend
from labelwright.mlbackends.service import Calling, predicting, training
from labelwright.mlbackends.service.predicting import PREDICT_JOB
from labelwright.mlbackends.service.training import TRAIN_JOB
from labelwright.mlbackends.wire import BackendDown, BackendFailed
from labelwright.projects.models import Project

POLL_SECONDS = 1.0


async def _backend(run: Run) -> tuple[MlBackend, Project]:
    async with run.database.read() as session:
        row = await service.for_job(session, int(run.arguments["backend_id"]))
        project = await session.get(Project, row.project_id) if row is not None else None
    if row is None or project is None or project.deleted_at is not None:
        raise Hopeless("The backend or its project was removed.")
    return row, project


async def _note(run: Run, **values: Any) -> None:
    async with run.database.write() as session:
        await service.note(session, int(run.arguments["backend_id"]), values)


class PredictTasks:
    """Predicts tasks batch by batch; the cursor is the last task that has its prediction."""

    kind = PREDICT_JOB
    retries = 5

    def __init__(self, calling: Calling) -> None:
        """`calling` knows how to reach backends."""
        self._calling = calling

    async def perform(self, run: Run) -> None:
        """Ask for a batch, store it, go on."""
        row, project = await _backend(run)
        await _note(run, state=BackendState.PREDICTING, error_message=None)
        ids, size = run.arguments["ids"], int(run.arguments["batch"])
        while True:
            async with run.database.read() as session:
                found = await predicting.tasks_after(session, project.id, int(run.cursor.get("after", 0)), size, ids)
            if not found:
                break
            try:
                answers = await predicting.ask(self._calling, row, project, found)
            except BackendDown as error:
                raise Unavailable(error.detail) from error
            except BackendFailed as error:
                raise Hopeless(error.detail) from error
            async with run.batch() as session:
                await predicting.keep(session, row, [task.id for task in found], answers)
                run.cursor = {"after": found[-1].id}
                run.done += len(found)
        await _note(run, state=BackendState.CONNECTED)

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """What was predicted stays; the backend says why it was not more."""
        failed = ending == "failed"
        state = BackendState.ERROR if failed else BackendState.CONNECTED
        await _note(run, state=state, error_message=error if failed else None)


class TrainModel:
    """Asks a backend to learn, and waits until it says that it has."""

    kind = TRAIN_JOB
    retries = 2

    def __init__(self, calling: Calling) -> None:
        """`calling` knows how to reach backends."""
        self._calling = calling

    async def perform(self, run: Run) -> None:
        """Ask once; a backend that tells how training goes is watched to its end."""
        row, project = await _backend(run)
        target = self._calling.target(row)
        try:
            if not run.cursor.get("asked"):
                async with run.database.write() as session:
                    token = await service.token_of(session, self._calling.keys, row.created_by_id)
                await self._calling.wire.train(target, training.body(row, project, token))
                async with run.batch() as session:
                    run.cursor = {"asked": True}
                    run.message = "Training"
                    await service.note(session, row.id, {"state": BackendState.TRAINING, "error_message": None})
            await self._watch(row, project)
            version = await self._calling.wire.setup(target, service.setup_body(row, project, token=""))
        except BackendDown as error:
            raise Unavailable(error.detail) from error
        except BackendFailed as error:
            raise Hopeless(error.detail) from error
        values = {"model_version": version} if row.auto_update and version else {}
        async with run.batch() as session:
            await service.note(session, row.id, {"state": BackendState.CONNECTED, "error_message": None, **values})
            run.message = f"Trained: version {version}" if version else "Trained"

    async def _watch(self, row: MlBackend, project: Project) -> None:
        """Go on when the backend has learnt; until then others may have this worker's place."""
        state = await self._calling.wire.versions(self._calling.target(row), service.key_of(project)) or {}
        if state.get("error"):
            raise Hopeless(f"Training failed: {str(state['error'])[:1000]}")
        if state.get("is_training"):
            raise Later(POLL_SECONDS)

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """The backend says why it is not trained."""
        failed = ending == "failed"
        state = BackendState.ERROR if failed else BackendState.CONNECTED
        await _note(run, state=state, error_message=error if failed else None)
