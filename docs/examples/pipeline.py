"""An annotation pipeline to be run again and again, by cron for example: new data in, labels out, nothing twice.

    python pipeline.py http://localhost:8080 API_KEY inbox labeled

Every `*.json` file in the inbox is imported and then moved to its folder `done`. Completed tasks are appended to
`labeled/training_data.jsonl`, one line each. A run that breaks off anywhere is made good by the next one.
"""

import json
import sys
from pathlib import Path
from typing import Any

from labelwright.sdk import Client, Project

TITLE = "Production Labeling"
CONFIG = """
<View>
  <Text name="text" value="$text"/>
  <Choices name="category" toName="text" choice="single">
    <Choice value="Support"/><Choice value="Sales"/><Choice value="Feedback"/>
  </Choices>
</View>
"""
COMPLETED = {
    "conjunction": "and",
    "items": [{"filter": "filter:tasks:completed", "operator": "equal", "value": True, "type": "Boolean"}],
}


def run(client: Client, inbox: Path, labeled: Path) -> tuple[int, int]:
    """One run; returns how many tasks came in and how many labels went out."""
    project = _project(client)
    return _take_in(project, inbox), _give_out(project, labeled / "training_data.jsonl")


def _project(client: Client) -> Project:
    """The project of this pipeline, made by its first run."""
    for project in client.list_projects(title=TITLE):
        if project.title == TITLE:
            return project
    return client.start_project(title=TITLE, label_config=CONFIG)


def _take_in(project: Project, inbox: Path) -> int:
    done = inbox / "done"
    done.mkdir(parents=True, exist_ok=True)
    count = 0
    for path in sorted(inbox.glob("*.json")):
        # Should we break off before the file is moved, the next run sends it again under the same key: once is once.
        count += len(project.import_tasks(path, key=f"inbox:{path.name}"))
        path.rename(done / path.name)
    return count


def _give_out(project: Project, target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    known = {json.loads(line)["task"] for line in target.read_text().splitlines()} if target.exists() else set()
    lines = [
        json.dumps({"task": task["id"], "text": task["data"]["text"], "label": label}) + "\n"
        for task in project.export_tasks(filters=COMPLETED)
        if task["id"] not in known and (label := _label(task)) is not None
    ]
    with target.open("a") as file:
        file.writelines(lines)
    return len(lines)


def _label(task: dict[str, Any]) -> str | None:
    """The choice of the first annotation that made one."""
    for annotation in task["annotations"]:
        for item in annotation["result"]:
            if item["from_name"] == "category":
                return str(item["value"]["choices"][0])
    return None


if __name__ == "__main__":
    url, api_key, inbox, labeled = sys.argv[1:]
    with Client(url=url, api_key=api_key) as client:
        came, went = run(client, Path(inbox), Path(labeled))
    print(f"{came} tasks in, {went} labels out")
