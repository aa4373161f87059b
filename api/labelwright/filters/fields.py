"""What each column is in SQL: its readings, from which the operators take the one they need."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    cast,
    exists,
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
)

from labelwright.annotations.models import Annotation, AnnotationDraft
from labelwright.comments.models import Comment
from labelwright.core import jsonfields
from labelwright.core.types import IsoText
from labelwright.filters import names
from labelwright.filters.tree import ValueType
from labelwright.predictions.models import Prediction
from labelwright.reviews.models import Review
from labelwright.tasks.models import AssignmentKind, FileUpload, Task, TaskAssignment
from labelwright.users.models import User

# Plain tables: a statement with mapped classes in it takes the object mapper's way, which costs twice as much.
TASK: FromClause = Task.__table__
ANNOTATION: FromClause = Annotation.__table__
DRAFT: FromClause = AnnotationDraft.__table__
PREDICTION: FromClause = Prediction.__table__
ASSIGNMENT: FromClause = TaskAssignment.__table__
REVIEW: FromClause = Review.__table__
COMMENT: FromClause = Comment.__table__
UPLOAD: FromClause = FileUpload.__table__
USER: FromClause = User.__table__

Expression = ColumnElement[Any]
RowCondition = Callable[[Expression], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Scope:
    """In which project and on whose behalf columns are read: an annotator's filter sees their own work only."""

    project_id: int = 0
    reader_id: int | None = None
    model_version: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `value` is of the column's type, `text` what is searched as text.

    `parts` finds rows behind the column of which one is enough: members of a list, single results.
    """

    type: ValueType
    value: Expression
    text: Expression
    is_empty: ColumnElement[bool]
    parts: Callable[[RowCondition], ColumnElement[bool]] | None = None
    is_container: ColumnElement[bool] | None = None


def field(name: str, kind: ValueType, scope: Scope) -> Field:
    """The column of a checked name, read as `kind`."""
    return _of_data(name.removeprefix(names.DATA), kind) if name.startswith(names.DATA) else _OWN[name](scope)


def _of_data(key: str, kind: ValueType) -> Field:
    document = TASK.c.data
    text = jsonfields.field(jsonfields.FieldText, document, key)
    value: Expression = text
    if kind == ValueType.NUMBER:
        value = jsonfields.field(jsonfields.FieldNumber, document, key)
    elif kind == ValueType.DATETIME:
        value = jsonfields.field(jsonfields.FieldMoment, document, key)
    elif kind == ValueType.BOOLEAN:
        value = jsonfields.field(jsonfields.FieldFlag, document, key)
    return Field(
        ValueType.STRING if kind == ValueType.LIST else kind,
        value,
        text,
        jsonfields.field(jsonfields.FieldIsEmpty, document, key),
        is_container=jsonfields.field(jsonfields.FieldIsContainer, document, key),
    )


def _number(value: Expression) -> Field:
    return Field(ValueType.NUMBER, value, cast(value, Text()), value.is_(None))


def _flag(value: ColumnElement[bool]) -> Field:
    return Field(ValueType.BOOLEAN, value, cast(value, Text()), false())


def _moment(value: Expression) -> Field:
    return Field(ValueType.DATETIME, value, IsoText(value), value.is_(None))


def _text(value: Expression) -> Field:
    return Field(ValueType.STRING, value, value, func.coalesce(value, "") == "")


def _annotations(scope: Scope) -> Select[Any]:
    """The annotations of the task that may be read."""
    statement = select(ANNOTATION.c.id).where(ANNOTATION.c.task_id == TASK.c.id, ANNOTATION.c.deleted_at.is_(None))
    if scope.reader_id is not None:
        statement = statement.where(ANNOTATION.c.completed_by_id == scope.reader_id)
    return statement.correlate(TASK)


def _finished(scope: Scope) -> Select[Any]:
    return _annotations(scope).where(ANNOTATION.c.was_cancelled.is_(False))


def _predictions(_scope: Scope) -> Select[Any]:
    return select(PREDICTION.c.id).where(PREDICTION.c.task_id == TASK.c.id).correlate(TASK)


def _joined(rows: Select[Any], value: Expression, order: Expression, *, distinct: bool = False) -> Expression:
    """The texts of rows, in order, with commas between."""
    listed = rows.with_only_columns(value.label("part"), order.label("place")).order_by(order)
    inner = (listed.distinct() if distinct else listed).subquery()
    return select(func.aggregate_strings(inner.c.part, ",")).scalar_subquery()


def _gathered(rows: Select[Any], column: Expression, order: Expression, *, distinct: bool = False) -> Field:
    """Texts of rows joined with commas; a search looks into each."""
    part = cast(column, Text())
    joined = _joined(rows, part, order, distinct=distinct)
    return Field(
        ValueType.STRING,
        joined,
        joined,
        ~exists(rows),
        parts=lambda condition: exists(rows.where(condition(part))),
    )


def _annotators(scope: Scope) -> Field:
    author = ANNOTATION.c.completed_by_id
    rows = _annotations(scope).where(author.is_not(None))
    joined = _joined(rows, cast(author, Text()), author, distinct=True)
    return Field(
        ValueType.LIST,
        joined,
        joined,
        ~exists(rows),
        parts=lambda condition: exists(rows.where(condition(author))),
    )


def _assignees(scope: Scope) -> Field:
    table, user = ASSIGNMENT, ASSIGNMENT.c.user_id
    return _people(table, user, scope, table.c.kind == AssignmentKind.ANNOTATE.value)


def _reviewers(scope: Scope) -> Field:
    user = REVIEW.c.created_by_id
    return _people(REVIEW, user, scope, user.is_not(None))


def _people(table: FromClause, user: Expression, scope: Scope, which: ColumnElement[bool]) -> Field:
    """Users in rows about tasks. Some of them are looked for project by project: one walk instead of one per task."""
    rows = select(table.c.id).where(table.c.task_id == TASK.c.id, which).correlate(TASK)
    joined = _joined(rows, cast(user, Text()), user, distinct=True)
    in_project = select(table.c.task_id).where(table.c.project_id == scope.project_id, which)
    return Field(
        ValueType.LIST,
        joined,
        joined,
        ~exists(rows),
        parts=lambda condition: TASK.c.id.in_(in_project.where(condition(user))),
    )


def is_reviewed() -> ColumnElement[bool]:
    """Whether a task has accepted work, nothing of it awaits a verdict, and it is complete without what was sent back.

    In the words of the index on it (`ix_task_reviewed`): what a parameter will be is not known when one is chosen.
    """
    none = literal_column("0", Integer())
    is_complete = or_(TASK.c.returned_reviews == none, TASK.c.is_labeled == true())
    return and_(TASK.c.accepted_reviews > none, TASK.c.pending_reviews == none, is_complete)


def _comments(scope: Scope) -> Select[Any]:
    """The comments on the task that may be read."""
    rows = select(COMMENT.c.id).where(COMMENT.c.task_id == TASK.c.id)
    if scope.reader_id is not None:
        own = select(ANNOTATION.c.id).where(
            ANNOTATION.c.id == COMMENT.c.annotation_id, ANNOTATION.c.completed_by_id == scope.reader_id
        )
        rows = rows.where(or_(COMMENT.c.annotation_id.is_(None), exists(own)))
    return rows.correlate(TASK)


def _count(rows: Select[Any]) -> Field:
    return _number(rows.with_only_columns(func.count()).scalar_subquery())


def _updated_by(_scope: Scope) -> Field:
    value = TASK.c.updated_by_id
    return Field(ValueType.LIST, value, cast(value, Text()), value.is_(None), parts=lambda condition: condition(value))


def _score(scope: Scope) -> Field:
    """The mean score of the model version that the project shows."""
    if scope.model_version is None:
        return _number(cast(null(), Float()))
    rows = _predictions(scope).where(PREDICTION.c.model_version == literal(scope.model_version, Text()))
    return _number(rows.with_only_columns(func.avg(PREDICTION.c.score)).scalar_subquery())


def _draft_exists(scope: Scope) -> Field:
    rows = select(DRAFT.c.id).where(DRAFT.c.task_id == TASK.c.id).correlate(TASK)
    return _flag(exists(rows if scope.reader_id is None else rows.where(DRAFT.c.user_id == scope.reader_id)))


def _file_upload(_scope: Scope) -> Field:
    rows = select(UPLOAD.c.name).where(UPLOAD.c.id == TASK.c.file_upload_id).correlate(TASK)
    return _text(rows.scalar_subquery())


def _updater_organization(_scope: Scope) -> Field:
    rows = select(USER.c.active_organization_id).where(USER.c.id == TASK.c.updated_by_id).correlate(TASK)
    return _number(rows.scalar_subquery())


def _model_versions(scope: Scope) -> Field:
    version = PREDICTION.c.model_version
    return _gathered(_predictions(scope), version, version, distinct=True)


def _own(read: Callable[[Expression], Field], column: str) -> Callable[[Scope], Field]:
    return lambda _scope: read(TASK.c[column])


_NUMBERS = ("id", "inner_id", "overlap", "total_annotations", "cancelled_annotations", "total_predictions")
_MOMENTS = ("completed_at", "created_at", "updated_at")

_OWN: dict[str, Callable[[Scope], Field]] = {
    **{name: _own(_number, name) for name in _NUMBERS},
    **{name: _own(_moment, name) for name in _MOMENTS},
    "avg_lead_time": lambda _: _number(TASK.c.lead_time_sum / func.nullif(TASK.c.total_annotations, 0)),
    "predictions_score": _score,
    "agreement": _own(_number, "agreement"),
    "pending_reviews": _own(_number, "pending_reviews"),
    "reviews_accepted": _own(_number, "accepted_reviews"),
    "reviews_rejected": lambda _: _number(TASK.c.returned_reviews + TASK.c.rejected_reviews),
    "comment_count": lambda scope: _count(_comments(scope)),
    "unresolved_comment_count": lambda scope: _count(_comments(scope).where(COMMENT.c.is_resolved.is_(False))),
    "updated_by__active_organization": _updater_organization,
    "completed": _own(_flag, "is_labeled"),
    "is_labeled": _own(_flag, "is_labeled"),
    "ground_truth": lambda _: _flag(TASK.c.ground_truth_annotations > 0),
    "reviewed": lambda _: _flag(is_reviewed()),
    "draft_exists": _draft_exists,
    "file_upload": _file_upload,
    "storage_filename": _own(_text, "storage_filename"),
    "annotations_ids": lambda scope: _gathered(_annotations(scope), ANNOTATION.c.id, ANNOTATION.c.id),
    "annotations_results": lambda scope: _gathered(_finished(scope), ANNOTATION.c.result, ANNOTATION.c.id),
    "predictions_results": lambda scope: _gathered(_predictions(scope), PREDICTION.c.result, PREDICTION.c.id),
    "predictions_model_versions": _model_versions,
    "annotators": _annotators,
    "assignees": _assignees,
    "reviewers": _reviewers,
    "comments": lambda scope: _gathered(_comments(scope), COMMENT.c.text, COMMENT.c.id),
    "updated_by": _updated_by,
}
