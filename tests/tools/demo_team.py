"""What a team leaves on a server that `Demo` has filled: people, second opinions, verdicts, comments, connections."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
from tests.tools.demo import DATA, MENTIONS, mention

PASSWORD = "team-password-1"
PEOPLE = (("noor", "Noor", "Berg", "AN"), ("kei", "Kei", "Ito", "AN"), ("rune", "Rune", "Dahl", "RE"))
GUIDELINE = "Irony counts as what is meant, see guideline 3.2."


@contextmanager
def receiver() -> Iterator[str]:
    """The address of a service that takes every event but those below `/closed`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """One event."""
        self.rfile.read(int(self.headers.get("content-length", 0)))
        is_closed = self.path.startswith("/closed")
        words = b"closed for lunch" if is_closed else b"thanks"
        self.send_response(503 if is_closed else 200)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Team:
    """Works on a demonstration server through its public API, everybody under their own name."""

    def __init__(self, url: str, token: str, projects: dict[str, int]) -> None:
        self._url = url
        self._projects = projects
        self._clients = ExitStack()
        self._owner = self._client(token)

    def work(self) -> None:
        """Everything that needs no other service."""
        self._call("PATCH", "/api/users/1", self._owner, {"first_name": "Ada", "last_name": "Holm"})
        members = {name: self._join(name, first, last, role) for name, first, last, role in PEOPLE}
        self._second_mentions(members["noor"])
        self._second_boxes(members["noor"])
        reviewed = self._second_feelings(members["noor"], members["kei"])
        self._verdicts(members["rune"], reviewed)
        self._call("POST", "/api/projects", self._owner, {"title": "Support calls", "description": "Nothing in it yet"})

    def connect(self, events: str, documents: Path) -> None:
        """Webhooks, storages and models of the reviews: of each one that works and one that fails."""
        project = self._projects["sentiment"]
        for path in ("/labels", "/closed"):
            body = {"project": project, "url": f"{events}{path}", "headers": {"X-Key": "demo"}}
            hook = self._call("POST", "/api/webhooks", self._owner, body)
            self._call("POST", f"/api/webhooks/{hook['id']}/test", self._owner, {})
        self._answer(self._owner, self._tasks("sentiment")[-1], "Neutral")
        for name in ("wire-archive", "trade-register"):
            folder = documents / name
            folder.mkdir()
            for number in range(3):
                text = {"text": f"Parcel {number + 1} came a day early and in one piece."}
                (folder / f"{number}.json").write_text(json.dumps(text))
            body = {"project": project, "title": name, "path": str(folder), "use_blob_urls": False}
            storage = self._call("POST", "/api/storages/localfiles", self._owner, body)
            if name == "trade-register":
                shutil.rmtree(folder)
            self._owner.post(f"/api/storages/localfiles/{storage['id']}/sync")
        target = documents / "labels-out"
        target.mkdir()
        body = {"project": project, "title": "labels-out", "path": str(target)}
        storage = self._call("POST", "/api/storages/export/localfiles", self._owner, body)
        self._owner.post(f"/api/storages/export/localfiles/{storage['id']}/sync")

    def connect_model(self, title: str, url: str) -> None:
        """A model that labels the reviews ahead."""
        body = {"project": self._projects["sentiment"], "url": url, "title": title}
        self._call("POST", "/api/ml", self._owner, body)

    def close(self) -> None:
        """Leave."""
        self._clients.close()

    def _client(self, token: str) -> httpx.Client:
        headers = {"Authorization": f"Token {token}"}
        return self._clients.enter_context(httpx.Client(base_url=self._url, headers=headers, timeout=60))

    def _call(self, method: str, path: str, client: httpx.Client, body: Any = None) -> Any:
        answer = client.request(method, path, json=body)
        if answer.is_error:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json()

    def _join(self, name: str, first: str, last: str, role: str) -> httpx.Client:
        """Somebody's account, and their client."""
        email = f"{name}@example.org"
        body = {"email": email, "first_name": first, "last_name": last, "password": PASSWORD}
        user = self._call("POST", "/api/users", self._owner, body)["id"]
        self._call("PATCH", "/api/organizations/1/memberships", self._owner, {"user_id": user, "role": role})
        with httpx.Client(base_url=self._url) as visitor:
            visitor.post("/api/session", json={"email": email, "password": PASSWORD}).raise_for_status()
            token: str = self._call("GET", "/api/current-user/token", visitor)["token"]
        return self._client(token)

    def _tasks(self, project: str) -> list[int]:
        query = f"/api/tasks?project={self._projects[project]}&page_size=100"
        return sorted(task["id"] for task in self._call("GET", query, self._owner)["tasks"])

    def _annotate(self, client: httpx.Client, task: int, result: Sequence[Any], seconds: float) -> int:
        body = {"result": result, "lead_time": seconds}
        annotation: int = self._call("POST", f"/api/tasks/{task}/annotations", client, body)["id"]
        return annotation

    def _answer(self, client: httpx.Client, task: int, feeling: str) -> int:
        value = {"choices": [feeling]}
        item = {"id": "c1", "from_name": "sentiment", "to_name": "text", "type": "choices", "value": value}
        return self._annotate(client, task, [item], 6.2)

    def _second_mentions(self, noor: httpx.Client) -> None:
        """The story once more, with an eye of her own: another end, another label, one less."""
        changed = {"Ada Holm": ("Ada Holm, who has led the company", "Person"), "Bank of Linz": None}
        changed |= {"Constanta": ("Constanta", "Organization")}
        mentions = [changed.get(words, (words, label)) for words, label in MENTIONS]
        result = [mention(f"noor{number}", *said) for number, said in enumerate(mentions) if said is not None]
        self._annotate(noor, self._tasks("entities")[0], result, 118.0)

    def _second_boxes(self, noor: httpx.Client) -> None:
        """The coins by two people: boxes moved, one called something else, some missing."""
        coins = json.loads((DATA / "tasks" / "coins-boxes.json").read_text())
        task = self._tasks("boxes")[0]
        self._annotate(self._owner, task, coins, 74.0)
        seen = []
        for number, coin in enumerate(coins[:20]):
            value = dict(coin["value"])
            if number % 6 == 1:
                value["x"] += value["width"] / 3
            if number % 9 == 4:
                value["rectanglelabels"] = ["Animal"]
            seen.append({**coin, "id": f"noor{number}", "value": value})
        self._annotate(noor, task, seen, 91.5)

    def _second_feelings(self, noor: httpx.Client, kei: httpx.Client) -> list[int]:
        """Second opinions on some reviews, not always the same; their numbers."""
        tasks = self._tasks("sentiment")[:14]
        feelings = ("Neutral", "Negative", "Positive")
        noors = [self._answer(noor, task, feelings[number % 3]) for number, task in enumerate(tasks[:9])]
        keis = [self._answer(kei, task, feelings[(number + number // 4) % 3]) for number, task in enumerate(tasks[4:])]
        return [*noors, *keis]

    def _verdicts(self, rune: httpx.Client, annotations: Sequence[int]) -> None:
        """Some accepted, one of the owner's sent back, and what there is to say."""
        for annotation in annotations[-3:]:
            self._call("POST", "/api/annotation-reviews", rune, {"annotation": annotation, "accepted": True})
        task = self._call("GET", f"/api/tasks/{self._tasks('sentiment')[2]}", self._owner)
        mine = min(annotation["id"] for annotation in task["annotations"])
        verdict = {"annotation": mine, "accepted": False, "comment": GUIDELINE}
        self._call("POST", "/api/annotation-reviews", rune, verdict)
        first = self._call("GET", f"/api/tasks/{self._tasks('sentiment')[0]}", self._owner)["annotations"]
        oldest = min(annotation["id"] for annotation in first)
        for body in (
            {
                "annotation": oldest,
                "text": "“Quite bad” is as clear as it gets. @Ada, or not?",
                "mentions": [1],
            },
            {"annotation": oldest, "text": "Two others say the same."},
        ):
            self._call("POST", "/api/comments", rune, body)
