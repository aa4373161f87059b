"""Checks everything about an import before anything is written, and lays it out in columns for the database."""

import random
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from labelwright import labelconfig
from labelwright.core import json, results
from labelwright.core.errors import Invalid
from labelwright.formats.tasks import MAX_ERRORS, AnnotationRecord, Annotator, PredictionRecord, TaskRecord
from labelwright.imports.service.preannotated import Preannotated
from labelwright.labelconfig import UNDEFINED, LabelConfig
from labelwright.projects.models import Project, SkipQueue

Columns = dict[str, list[Any]]
MAX_WARNINGS = 100
MAX_ID = 2**63 - 1

_COUNTED = (
    "total_annotations",
    "cancelled_annotations",
    "ground_truth_annotations",
    "annotators_number",
    "total_predictions",
    "lead_time_sum",
    "is_labeled",
    "completed_at",
)


@dataclass(slots=True)
class Prepared:
    """An import ready to be written: columns of three tables, and what is counted in passing.

    `annotation_tasks` and `prediction_tasks` hold, for each row, the place of its task in the import.
    """

    tasks: Columns
    keys: Counter[str]
    common_keys: list[str]
    annotations: Columns = field(default_factory=dict)
    annotation_tasks: list[int] = field(default_factory=list)
    predictions: Columns = field(default_factory=dict)
    prediction_tasks: list[int] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    unique_ids: list[str] = field(default_factory=list)
    model_version: str | None = None


def annotators(records: Iterable[TaskRecord]) -> tuple[set[int], set[str]]:
    """Ids and e-mails that annotations name."""
    ids: set[int] = set()
    emails: set[str] = set()
    for record in records:
        for annotation in record.annotations:
            named = annotation.completed_by
            if named is None:
                continue
            if named.email is not None:
                emails.add(named.email)
            elif named.id is not None and 0 < named.id <= MAX_ID:
                ids.add(named.id)
    return ids, emails


