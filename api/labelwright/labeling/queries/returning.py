"""Work that a reviewer sent back: whose it still is, and how much room it takes in the label stream.

Nothing is stored of it: whether somebody can take up their work again is asked of the rows that say so when a task is
handed out. Who comes back has it back.
"""

from sqlalchemy import ColumnElement, and_, case, distinct, exists, func, literal_column, or_, select

from labelwright.annotations.models import Annotation, ReviewState
from labelwright.core.access import PERMISSIONS, Action
from labelwright.organizations.models import Member
from labelwright.projects.models import Distribution, Project
from labelwright.projects.service import memberships
from labelwright.tasks.models import AssignmentKind, Task, TaskAssignment

TASK = Task.__table__
ANNOTATION = Annotation.__table__
ASSIGNMENT = TaskAssignment.__table__
MEMBER = Member.__table__
PROJECT = Project.__table__


def is_returned() -> ColumnElement[bool]:
    """Whether an annotation was sent back to its annotator; in the words of the index on it."""
    return ANNOTATION.c.review_state == literal_column(f"'{ReviewState.RETURNED.value}'")


def is_awaited(user_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether work that somebody did on a task would be handed to them again.

    They are in the project, and the task is theirs to annotate: assigned to them, or to nobody where it is handed out
    so.
    """
    assigned = select(ASSIGNMENT.c.id).where(
        ASSIGNMENT.c.task_id == TASK.c.id, ASSIGNMENT.c.kind == AssignmentKind.ANNOTATE.value
    )
    to_anybody = exists(assigned.correlate(TASK))
    to_them = exists(assigned.where(ASSIGNMENT.c.user_id == MEMBER.c.user_id).correlate(TASK, MEMBER))
    gets_nobodys = or_(
        PROJECT.c.distribution != Distribution.ASSIGNED_ONLY.value,
        MEMBER.c.role.in_(sorted(PERMISSIONS[Action.SEE_ALL_ANNOTATIONS])),
    )
    own = memberships(TASK.c.project_id, user_id).where(or_(to_them, and_(gets_nobodys, ~to_anybody)))
    # Not by `exists`: for each task PostgreSQL would collect all members that it is true of, to look for one there.
    return own.correlate(TASK, ANNOTATION).limit(1).scalar_subquery().is_not(None)


def annotators() -> ColumnElement[int]:
    """How many annotators have finished a task or are to take up again what they did on it.

    As the task has it, unless work was sent back that nobody is there for any more.
    """
    counted = select(func.count(distinct(func.coalesce(ANNOTATION.c.completed_by_id, 0)))).where(
        ANNOTATION.c.task_id == TASK.c.id,
        ANNOTATION.c.was_cancelled.is_(False),
        ANNOTATION.c.deleted_at.is_(None),
        or_(ANNOTATION.c.review_state.is_(None), ~is_returned(), is_awaited(ANNOTATION.c.completed_by_id)),
    )
    return case(
        (TASK.c.returned_reviews == 0, TASK.c.annotators_number), else_=counted.correlate(TASK).scalar_subquery()
    )
