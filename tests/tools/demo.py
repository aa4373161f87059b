"""A server with believable projects, for pictures, journeys and demonstrations.

`python -m tests.tools.demo URL TOKEN` fills a running server.
"""

import json
import sys
from pathlib import Path
from typing import Any

import httpx

DATA = Path(__file__).resolve().parent.parent / "data"

ENTITIES = """<View>
  <Labels name="label" toName="text">
    <Label value="Person"/>
    <Label value="Organization"/>
    <Label value="Location"/>
    <Label value="Date"/>
  </Labels>
  <Text name="text" value="$text"/>
</View>
"""
SENTIMENT = """<View>
  <Header value="How does the writer feel?"/>
  <Text name="text" value="$text"/>
  <Choices name="sentiment" toName="text" choice="single" showInline="true">
    <Choice value="Positive"/>
    <Choice value="Negative"/>
    <Choice value="Neutral"/>
  </Choices>
</View>
"""
BOXES = """<View>
  <Image name="image" value="$image" zoom="true"/>
  <RectangleLabels name="label" toName="image">
    <Label value="Coin"/>
    <Label value="Rocket"/>
    <Label value="Animal"/>
  </RectangleLabels>
</View>
"""
ANIMALS = """<View>
  <Image name="image" value="$image"/>
  <Choices name="choice" toName="image" choice="single">
    <Choice value="Cat"/>
    <Choice value="Dog"/>
    <Choice value="Bird"/>
    <Choice value="Other"/>
  </Choices>
</View>
"""


STORY = """Varna, 14 October. Orbis Rail opened its new workshop beside the old harbour on Tuesday, two years \
after the fire.

Ada Holm, who has led the company since 2019, said that sixty people will work there by June. Half of them come \
from Danube Wagons, which closed its yard in Ruse last spring.

The Bank of Linz has lent the money. Tomas Ilic of the harbour authority called the terms fair and hopes that \
trains to Constanta will run again before the winter."""
MENTIONS = (
    ("Varna", "Location"),
    ("14 October", "Date"),
    ("Orbis Rail", "Organization"),
    ("Tuesday", "Date"),
    ("Ada Holm", "Person"),
    ("2019", "Date"),
    ("June", "Date"),
    ("Danube Wagons", "Organization"),
    ("Ruse", "Location"),
    ("last spring", "Date"),
    ("Bank of Linz", "Organization"),
    ("Linz", "Location"),
    ("Tomas Ilic", "Person"),
    ("Constanta", "Location"),
)


def mention(key: str, words: str, label: str) -> dict[str, Any]:
    """The first place of some words in the story, labeled."""
    start = STORY.index(words)
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    return {"id": key, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def story() -> dict[str, Any]:
    """A short press report of our own with its mentions labeled."""
    result = [mention(f"mention{number}", *said) for number, said in enumerate(MENTIONS, start=1)]
    return {"data": {"text": STORY, "source": "wire service"}, "annotations": [{"result": result, "lead_time": 95.0}]}


class Demo:
    """Fills a server through its public API."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.Client(base_url=url, headers={"Authorization": f"Token {token}"}, timeout=60)

    def fill(self) -> dict[str, int]:
        """Four projects in several states; their ids by name."""
        return {
            "entities": self.entities(),
            "sentiment": self.sentiment(),
            "boxes": self.boxes(),
            "animals": self.animals(),
        }

    def _post(self, path: str, **request: Any) -> Any:
        answer = self._client.post(path, **request)
        answer.raise_for_status()
        return answer.json()

    def _project(self, title: str, config: str, description: str) -> int:
        body = {"title": title, "label_config": config, "description": description}
        project: int = self._post("/api/projects", json=body)["id"]
        return project

    def entities(self) -> int:
        """Spans: predictions on half of the tasks, some annotated."""
        project = self._project("Press releases", ENTITIES, "People, organizations, places and dates")
        tasks = json.loads((DATA / "tasks" / "entities.json").read_text())
        self._post(f"/api/projects/{project}/import", json=[story(), *tasks])
        instruction = "<p>Label every mention, titles included.</p>"
        self._client.patch(f"/api/projects/{project}", json={"expert_instruction": instruction}).raise_for_status()
        return project

    def sentiment(self) -> int:
        """One choice for each sentence; a third is done and awaits review."""
        project = self._project("Product reviews", SENTIMENT, "Sentiment, three classes")
        content = (DATA / "tasks" / "sentiment.csv").read_bytes()
        self._post(f"/api/projects/{project}/import", files={"file": ("sentiment.csv", content)})
        reviewed = {"enable_review": True, "review_settings": {"review_own_work": True}}
        self._client.patch(f"/api/projects/{project}", json=reviewed).raise_for_status()
        tasks = self._client.get(f"/api/tasks?project={project}&page_size=14").json()["tasks"]
        for task in tasks:
            value = {"choices": [task["data"].get("expected") or "Neutral"]}
            item = {"id": "c1", "from_name": "sentiment", "to_name": "text", "type": "choices", "value": value}
            self._post(f"/api/tasks/{task['id']}/annotations", json={"result": [item], "lead_time": 4.5})
        return project

    def boxes(self) -> int:
        """Boxes on pictures, with predictions for the coins."""
        project = self._project("Museum objects", BOXES, "Boxes around coins, rockets and animals")
        ids = self._upload(project, "coins-greek-pompeii.png", "rocket-launch-pad.jpg", "cat-on-windowsill.jpg")
        result = json.loads((DATA / "tasks" / "coins-boxes.json").read_text())
        prediction = {"task": ids[0], "result": result, "score": 0.8, "model_version": "threshold-1"}
        self._post("/api/predictions", json=prediction)
        return project

    def animals(self) -> int:
        """One class for each picture."""
        project = self._project("Animals", ANIMALS, "Which animal is it?")
        self._upload(project, "cat-tabby-portrait.webp", "cat-on-windowsill.jpg")
        return project

    def _upload(self, project: int, *names: str) -> list[int]:
        files = [("file", (name, (DATA / "images" / name).read_bytes())) for name in names]
        answer = self._post(f"/api/projects/{project}/import?return_task_ids=1", files=files)
        ids: list[int] = answer["task_ids"]
        return ids


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tests.tools.demo URL TOKEN")
    print(json.dumps(Demo(sys.argv[1], sys.argv[2]).fill()))
