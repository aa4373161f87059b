"""The image file: its form, and that everything it copies is there. Building it needs a base image: `docker build`."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.deploy.test_chart import is_known_setting
from tests.tools.chart import ROOT
from tests.tools.image import FILE, environment, stage

COPIED = re.compile(r"^COPY (?!--from)(.+) \S+$", re.MULTILINE)


def test_the_file_is_well_formed() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([hadolint, FILE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_it_copies_is_there_and_not_left_out() -> None:
    sources = {source for line in COPIED.findall(FILE.read_text()) for source in line.split()}
    taken = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(source == name or source.startswith(f"{name}/") for name in taken), f"{source} is left out"
    assert all((ROOT / name).exists() for name in taken)


@pytest.mark.slow
def test_what_it_copies_is_enough_for_a_wheel(tmp_path: Path) -> None:
    """The stage that builds the wheel, on this machine; the web application comes from another stage."""
    source, out = tmp_path / "src", tmp_path / "out"
    for line in COPIED.findall(stage("python")):
        for name in line.split():
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            copy(ROOT / name, source / name)
    (source / "web/dist").mkdir(parents=True)
    (source / "web/dist/index.html").write_text("the page")
    uv = Path(sys.executable).parent / "uv"
    done = subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", out, source], check=False)
    assert done.returncode == 0
    (wheel,) = out.glob("labelwright-*.whl")
    with zipfile.ZipFile(wheel) as built:
        names = set(built.namelist())
    bundled = {name.split("/")[2] for name in names if name.startswith("labelwright/_bundled/")}
    assert bundled == {"alembic.ini", "migrations", "schemas", "web"}
    assert "labelwright/cli/main.py" in names


def test_its_variables_are_settings() -> None:
    ours = {name: value for name, value in environment().items() if name.startswith("LABELWRIGHT_")}
    assert all(is_known_setting(name) for name in ours), ours
    assert ours["LABELWRIGHT_HOST"] == "0.0.0.0"  # noqa: S104 - inside a container there is nothing else to listen on
    assert float(ours["LABELWRIGHT_DATABASE_WAIT_SECONDS"]) >= 60


@pytest.mark.slow
def test_a_slimmed_environment_still_connects_to_buckets(tmp_path: Path) -> None:
    (packages,) = (Path(sys.executable).parents[1] / "lib").glob("python*/site-packages")
    copy = tmp_path / "lib" / "python3" / "site-packages"
    for name in ("boto3", "botocore"):
        shutil.copytree(packages / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, ROOT / "deploy/slim.py", tmp_path], check=True)
    left = {path.name for path in (copy / "botocore/data").iterdir() if path.is_dir()}
    assert left == {"s3", "sts", "sso", "sso-oidc"}
    code = "import boto3; print(boto3.__file__); boto3.client('s3', region_name='eu-west-1').generate_presigned_url"
    code += "('get_object', Params={'Bucket': 'b', 'Key': 'k'})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(copy), "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == str(copy / "boto3" / "__init__.py"), done.stderr
    assert done.returncode == 0, done.stderr
