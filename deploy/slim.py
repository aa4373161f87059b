"""Take out of an installed environment what the service never loads: `python deploy/slim.py ENVIRONMENT`."""

import shutil
import sys
from pathlib import Path

SERVICES = {"s3", "sts", "sso", "sso-oidc"}
"""Services of AWS that a storage may need: objects, and the ways to credentials for them."""


def unused(environment: Path) -> list[Path]:
    """Descriptions of other AWS services, and pip."""
    (packages,) = environment.glob("lib/python*/site-packages")
    services = [path for path in (packages / "botocore" / "data").iterdir() if path.is_dir()]
    if not {path.name for path in services} >= SERVICES:
        raise SystemExit("botocore keeps its descriptions elsewhere by now")
    rest = [path for path in services if path.name not in SERVICES]
    return [*rest, *packages.glob("pip"), *packages.glob("pip-*"), *environment.glob("bin/pip*")]


def main() -> None:
    """Remove it, and tell how much that was."""
    freed = 0
    for path in unused(Path(sys.argv[1])):
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        freed += sum(file.stat().st_size for file in files)
        path.unlink() if path.is_file() else shutil.rmtree(path)
    print(f"removed {freed / 1_000_000:.0f} MB")


if __name__ == "__main__":
    main()
