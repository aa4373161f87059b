"""What the chart says, run: migration, two servers and two workers behind a balancer, each killed under load."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import make_url

from labelwright.sdk import ApiError, AsyncClient
from tests.fixtures.balancer import Balancer, balancing
from tests.fixtures.buckets import Buckets
from tests.fixtures.making import SENTIMENT, choice
from tests.fixtures.servers import EMAIL, PASSWORD, TOKEN, Server
from tests.fixtures.shared import Shared
from tests.system.counting import assert_counters_agree, rows
from tests.system.pods import Pod
from tests.tools import image
from tests.tools.chart import Document, container, documents, environment, of_kind

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.databases("postgres")]

ANNOTATORS = 4
LABELED = 160
IMPORTED = 12_000
OBJECTS = 400


@dataclass
class Cluster:
    """The processes of a release, and the address before them."""

    apis: list[Pod]
    workers: list[Pod]
    balancer: Balancer
    database: Server
    """Leads to the database; never started."""

    def client(self, token: str = TOKEN) -> AsyncClient:
        """A client that tries again what a dying server did not answer."""
        return AsyncClient(f"http://127.0.0.1:{self.balancer.port}", token)


@pytest.fixture
async def database_url(shared: Shared) -> str:
    """An empty database."""
    postgres = await asyncio.to_thread(shared.postgres)
    return postgres.url(await postgres.create_database())


@pytest.fixture
def release(database_url: str) -> list[Document]:
    """The chart with values for this machine."""
    place = make_url(database_url)
    return documents(
        {
            "database": {"host": place.host, "port": place.port, "name": place.database, "user": place.username},
            "secrets": {
                "secretKey": "a key that all of them have, long enough",
                "databasePassword": "not asked for here",
                "ownerPassword": PASSWORD,
                "ownerToken": TOKEN,
            },
            "owner": {"email": EMAIL},
            "settings": {
                "LABELWRIGHT_SSRF_ALLOWED_SUBNETS": "127.0.0.0/8",
                "LABELWRIGHT_MAX_IMPORT_TASKS": 200,
                "LABELWRIGHT_WORKER_HEARTBEAT_SECONDS": 2,
            },
        }
    )


def _pods(release: list[Document], role: str, folder: Path) -> list[Pod]:
    """As many processes as the deployment has replicas."""
    described = container(release, "Deployment", role)
    variables = environment(release, described)
    count = of_kind(release, "Deployment", role)["spec"]["replicas"]
    return [Pod(folder, f"{role}-{number}", described["args"], variables) for number in range(count)]


@pytest.fixture
async def cluster(release: list[Document], database_url: str, tmp_path: Path) -> AsyncIterator[Cluster]:
    """The release, installed: first the migration, then everything else."""
    hook = container(release, "Job")
    migration = Pod(tmp_path, "migration", hook["args"], environment(release, hook))
    apis, workers = _pods(release, "api", tmp_path), _pods(release, "worker", tmp_path)
    assert (len(apis), len(workers)) == (2, 2)
    async with AsyncExitStack() as closing:
        for pod in (migration, *apis, *workers):
            closing.callback(pod.close)
        migration.run()
        assert await asyncio.to_thread(migration.process.wait, 60) == 0, migration.log
        for pod in (*apis, *workers):
            pod.run()
        await asyncio.gather(*(pod.ready() for pod in (*apis, *workers)))
        balancer = await closing.enter_async_context(balancing(*(("127.0.0.1", pod.port) for pod in apis)))
        yield Cluster(apis, workers, balancer, Server(tmp_path, database_url))


async def _annotators(cluster: Cluster) -> list[str]:
    """Tokens of people who came by invite."""
    async with cluster.client() as owner:
        invite = (await owner.request("GET", "/api/invite"))["token"]
    found = []
    for number in range(ANNOTATORS):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{cluster.balancer.port}", timeout=30) as person:
            body = {"email": f"a{number}@example.org", "password": PASSWORD, "token": invite}
            assert (await person.post("/api/session/signup", json=body)).status_code == 201
            found.append((await person.get("/api/current-user/token")).json()["token"])
    return found


async def _label(cluster: Cluster, token: str, project: int, made: list[int]) -> None:
    """Label until nothing is left; adds the ids of annotations that were acknowledged."""
    async with cluster.client(token) as client:
        while True:
            try:
                task = await client.request("GET", f"/api/projects/{project}/next")
            except ApiError as error:
                if error.status != 404:
                    raise
                return
            path = f"/api/tasks/{task['id']}/annotations"
            made.append((await client.request("POST", path, json={"result": choice()}))["id"])


async def _until(condition: Callable[[], Awaitable[bool]], what: Callable[[], object], *, seconds: float = 45) -> None:
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, what()
        await asyncio.sleep(0.05)


async def _kill_in_turn(pods: list[Pod], made: list[int]) -> None:
    """Each of the servers once, at a third and at two thirds of the labeling."""
    for number, pod in enumerate(pods, start=1):

        async def is_time(share: float = number / 3) -> bool:
            return len(made) >= LABELED * share

        await _until(is_time, lambda: f"{len(made)} labeled")
        await pod.restarted()


class Job:
    """A background job, looked at through the balancer."""

    def __init__(self, client: AsyncClient, job_id: int) -> None:
        self._client = client
        self._path = f"/api/jobs/{job_id}"
        self.shown: Any = None

    async def _look(self) -> Any:
        self.shown = await self._client.request("GET", self._path)
        return self.shown

    async def under_way(self) -> None:
        """Until a worker is in the middle of it."""

        async def has_begun() -> bool:
            return ((await self._look())["done"] or 0) > 0

        await _until(has_begun, lambda: self.shown)

    async def ended(self) -> None:
        """Until it has ended."""

        async def has_ended() -> bool:
            return (await self._look())["state"] not in ("queued", "running")

        await _until(has_ended, lambda: self.shown)


async def _jobs_and_kills(cluster: Cluster, project: int, buckets: Buckets) -> list[Job]:
    """An import and a synchronisation; during each a worker dies, and which one has the job is not asked."""
    async with cluster.client() as client:
        items = [{"text": f"row {number}"} for number in range(IMPORTED)]
        accepted = await client.request("POST", f"/api/projects/{project}/import", json=items)
        importing = Job(client, accepted["job"])
        await importing.under_way()
        await cluster.workers[0].restarted()
        await importing.ended()
        objects: dict[str, bytes | str] = {f"{n:04}.json": json.dumps({"text": f"object {n}"}) for n in range(OBJECTS)}
        bucket = await asyncio.to_thread(buckets.bucket, objects)
        body = {"project": project, "bucket": bucket, **buckets.settings}
        storage = (await client.request("POST", "/api/storages/s3", json=body))["id"]
        begun = await client.request("POST", f"/api/storages/s3/{storage}/sync")
        syncing = Job(client, begun["last_sync_job"])
        await syncing.under_way()
        await cluster.workers[1].restarted()
        await syncing.ended()
        return [importing, syncing]


async def test_nothing_is_lost_or_doubled_when_each_process_dies_once(cluster: Cluster, buckets: Buckets) -> None:
    async with cluster.client() as client:
        await _until_workers(cluster, 2)
        labeled = await client.start_project("Labeled", label_config=SENTIMENT)
        filled = await client.start_project("Filled", label_config=SENTIMENT)
        await labeled.import_tasks([{"text": f"text {number}"} for number in range(LABELED)])
    tokens = await _annotators(cluster)
    made: list[int] = []
    async with asyncio.TaskGroup() as load:
        jobs = load.create_task(_jobs_and_kills(cluster, filled.id, buckets))
        load.create_task(_kill_in_turn(cluster.apis, made))
        for token in tokens:
            load.create_task(_label(cluster, token, labeled.id, made))
    assert [pod.starts for pod in (*cluster.apis, *cluster.workers)] == [2, 2, 2, 2]
    assert {target[1] for target in cluster.balancer.passed} == {pod.port for pod in cluster.apis}
    assert [job.shown["state"] for job in jobs.result()] == ["completed", "completed"]

    found = await rows(cluster.database, "SELECT id, task_id FROM annotation")
    assert len(set(made)) == len(made) == LABELED
    assert {row[0] for row in found} == set(made), "acknowledged, and nothing else"
    assert len({row[1] for row in found}) == LABELED, "each task once"
    texts = Counter(
        row[0]
        for row in await rows(
            cluster.database, "SELECT data ->> 'text' FROM task WHERE project_id = :project", project=filled.id
        )
    )
    assert set(texts) == {f"row {n}" for n in range(IMPORTED)} | {f"object {n}" for n in range(OBJECTS)}
    assert set(texts.values()) == {1}, "a row or an object became two tasks"
    await assert_counters_agree(cluster.database)
    stopped = await asyncio.gather(*(pod.stopped() for pod in (*cluster.apis, *cluster.workers)))
    assert stopped == [0, 0, 0, 0]


async def _until_workers(cluster: Cluster, count: int) -> None:
    """Wait until so many work: servers leave jobs to the workers."""
    deadline = time.monotonic() + 30
    while (found := (await _gauges(cluster))["labelwright_workers"]) != count:
        assert time.monotonic() < deadline, f"{found} workers instead of {count}"
        await asyncio.sleep(0.1)


async def _gauges(cluster: Cluster) -> dict[str, float]:
    """Metrics without labels, as Prometheus would read them from a server."""
    async with httpx.AsyncClient() as prometheus:
        text = (await prometheus.get(f"http://127.0.0.1:{cluster.apis[0].port}/metrics")).text
    lines = [line.split() for line in text.splitlines() if not line.startswith("#") and "{" not in line]
    return {name: float(value) for name, value in lines}


async def test_the_names_of_other_compose_files_start_the_image(database_url: str, tmp_path: Path) -> None:
    """Two servers as of a deployment written for Label Studio: no key is given, so they share the one in the volume."""
    place = make_url(database_url)
    given = {
        "DJANGO_DB": "default",
        "POSTGRE_HOST": str(place.host),
        "POSTGRE_PORT": str(place.port),
        "POSTGRE_NAME": str(place.database),
        "POSTGRE_USER": str(place.username),
        "POSTGRE_PASSWORD": "not asked for here",
        "LABEL_STUDIO_LOCAL_FILES_SERVING_ENABLED": "true",
        "LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT": "/label-studio/files",
    }
    pods = [Pod(tmp_path, f"studio-{n}", image.command(), {**image.environment(), **given}) for n in range(2)]
    try:
        for pod in pods:
            pod.run()
        await asyncio.gather(*(pod.ready() for pod in pods))
        body = {"email": EMAIL, "password": PASSWORD}
        async with balancing(*(("127.0.0.1", pod.port) for pod in pods)) as balancer, AsyncExitStack() as closing:
            first, second = [
                await closing.enter_async_context(httpx.AsyncClient(base_url=f"http://127.0.0.1:{pod.port}"))
                for pod in pods
            ]
            assert (await first.post("/api/session/signup", json=body)).status_code == 201
            token = (await first.get("/api/current-user/token")).json()["token"]
            second.cookies.update(first.cookies)
            assert (await second.get("/api/current-user/token")).json()["token"] == token, "sealed by one, read by both"
            async with AsyncClient(f"http://127.0.0.1:{balancer.port}", token) as client:
                project = await client.start_project("Here", label_config=SENTIMENT)
                assert await project.import_tasks([{"text": "a"}]) == [1]
        assert await asyncio.gather(*(pod.stopped() for pod in pods)) == [0, 0]
    finally:
        for pod in pods:
            pod.close()
