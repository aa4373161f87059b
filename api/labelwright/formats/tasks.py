"""Tasks as imports read them: data and results stay the bytes that were sent."""

from dataclasses import dataclass, field
from datetime import datetime

MAX_ERRORS = 100
"""Problems collected before an import is refused; more would not help anybody to find them."""

MAX_KEYS = 10_000
"""Keys of one task, columns of one table."""


@dataclass(frozen=True, slots=True)
class Annotator:
    """Who made an imported annotation: an id, an e-mail address, or both."""

    id: int | None = None
    email: str | None = None


@dataclass(slots=True)
class AnnotationRecord:
    """One annotation of an imported task; `result` is a JSON list."""

    result: bytes
    completed_by: Annotator | None = None
    was_cancelled: bool = False
    ground_truth: bool = False
    lead_time: float | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    draft_created_at: datetime | None = None
    unique_id: str | None = None
    import_id: int | None = None
    last_action: str | None = None
    bulk_created: bool = False
    parent_prediction: int | None = None
    parent_annotation: int | None = None


@dataclass(slots=True)
class PredictionRecord:
    """One prediction of an imported task; `result` is any JSON value that is not missing, usually a list."""

    result: bytes
    score: float | None = None
    model_version: str | None = None
    cluster: int | None = None
    neighbors: bytes | None = None
    mislabeling: float = 0.0


@dataclass(slots=True)
class TaskRecord:
    """One imported task; `data` is a JSON object, `meta` an object or a list."""

    data: bytes
    meta: bytes | None = None
    annotations: list[AnnotationRecord] = field(default_factory=list)
    predictions: list[PredictionRecord] = field(default_factory=list)
    inner_id: int | None = None
    overlap: int | None = None
    is_labeled: bool | None = None
    allow_skip: bool | None = None
    file_upload_id: int | None = None


@dataclass(frozen=True, slots=True)
class ItemProblem:
    """What is wrong with one item of an import; the index counts from 0."""

    index: int
    reason: str

    def __str__(self) -> str:
        return f"Task {self.index}: {self.reason}"


class RefusedItems(ValueError):
    """Some items are no tasks; carries up to `MAX_ERRORS` problems."""

    def __init__(self, problems: list[ItemProblem]) -> None:
        super().__init__("; ".join(map(str, problems[:3])))
        self.problems = problems


class UnreadableFile(ValueError):
    """The bytes cannot be read as the format they claim; `line` counts from 1 where it is known."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"line {line}: {reason}")
        self.reason = reason
        self.line = line


def decoded(body: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte-order mark; refuses other bytes and NUL."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile("the file is not UTF-8 text", line=body.count(b"\n", 0, error.start) + 1) from error
    nul = text.find("\0")
    if nul >= 0:
        raise UnreadableFile("a NUL character is not allowed", line=text.count("\n", 0, nul) + 1)
    return text
