"""Options, and the fixtures that every test may use."""

import gc
from collections.abc import Sequence

import pytest

from tests.fixtures.shared import DATABASES, Shared

pytest_plugins = [
    "tests.fixtures.guards",
    "tests.fixtures.buckets",
    "tests.fixtures.databases",
    "tests.fixtures.sites",
    "tests.fixtures.servers",
    "tests.fixtures.backends",
    "tests.fixtures.published_backend",
    "tests.fixtures.receivers",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which databases the tests run on."""
    parser.addoption(
        "--databases", default=",".join(DATABASES), help="Comma list of sqlite and postgres; both unless given."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Meet the other workers in a folder that they all know."""
    unknown = set(_databases(config)) - set(DATABASES)
    if unknown:
        raise pytest.UsageError(f"--databases: {', '.join(sorted(unknown))} is none of {', '.join(DATABASES)}")
    config.addinivalue_line("markers", "databases(*names): run on these only")
    Shared.join(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that began the run also ends what was started for it."""
    Shared.of(config).leave()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell a worker of xdist where the shared folder is."""
    Shared.invite(node)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the tests that mostly wait for processes over all the others, so that something else runs meanwhile."""
    waiting = [item for item in items if item.get_closest_marker("system")]
    if waiting:
        others = [item for item in items if not item.get_closest_marker("system")]
        items[:] = _spread(waiting, others)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the garbage collector need not walk it after every test."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that touches the database runs once on each, or on those that it is marked with."""
    if "db_kind" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("databases")
    wanted = marker.args if marker else DATABASES
    kinds = [kind for kind in _databases(metafunc.config) if kind in wanted]
    metafunc.parametrize("db_kind", kinds, indirect=True)


def _spread(some: Sequence[pytest.Item], others: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Both lists in one, each in its order, with about the same distance between any two of `some`."""
    places = [(place * len(others) // len(some), item) for place, item in enumerate(some)]
    ends = [place for place, _ in places[1:]] + [len(others)]
    return [item for (start, one), end in zip(places, ends, strict=True) for item in (one, *others[start:end])]


def _databases(config: pytest.Config) -> list[str]:
    return [name.strip() for name in str(config.getoption("--databases")).split(",") if name.strip()]
