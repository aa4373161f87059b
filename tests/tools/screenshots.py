"""Pictures of every page, light and dark: a fresh server, demonstration data, then the SPA's own script.

`make screenshots` writes them to `web/screenshots/`; with `only=jobs` it takes those whose names hold the word.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench.server import OWNER, TOKEN, fresh
from tests.fixtures.backends import EXAMPLE, Backend
from tests.tools.demo import Demo
from tests.tools.demo_team import PASSWORD, Team, receiver

WEB = Path(__file__).resolve().parent.parent.parent / "web"


def main() -> None:
    """Start, fill, take the pictures."""
    # The receiver of events and the models listen on this machine.
    os.environ["LABELWRIGHT_SSRF_ALLOWED_SUBNETS"] = "127.0.0.0/8"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labelwright-pictures-")))
        server = stack.enter_context(fresh("sqlite", None))
        server.start()
        team = Team(server.base, TOKEN, Demo(server.base, TOKEN).fill())
        stack.callback(team.close)
        team.work()
        team.connect(stack.enter_context(receiver()), server.documents)
        for name in ("gone", "well"):
            backend = Backend(EXAMPLE, folder / name)
            stack.callback(backend.stop)
            team.connect_model(name, backend.url)
            if name == "gone":
                backend.stop()
        environment = os.environ | {
            "BASE_URL": server.base,
            "EMAIL": OWNER,
            "PASSWORD": "bench-password-1",
            "ANNOTATOR": "noor@example.org",
            "ANNOTATOR_PASSWORD": PASSWORD,
            "ONLY": " ".join(sys.argv[1:]),
        }
        subprocess.run(["npm", "run", "--silent", "screenshots"], cwd=WEB, env=environment, check=True)


if __name__ == "__main__":
    main()
