"""What the calls of the published client work on."""

from functools import cached_property
from pathlib import Path
from typing import Any

from tests.fixtures.buckets import Buckets
from tests.fixtures.making import SENTIMENT, choice
from tests.fixtures.servers import Server

FILTER = {
    "conjunction": "and",
    "items": [{"filter": "filter:tasks:id", "operator": "greater", "type": "Number", "value": 0}],
}


class World:
    """What calls work on; everything is made when it is first needed. `fresh_…` may be spoilt."""

    def __init__(self, sdk: Any, server: Server, documents: Path, buckets: Buckets, backend_url: str) -> None:
        self.sdk = sdk
        self.server = server
        self.documents = documents
        self.buckets = buckets
        self.backend_url = backend_url
        self._count = 0

    @cached_property
    def me(self) -> Any:
        """The owner, whose client this is."""
        return self.sdk.users.whoami()

    @cached_property
    def organization(self) -> int:
        """The owner's organization."""
        return int(self.me.active_organization)

    @cached_property
    def project(self) -> int:
        """A project of sentiments with two tasks."""
        return self.fresh_project()

    def fresh_project(self) -> int:
        """Another one like it."""
        project = int(self.sdk.projects.create(title="Every call", label_config=SENTIMENT).id)
        self.sdk.projects.import_tasks(project, request=[{"text": "lovely phone"}, {"text": "broken screen"}])
        return project

    @cached_property
    def task(self) -> int:
        """A task that stays."""
        return self.fresh_task()

    def fresh_task(self) -> int:
        """Another one."""
        return int(self.sdk.tasks.create(data={"text": "c"}, project=self.project).id)

    @cached_property
    def annotation(self) -> int:
        """An annotation that stays."""
        return self.fresh_annotation()

    def fresh_annotation(self) -> int:
        """Another one."""
        return int(self.sdk.annotations.create(self.task, result=choice(), lead_time=1.5).id)

    @cached_property
    def prediction(self) -> int:
        """A prediction that stays."""
        return self.fresh_prediction()

    def fresh_prediction(self) -> int:
        """Another one."""
        made = self.sdk.predictions.create(task=self.task, result=choice(), score=0.5, model_version="v1")
        return int(made.id)

    def fresh_user(self) -> int:
        """A member of the organization."""
        self._count += 1
        name = f"member{self._count}@example.com"
        return int(self.sdk.users.create(username=name, email=name).id)

    def fresh_view(self) -> str:
        """A tab."""
        return str(self.sdk.views.create(project=self.project, data={"title": "T", "filters": FILTER}).id)

    def fresh_file(self) -> int:
        """A file that is stored and not imported."""
        path, project = "/api/projects/{}/import", self.fresh_project()
        with self.server.client() as client:
            query, files = {"commit_to_project": "false"}, {"file": ("a.csv", b"text\na\n")}
            answer = client.post(path.format(project), params=query, files=files).json()
        return int(answer["file_upload_ids"][0])

    def project_of_file(self, file: int) -> int:
        """The project that a file was stored in."""
        return int(self.sdk.files.get(file).file.split("/")[1])

    def folder(self) -> str:
        """A folder that local storages may have."""
        self._count += 1
        folder = self.documents / f"folder-{self._count}"
        folder.mkdir(parents=True)
        return str(folder)

    def s3(self) -> dict[str, Any]:
        """Settings of a bucket with one task in it."""
        settings = {name.replace("s3_endpoint", "s3endpoint"): value for name, value in self.buckets.settings.items()}
        return {"bucket": self.buckets.bucket({"a.json": '{"text": "s3"}'}), **settings}

    def storage(self, way: str, kind: str) -> int:
        """A storage of a kind, for imports or exports."""
        settings = self.s3() if kind == "s3" else {"path": self.folder()}
        return int(getattr(getattr(self.sdk, way), kind).create(project=self.project, **settings).id)

    def fresh_backend(self) -> int:
        """A model backend of a project of its own."""
        return int(self.sdk.ml.create(url=self.backend_url, project=self.fresh_project(), title="Model").id)

    def personal_token(self) -> str:
        """A personal token; the one before is revoked, since there is one at a time."""
        for token in self.sdk.tokens.list():
            self.sdk.tokens.blacklist(refresh=token.token)
        return str(self.sdk.tokens.create().token)
