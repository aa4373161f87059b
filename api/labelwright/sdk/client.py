"""`Client` and the projects it hands out."""

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from labelwright.sdk import calls
from labelwright.sdk.calls import Json, TaskSource
from labelwright.sdk.fields import Fields, one_id
from labelwright.sdk.transport import TIMEOUT, Attempt, Call, Credentials, Pause, Request, checked, delivered

T = TypeVar("T")


class Client:
    """A connection to a server. Use it as a context manager, or `close` it.

    Args:
        url: Where the server is, such as `http://localhost:8080`.
        api_key: A legacy or a personal token of the account page.
        transport: Another way to the server, for tests and proxies.
    """

    def __init__(self, url: str, api_key: str, *, transport: httpx.BaseTransport | None = None) -> None:
        """Nothing is sent yet."""
        self._base = url.rstrip("/")
        self._credentials = Credentials(api_key)
        self._http = httpx.Client(base_url=self._base, timeout=TIMEOUT, follow_redirects=True, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def start_project(
        self,
        title: str,
        label_config: str,
        *,
        enable_review: bool = False,
        review_percentage: int = 100,
        **settings: Any,
    ) -> "Project":
        """Create a project. `review_percentage` of its tasks go to review once that is enabled."""
        body = {"enable_review": enable_review, "review_percentage": review_percentage, **settings}
        return Project(
            self, self.run(calls.send("POST", "/api/projects", {"title": title, "label_config": label_config, **body}))
        )

    create_project = start_project

    def list_projects(self, **filters: Any) -> list["Project"]:
        """All projects the key can see; `title`, `ids` and `ordering` narrow them."""
        return [Project(self, found) for found in self.run(calls.projects(filters))]

    def get_project(self, project_id: int | None = None, *, id: int | None = None) -> "Project":  # noqa: A002 - published name
        """One project."""
        return Project(self, self.run(calls.get(f"/api/projects/{one_id(project_id, id)}")))

    def delete_project(self, project_id: int) -> None:
        """Delete a project with everything in it."""
        self.run(calls.send("DELETE", f"/api/projects/{project_id}"))

    def request(self, method: str, path: str, *, json: Any = None, **query: Any) -> Any:
        """Any call of the API that has no method here; returns its JSON."""
        return self.run(calls.send(method, path, json, **query))

    def run(self, call: Call[T]) -> T:
        """Make a call: send its requests until they are answered, with pauses in between."""
        delivery = delivered(call, self._credentials, self._base)
        reply: Any = None
        while True:
            try:
                step = delivery.send(reply)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]  # typed Any by the standard library
            if isinstance(step, Pause):
                time.sleep(step.seconds)
                reply = None
                continue
            try:
                reply = self._http.request(step.request.method, step.request.path, **step.arguments())
            except httpx.TransportError as error:
                reply = error

    def download(self, request: Request, path: Path) -> None:
        """Write an answer to a file as it comes."""
        if self._credentials.needs_access:
            self.run(calls.get("/api/current-user/whoami"))  # brings a fresh access token along
        with self._http.stream(
            request.method, request.path, **Attempt(request, self._credentials.header()).arguments()
        ) as response:
            if not response.is_success:
                response.read()
            checked(response)
            with path.open("wb") as file:
                for part in response.iter_bytes():
                    file.write(part)


class Project(Fields):
    """A project of a `Client`."""

    def __init__(self, client: Client, params: Json) -> None:
        """From the client that found it."""
        super().__init__(params)
        self._client = client

    def import_tasks(
        self, source: TaskSource, *, preannotated_from_fields: Iterable[str] = (), key: str | None = None
    ) -> list[int]:
        """Import a list of tasks, one task, a file, or an address (http, https, s3); returns the ids of the tasks.

        With a `key` the same import comes in once within a day, however often it is sent.
        """
        return self._client.run(
            calls.import_tasks(self.id, source, preannotated_from_fields=preannotated_from_fields, key=key)
        )

    def export_tasks(
        self,
        export_type: str = "JSON",
        *,
        filters: Json | None = None,
        download_all_tasks: bool = False,
        download_resources: bool = False,
        ids: Sequence[int] | None = None,
        export_location: str | Path | None = None,
    ) -> Any:
        """Export annotated tasks, or all, or those that a filter leaves.

        Returns parsed JSON for JSON, JSON_MIN and COCO, text for CSV, TSV and CONLL2003, the bytes of a zip for the
        rest. With `export_location` the export is written there as it comes, and the path is returned.
        """
        request = calls.export_request(
            self.id,
            export_type,
            filters=filters,
            download_all_tasks=download_all_tasks,
            download_resources=download_resources,
            ids=ids,
        )
        if export_location is not None:
            path = Path(export_location)
            self._client.download(request, path)
            return path
        return self._client.run(calls.exported(export_type, request))

    def iter_tasks(self, *, filters: Json | None = None, ordering: Sequence[str] | None = None) -> Iterator[Json]:
        """Tasks with their annotations, fetched page by page: by id, or in an order of yours.

        By id none is missed when what you do meanwhile changes what the filter sees.
        """
        page, last = 1, 0
        while True:
            wanted = calls.behind(last, filters) if ordering is None else filters
            found = self._client.run(calls.task_page(self.id, page, filters=wanted, ordering=ordering))
            yield from found
            if len(found) < calls.PAGE_SIZE:
                return
            if ordering is None:
                last = int(found[-1]["id"])
            else:
                page += 1

    def assign_tasks(
        self,
        task_ids: Sequence[int] | None = None,
        user_ids: Sequence[int] = (),
        *,
        filters: Json | None = None,
        to_review: bool = False,
        users_per_task: int | None = None,
    ) -> int:
        """Give tasks, by their ids or by a filter, to people who annotate or review them.

        Each task goes to all of them, or in turn to `users_per_task` of them. Returns how many assignments are new.
        """
        return self._client.run(
            calls.assign_tasks(
                self.id,
                user_ids,
                task_ids,
                filters=filters,
                to_review=to_review,
                users_per_task=users_per_task,
            )
        )

    def get_project_summary(self) -> Json:
        """Its counters, and the keys of its data."""
        return self._client.run(calls.summary(self.id))

    def create_annotation(self, task_id: int, result: list[Json], **fields: Any) -> Json:
        """Annotate a task."""
        body = {"result": result, **fields}
        answer: Json = self._client.run(calls.send("POST", f"/api/tasks/{task_id}/annotations", body))
        return answer

    def create_prediction(self, task_id: int, result: list[Json], **fields: Any) -> Json:
        """Give a task a prediction; `score` and `model_version` tell where it comes from."""
        body = {"task": task_id, "result": result, **fields}
        answer: Json = self._client.run(calls.send("POST", "/api/predictions", body))
        return answer

    def create_predictions(self, predictions: Sequence[Json]) -> int:
        """Many at once, each `{task, result, score, model_version}`; returns how many."""
        path = f"/api/projects/{self.id}/import/predictions"
        return int(self._client.run(calls.send("POST", path, list(predictions)))["created"])

    def update(self, **settings: Any) -> None:
        """Change settings of the project."""
        self.params = self._client.run(calls.send("PATCH", f"/api/projects/{self.id}", settings))

    def refresh(self) -> None:
        """Read its fields anew."""
        self.params = self._client.run(calls.get(f"/api/projects/{self.id}"))

    def delete(self) -> None:
        """Delete it with everything in it."""
        self._client.delete_project(self.id)
