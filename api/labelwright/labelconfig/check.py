"""The pipeline: read, fold, structure, meaning; its outcome is cached by the text's hash."""

from collections import OrderedDict
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from threading import Lock

from labelwright.labelconfig.build import build
from labelwright.labelconfig.folding import fold
from labelwright.labelconfig.issues import Severity
from labelwright.labelconfig.model import CheckedConfig, LabelConfig
from labelwright.labelconfig.page import Page, Report
from labelwright.labelconfig.reader import UnreadableConfig, read
from labelwright.labelconfig.rules import check_meaning
from labelwright.labelconfig.xsd import check_structure

_CACHE_TEXT = 4_000_000
"""Characters of config text whose outcomes are kept, which bounds the memory of the cache."""


def check(text: str, *, strict: bool = False) -> CheckedConfig:
    """Check a config; never raises for bad input. With `strict` every warning counts as an error."""
    checked = _cache.check(text)
    if not strict or not checked.warnings:
        return checked
    issues = tuple(replace(issue, severity=Severity.ERROR) for issue in checked.issues)
    return CheckedConfig(issues, None)


@lru_cache(maxsize=32)
def load(text: str) -> LabelConfig | None:
    """The meaning of a config that passed `check` when it was saved; None for one that cannot be read.

    The structure is not checked a second time: the first use of the schema in a process takes half a second, which no
    import after a start should wait for.
    """
    try:
        root, source = read(text)
    except UnreadableConfig:
        return None
    report = Report(source)
    return build(Page.of(root)) if fold(root, report) else None


class _Cache:
    """Least recently used outcomes. A config is checked on create, on save and on every page load."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[bytes, tuple[int, CheckedConfig]] = OrderedDict()
        self._size = 0

    def check(self, text: str) -> CheckedConfig:
        key = sha256(text.encode("utf-8", "surrogatepass")).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][1]
        checked = _check(text)
        if len(text) <= _CACHE_TEXT:
            with self._lock:
                self._keep(key, len(text), checked)
        return checked

    def _keep(self, key: bytes, size: int, checked: CheckedConfig) -> None:
        if key not in self._kept:
            self._kept[key] = (size, checked)
            self._size += size + 1000
        while self._size > _CACHE_TEXT and len(self._kept) > 1:
            _, (dropped, _) = self._kept.popitem(last=False)
            self._size -= dropped + 1000


_cache = _Cache()


def _check(text: str) -> CheckedConfig:
    try:
        root, source = read(text)
    except UnreadableConfig as refusal:
        return CheckedConfig((refusal.issue,), None)
    report = Report(source)
    if not fold(root, report):
        return CheckedConfig(report.sorted_issues(), None)
    check_structure(root, report)
    page = Page.of(root)
    check_meaning(page, report)
    return CheckedConfig(report.sorted_issues(), None if report.has_errors else build(page))
