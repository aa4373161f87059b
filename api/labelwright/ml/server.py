"""Serves a backend over HTTP, in the protocol that labeling servers speak to model backends."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import httpx
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from labelwright.ml.backend import Json, ModelBackend
from labelwright.ml.models import BadBackend, Model, Models

log = logging.getLogger("labelwright.ml")

FETCH_SECONDS = 300
START_TRAINING = "START_TRAINING"
LABELED = frozenset({"ANNOTATION_CREATED", "ANNOTATIONS_CREATED", "ANNOTATION_UPDATED", "ANNOTATIONS_DELETED"})
"""Events after which there is something new to learn."""
P = ParamSpec("P")
R = TypeVar("R")


class Setup(BaseModel):
    """What a labeling server tells when a backend is connected."""

    model_config = ConfigDict(extra="ignore")

    project: str = ""
    label_config: str = Field("", alias="schema")
    hostname: str = ""
    access_token: str = ""


class Predict(BaseModel):
    """Tasks to be labeled."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    tasks: list[Json]
    project: str = ""
    label_config: str | None = None
    params: Json | None = None


class Event(BaseModel):
    """Something that happened in a project; training is asked for in the same way."""

    model_config = ConfigDict(extra="ignore")

    action: str
    project: Json = Field(default_factory=dict)
    hostname: str = ""
    access_token: str = ""


class BackendServer:
    """Answers for one backend class. Models are made, asked and trained in threads of their own."""

    def __init__(self, make: Callable[..., ModelBackend], data_dir: Path) -> None:
        """`data_dir` holds a folder for each project."""
        self._make = make
        self._models = Models(make, data_dir)
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="model")
        # Where annotations are fetched for training, by project: hostname and access token.
        self._places: dict[str, tuple[str, str]] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def health(self) -> Json:
        """The process is up."""
        return {"status": "UP", "model_class": getattr(self._make, "__name__", "ModelBackend")}

    async def setup(self, body: Setup) -> Any:
        """A project connects this backend."""
        try:
            model = await self._model(body.project, body.label_config)
        except Exception as error:  # noqa: BLE001 - whatever the author's code raises
            return _failed(error)
        self._remember(body.project, body.hostname, body.access_token)
        return {"model_version": model.version}

    async def predict(self, body: Predict) -> Any:
        """Label some tasks."""
        context = (body.params or {}).get("context")
        try:
            model = await self._model(body.project, body.label_config)
            return {"results": await self._in_thread(model.predict, body.tasks, context)}
        except Exception as error:  # noqa: BLE001 - whatever the author's code raises
            return _failed(error)

    async def versions(self, project: str = "") -> Json:
        """The versions of a project's model, oldest first, and how training goes."""
        model = await self._model(project, None)
        return {"versions": model.versions, "is_training": model.is_training, "error": model.error}

    async def event(self, body: Event) -> JSONResponse:
        """Begin training when that is asked for, or when annotations have changed; other events are noted by nobody.

        Annotations that change while the model is being trained have it trained once more afterwards.
        """
        project = _id(str(body.project.get("id", "")))
        if body.action != START_TRAINING and body.action not in LABELED:
            return JSONResponse({"status": "ignored"})
        if body.action in LABELED and _has_too_few(body.project):
            return JSONResponse({"status": "waiting for more annotations"})
        self._remember(project, body.hostname, body.access_token)
        if project not in self._places:
            return JSONResponse({"detail": "The project was never set up here."}, status_code=409)
        model = await self._model(project, body.project.get("label_config"))
        if model.is_training and body.action in LABELED:
            model.is_stale = True
            return JSONResponse({"status": "training follows"})
        if model.is_training:
            return JSONResponse({"detail": "The model is being trained already."}, status_code=409)
        model.is_training, model.error = True, ""
        task = asyncio.create_task(self._train(model, project))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return JSONResponse({"status": "training"}, status_code=201)

    async def _train(self, model: Model, project: str) -> None:
        try:
            model.is_stale = True
            while model.is_stale:
                model.is_stale = False
                annotations = await _annotated(*self._places[project], project)
                version = await self._in_thread(model.fit, annotations)
                log.info("trained project %s on %s tasks: version %s", project, len(annotations), version)
        except Exception as error:
            # Whatever the author's code raised: `versions` tells it, and the model stays as it was.
            log.exception("training failed")
            model.error = f"{type(error).__name__}: {error}"[:2000]
        finally:
            model.is_training = False

    async def _model(self, project: str, label_config: str | None) -> Model:
        return await self._in_thread(self._models.of, project, label_config)

    async def _in_thread(self, work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *arguments, **named))

    def _remember(self, project: str, hostname: str, token: str) -> None:
        if hostname:
            self._places[_id(project)] = (hostname, token)

    def close(self) -> None:
        """Give up what runs."""
        for task in self._running:
            task.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)


def create_app(make: Callable[..., ModelBackend], *, data_dir: Path) -> FastAPI:
    """The application of one backend class."""
    server = BackendServer(make, data_dir)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        server.close()

    app = FastAPI(title="Labelwright model backend", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.get("/health")(server.health)
    app.post("/setup", response_model=None)(server.setup)
    app.post("/predict", response_model=None)(server.predict)
    app.get("/versions")(server.versions)
    app.post("/webhook", response_model=None)(server.event)
    return app


def _failed(error: Exception) -> JSONResponse:
    """What the author's code raised, for the log of the labeling server; the trace stays in ours."""
    log.error("the backend failed", exc_info=error)
    detail = str(error) if isinstance(error, BadBackend) else f"{type(error).__name__}: {error}"
    return JSONResponse({"detail": detail[:2000]}, status_code=500)


def _id(project: str) -> str:
    """The id of a project, which the protocol sends with the time of its making behind a dot."""
    return project.partition(".")[0]


def _has_too_few(project: Json) -> bool:
    """Whether a project asks for more annotated tasks before it is learnt from."""
    wanted, found = project.get("min_annotations_to_start_training"), project.get("num_tasks_with_annotations")
    return isinstance(wanted, int) and isinstance(found, int) and found < wanted


async def _annotated(hostname: str, token: str, project: str) -> list[Json]:
    """The annotated tasks of a project, from the labeling server that named itself when it connected this backend."""
    async with httpx.AsyncClient(timeout=FETCH_SECONDS, headers={"Authorization": f"Token {token}"}) as client:
        path = f"{hostname.rstrip('/')}/api/projects/{project}/export"
        response = await client.get(path, params={"exportType": "JSON"})
        response.raise_for_status()
        tasks: list[Json] = response.json()
        return tasks
