"""The Helm chart, rendered; `python -m tests.tools.chart [--check]` writes the plain manifests made from it."""

import functools
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
CHART = ROOT / "deploy" / "helm" / "labelwright"
MANIFESTS = ROOT / "deploy" / "manifests" / "labelwright.yaml"
_HELM_ONLY = re.compile(r"^( *helm\.sh/chart: .*| *app\.kubernetes\.io/managed-by: Helm|# Source: .*)\n", re.MULTILINE)
_HEAD = """\
# Labelwright on Kubernetes without Helm; written by `make manifests` from the chart. Before it, make the secret:
#
#   kubectl create secret generic labelwright-secrets \\
#     --from-literal=secret-key="$(openssl rand -hex 32)" --from-literal=database-password=...
#
# Then set the image, the database's host and the size of the volume below, apply, and create the account that owns the
# server, before anybody else signs up:
#
#   kubectl exec -it deploy/labelwright-api -- labelwright user create you@example.org
"""

Document = dict[str, Any]


class Refused(Exception):
    """The chart does not take these values; the message is Helm's."""


@functools.cache
def helm() -> str:
    """The path of a Helm."""
    found = subprocess.run([ROOT / "tests/tools/ensure-helm"], stdout=subprocess.PIPE, text=True, check=True)
    return found.stdout.strip()


def rendered(values: Path, *flags: str, command: str = "template") -> str:
    """What Helm makes of the chart with a file of values."""
    name = ["labelwright"] if command == "template" else []
    arguments = [helm(), command, *name, str(CHART), "--values", str(values), *flags]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(done.stderr + done.stdout)
    return done.stdout


def documents(values: Mapping[str, Any], *flags: str) -> list[Document]:
    """The resources that the chart makes of values."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(dict(values), file)
        file.flush()
        return [document for document in yaml.safe_load_all(rendered(Path(file.name), *flags)) if document]


def of_kind(found: list[Document], kind: str, ending: str = "") -> Document:
    """The one resource of a kind whose name ends so."""
    (one,) = [item for item in found if item["kind"] == kind and item["metadata"]["name"].endswith(ending)]
    return one


def container(found: list[Document], kind: str, ending: str = "") -> Document:
    """The only container of a workload."""
    (one,) = of_kind(found, kind, ending)["spec"]["template"]["spec"]["containers"]
    return dict(one)


def environment(found: list[Document], of: Document) -> dict[str, str]:
    """What a container would find in its environment, secrets looked up where the chart makes them."""
    secrets = {item["metadata"]["name"]: item["stringData"] for item in found if item["kind"] == "Secret"}
    taken = {}
    for entry in of["env"]:
        if "value" in entry:
            taken[entry["name"]] = entry["value"]
            continue
        wanted = entry["valueFrom"]["secretKeyRef"]
        if wanted["key"] in secrets[wanted["name"]] or not wanted.get("optional"):
            taken[entry["name"]] = secrets[wanted["name"]][wanted["key"]]
    return taken


def plain() -> str:
    """The chart's resources for kubectl alone, without what only Helm reads."""
    text = _HELM_ONLY.sub("", rendered(MANIFESTS.parent / "values.yaml"))
    return _HEAD + re.sub(r" +$", "", text, flags=re.MULTILINE)


def main() -> None:
    """Write the plain manifests, or see whether they are up to date."""
    text = plain()
    if "--check" not in sys.argv:
        MANIFESTS.write_text(text)
    elif MANIFESTS.read_text() != text:
        sys.exit(f"{MANIFESTS.relative_to(ROOT)} is out of date: run `make manifests`")


if __name__ == "__main__":
    main()