class Preparer:
    """Prepares one import for one project."""

    def __init__(
        self,
        project: Project,
        config: LabelConfig | None,
        *,
        importer: int,
        known: set[int],
        by_email: Mapping[str, int],
        moment: datetime,
        preannotated: Preannotated | None = None,
    ) -> None:
        """`known` and `by_email` are the members among those that annotations name."""
        self._project = project
        self._config = config
        self._fits = labelconfig.compile_data_check(config) if config else None
        self._check_result = labelconfig.compile_result_check(config) if config else None
        self._importer = importer
        self._known = set(known)
        self._by_email = dict(by_email)
        self._moment = moment
        self._preannotated = preannotated
        self._problems: list[str] = []
        self._first = 0
        self._warnings: list[dict[str, Any]] = []

    def meet(self, known: set[int], by_email: Mapping[str, int]) -> None:
        """Learn of further members that annotations name."""
        self._known |= known
        self._by_email |= by_email

    def prepare(self, records: Sequence[TaskRecord], *, first: int = 0) -> Prepared:
        """Check and lay out; refuses with up to 100 texts, each naming its task, counted from `first` on."""
        self._problems = []
        self._first = first
        datas, keys, common = self._datas(records)
        share, overlap = self._project.overlap_cohort_percentage / 100, self._project.maximum_annotations
        sort_keys = [random.random() for _ in records]  # noqa: S311 - a sampling order, no secret
        prepared = Prepared(
            tasks={
                "data": datas,
                "meta": [record.meta.decode() if record.meta else "{}" for record in records],
                "overlap": [
                    record.overlap or (overlap if share >= 1 or key < share else 1)
                    for record, key in zip(records, sort_keys, strict=True)
                ],
                "sort_key": sort_keys,
                "allow_skip": [record.allow_skip is not False for record in records],
            },
            keys=keys,
            common_keys=common,
        )
        self._lay_out(records, prepared)
        if self._problems:
            raise Invalid(non_field_errors=self._problems)
        prepared.warnings = self._warnings
        return prepared

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """What does not fit the config but is accepted, up to a hundred."""
        return self._warnings

    def _problem(self, index: int, text: str) -> None:
        if len(self._problems) < MAX_ERRORS:
            self._problems.append(f"Task {self._first + index}: {text}")

    def _datas(self, records: Sequence[TaskRecord]) -> tuple[list[str], Counter[str], list[str]]:
        """Data as text, the number of tasks with each key, and the keys that all have."""
        shapes: Counter[tuple[str, ...]] = Counter()
        datas: list[str] = []
        for index, record in enumerate(records):
            data = orjson.loads(record.data)
            text = record.data.decode()
            if UNDEFINED in data and self._config is not None:
                data = labelconfig.rename_undefined(self._config, json.loads(record.data))
                text = json.dumps(data)
            if self._fits is not None and not self._fits.fits(data):
                for problem in self._fits.problems(data):
                    self._problem(index, problem)
            if self._preannotated is not None:
                record.predictions += self._preannotated.predictions(data)
            shapes[tuple(data)] += 1
            datas.append(text)
        keys: Counter[str] = Counter()
        for shape, count in shapes.items():
            for key in shape:
                keys[key] += count
        return datas, keys, sorted(key for key, count in keys.items() if count == len(records))

    def _lay_out(self, records: Sequence[TaskRecord], prepared: Prepared) -> None:
        totals: Counter[str] = Counter(task_number=len(records))
        columns: Columns = {name: [] for name in _COUNTED}
        for index, record in enumerate(records):
            if not record.annotations and not record.predictions:
                for name in columns:
                    columns[name].append(0)
                continue
            counted = self._annotations(index, record.annotations, prepared)
            self._predictions(index, record.predictions, prepared)
            overlap = prepared.tasks["overlap"][index]
            counted["is_labeled"] = counted["covering"] >= overlap or counted["ground_truth_annotations"] > 0
            counted["completed_at"] = counted["newest"] if counted["is_labeled"] else None
            counted["total_predictions"] = len(record.predictions)
            for name, column in columns.items():
                column.append(counted[name])
            totals["finished_task_number"] += counted["is_labeled"]
            totals["num_tasks_with_annotations"] += counted["total_annotations"] > counted["ground_truth_annotations"]
            totals["total_annotations_number"] += counted["total_annotations"]
            totals["skipped_annotations_number"] += counted["cancelled_annotations"]
            totals["ground_truth_number"] += counted["ground_truth_annotations"]
            totals["total_predictions_number"] += len(record.predictions)
        columns["is_labeled"] = [bool(value) for value in columns["is_labeled"]]
        columns["lead_time_sum"] = [float(value) for value in columns["lead_time_sum"]]
        columns["completed_at"] = [value or None for value in columns["completed_at"]]
        prepared.tasks |= columns
        prepared.counters = dict(totals)

    def _annotations(self, index: int, items: Sequence[AnnotationRecord], prepared: Prepared) -> dict[str, Any]:
        """Lay out the annotations of one task and count them as recounting would."""
        finished: set[int] = set()
        everybody: set[int] = set()
        total = cancelled = truths = 0
        lead_time = 0.0
        for item in items:
            author = self._author(item.completed_by)
            everybody.add(author)
            cancelled += item.was_cancelled
            if not item.was_cancelled:
                finished.add(author)
                total += 1
                truths += item.ground_truth
                lead_time += item.lead_time or 0.0
            self._annotation(index, item, author, prepared)
        skips_count = self._project.skip_queue == SkipQueue.IGNORE
        return {
            "total_annotations": total,
            "cancelled_annotations": cancelled,
            "ground_truth_annotations": truths,
            "annotators_number": len(finished),
            "lead_time_sum": lead_time,
            "covering": len(everybody if skips_count else finished),
            "newest": max((item.created_at or self._moment for item in items), default=None),
        }

    def _annotation(self, index: int, item: AnnotationRecord, author: int, prepared: Prepared) -> None:
        unique_id = item.unique_id or str(uuid.uuid4())
        if item.unique_id:
            prepared.unique_ids.append(unique_id)
        values = {
            "result": item.result.decode(),
            "result_count": self._regions(index, item.result),
            "completed_by_id": author,
            "was_cancelled": item.was_cancelled,
            "ground_truth": item.ground_truth,
            "lead_time": item.lead_time,
            "unique_id": unique_id,
            "created_at": item.created_at or self._moment,
            "updated_at": item.updated_at or item.created_at or self._moment,
            "draft_created_at": item.draft_created_at,
            "import_id": item.import_id,
            "last_action": item.last_action,
            "bulk_created": item.bulk_created,
        }
        for name, value in values.items():
            prepared.annotations.setdefault(name, []).append(value)
        prepared.annotation_tasks.append(index)

    def _predictions(self, index: int, items: Sequence[PredictionRecord], prepared: Prepared) -> None:
        for item in items:
            self._regions(index, item.result)
            version = item.model_version if item.model_version is not None else ""
            values = {
                "result": item.result.decode(),
                "score": item.score,
                "model_version": version,
                "cluster": item.cluster,
                "neighbors": item.neighbors.decode() if item.neighbors else None,
                "mislabeling": item.mislabeling,
            }
            for name, value in values.items():
                prepared.predictions.setdefault(name, []).append(value)
            prepared.prediction_tasks.append(index)
            prepared.model_version = version

    def _regions(self, index: int, raw: bytes) -> int:
        """Check a result: impossible shapes refuse, what does not fit the config is noted. Returns its regions."""
        try:
            count = results.check(raw)
        except Invalid as error:
            self._problem(index, str((error.fields or {}).get("result", ["bad result"])[0]))
            return 0
        if self._check_result is not None and len(self._warnings) < MAX_WARNINGS:
            for issue in self._check_result.issues(orjson.loads(raw)):
                if issue.severity is labelconfig.Severity.ERROR:
                    self._problem(index, issue.message)
                elif len(self._warnings) < MAX_WARNINGS:
                    self._warnings.append({"task": self._first + index, "code": issue.code, "message": issue.message})
        return count

    def _author(self, named: Annotator | None) -> int:
        if named is None:
            return self._importer
        if named.email is not None:
            found = self._by_email.get(named.email.lower())
            if found is None:
                self._problem_plain(f"Unknown annotator's email {named.email}")
            return found or self._importer
        if named.id is not None and named.id not in self._known:
            self._problem_plain(
                f"Import data contains completed_by={named.id} which is not a valid annotator's email or ID"
            )
        return named.id or self._importer

    def _problem_plain(self, text: str) -> None:
        """A refusal whose exact text clients know."""
        if text not in self._problems and len(self._problems) < MAX_ERRORS:
            self._problems.append(text)
