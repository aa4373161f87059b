"""covering indexes of tasks."""

from alembic import op
import sqlalchemy as sa

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

OPEN = {'postgresql_where': sa.text('NOT is_labeled'), 'sqlite_where': sa.text('is_labeled = 0')}
REVIEWED = {f'{name}_where': sa.text('accepted_reviews > 0 AND pending_reviews = 0 AND returned_reviews = 0') for name in ('postgresql', 'sqlite')}
TO_REVIEW = {f'{name}_where': sa.text('pending_reviews > 0') for name in ('postgresql', 'sqlite')}
TOTALS = ['total_annotations', 'total_predictions']


def upgrade() -> None:
    for name in ('ix_task_open', 'ix_task_reviewed', 'ix_task_to_review'):
        op.drop_index(name, 'task')
    op.create_index('ix_task_open', 'task', ['project_id', 'id', *TOTALS, 'is_labeled'], **OPEN)
    op.create_index('ix_task_reviewed', 'task', ['project_id', 'id', *TOTALS, 'accepted_reviews', 'pending_reviews', 'returned_reviews'], **REVIEWED)
    op.create_index('ix_task_to_review', 'task', ['project_id', 'id', 'is_labeled', 'pending_reviews'], **TO_REVIEW)


def downgrade() -> None:
    for name in ('ix_task_open', 'ix_task_reviewed', 'ix_task_to_review'):
        op.drop_index(name, 'task')
    op.create_index('ix_task_open', 'task', ['project_id', 'id'], **OPEN)
    op.create_index('ix_task_reviewed', 'task', ['project_id', 'id', *TOTALS], **REVIEWED)
    op.create_index('ix_task_to_review', 'task', ['project_id', 'id', 'is_labeled'], **TO_REVIEW)
