"""Prove a wheel: install it alone in a fresh environment, start it, and print its sizes.

`python -m tests.tools.wheel dist`
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.bench.server import free_port

LIMIT_MB = 150


def newest(folder: Path) -> Path:
    """The wheel built last."""
    wheels = sorted(folder.glob("labelwright-*.whl"), key=lambda path: path.stat().st_mtime)
    if not wheels:
        sys.exit(f"no wheel in {folder}: run `make wheel`")
    return wheels[-1]


def installed_mb(site: Path) -> float:
    """Size of site-packages without pip and byte-code."""
    total = 0
    for path in site.rglob("*"):
        parts = path.relative_to(site).parts
        if path.is_file() and parts[0].partition("-")[0] not in ("pip", "setuptools") and "__pycache__" not in parts:
            total += path.stat().st_size
    return total / 1_000_000


def serves(python: Path, folder: Path) -> None:
    """Start the installed command and look at what must be inside the wheel: SPA, migrations, XSD."""
    port = free_port()
    command = [str(python.parent / "labelwright"), "start", "--no-browser", "--port", str(port)]
    command += ["--data-dir", str(folder / "data"), "--username", "a@example.org", "--password", "wheel-password-1"]
    command += ["--user-token", "0123456789abcdef0123456789abcdef01234567"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(f"{base}/ready", process)
        page = _read(Request(f"{base}/projects", headers={"Accept": "text/html"}))
        if b'<div id="root"' not in page:
            raise SystemExit("the wheel does not serve the SPA")
        config = b'{"label_config": "<View><Text name=\\"t\\" value=\\"$t\\"/></View>"}'
        headers = {"Content-Type": "application/json", "Authorization": f"Token {command[-1]}"}
        answer = _read(Request(f"{base}/api/projects/validate", data=config, headers=headers))
        if b'"issues"' not in answer:
            raise SystemExit("the wheel does not validate label configs")
    finally:
        process.terminate()
        process.wait(40)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit("the installed command ended at once")
        try:
            _read(Request(url))
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the installed command did not become ready")


def _read(request: Request) -> bytes:
    with urlopen(request, timeout=10) as answer:
        body: bytes = answer.read()
        return body


def main() -> None:
    """Install, start, measure."""
    wheel = newest(Path(sys.argv[1])).resolve()
    with tempfile.TemporaryDirectory(prefix="labelwright-wheel-") as name:
        folder = Path(name)
        subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True)
        python = folder / "env" / "bin" / "python"
        uv = [str(Path(sys.executable).parent / "uv"), "pip", "install", "--quiet", "--python", str(python)]
        subprocess.run([*uv, str(wheel)], check=True)
        size = installed_mb(next((folder / "env" / "lib").glob("python*/site-packages")))
        serves(python, folder)
    print(f"wheel      {wheel.stat().st_size / 1_000_000:6.1f} MB  {wheel.name}")
    print(f"installed  {size:6.1f} MB  site-packages without pip and byte-code (limit {LIMIT_MB} MB)")
    if size >= LIMIT_MB:
        raise SystemExit("the installation is too large")


if __name__ == "__main__":
    main()
