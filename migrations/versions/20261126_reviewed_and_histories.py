"""reviewed and histories."""

from alembic import op
import sqlalchemy as sa

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

REVIEWED = 'accepted_reviews > 0 AND pending_reviews = 0 AND '
BEFORE = sa.text(REVIEWED + 'returned_reviews = 0')
TOTALS = ['project_id', 'id', 'total_annotations', 'total_predictions']


def upgrade() -> None:
    op.drop_index('ix_task_reviewed', table_name='task')
    op.create_index('ix_task_reviewed', 'task', TOTALS, unique=False, postgresql_where=sa.text(REVIEWED + '(returned_reviews = 0 OR is_labeled)'), sqlite_where=sa.text(REVIEWED + '(returned_reviews = 0 OR is_labeled = 1)'))


def downgrade() -> None:
    op.drop_index('ix_task_reviewed', table_name='task')
    op.create_index('ix_task_reviewed', 'task', TOTALS, unique=False, postgresql_where=BEFORE, sqlite_where=BEFORE)
