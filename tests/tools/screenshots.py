"""Pictures of every page, light and dark: a fresh server, demonstration data, then the SPA's own script.

`make screenshots` writes them to `web/screenshots/`.
"""

import os
import subprocess
from pathlib import Path

from tests.bench.server import OWNER, TOKEN, fresh
from tests.tools.demo import Demo

WEB = Path(__file__).resolve().parent.parent.parent / "web"


def main() -> None:
    """Start, fill, take the pictures."""
    with fresh("sqlite", None) as server:
        server.start()
        Demo(server.base, TOKEN).fill()
        environment = os.environ | {"BASE_URL": server.base, "EMAIL": OWNER, "PASSWORD": "bench-password-1"}
        subprocess.run(["npm", "run", "--silent", "screenshots"], cwd=WEB, env=environment, check=True)


if __name__ == "__main__":
    main()
