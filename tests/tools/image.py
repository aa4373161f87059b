"""What the image file says of the container it makes."""

import json
import re

from tests.tools.chart import ROOT

FILE = ROOT / "deploy" / "Dockerfile"


def _last_stage() -> str:
    """The lines of the stage that runs, continued ones joined."""
    text = FILE.read_text().replace("\\\n", " ")
    return text[text.rindex("\nFROM ") :]


def stage(name: str) -> str:
    """The lines of a named stage, continued ones joined."""
    text = FILE.read_text().replace("\\\n", " ")
    return text.split(f" AS {name}\n")[1].split("\nFROM ")[0]


def environment() -> dict[str, str]:
    """Variables that the image sets."""
    lines = re.findall(r"^ENV (.*)$", _last_stage(), re.MULTILINE)
    return dict(pair.split("=", 1) for line in lines for pair in line.split())


def command() -> list[str]:
    """What the image runs, without the program itself."""
    (arguments,) = re.findall(r"^CMD (\[.*\])$", _last_stage(), re.MULTILINE)
    return list(json.loads(arguments))
