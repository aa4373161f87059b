"""reviewed and histories."""

from alembic import op
import sqlalchemy as sa

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

REVIEWED = 'accepted_reviews > 0 AND pending_reviews = 0 AND '
BEFORE = sa.text(REVIEWED + 'returned_reviews = 0')
COLUMNS = ['project_id', 'id', 'total_annotations', 'total_predictions', 'accepted_reviews', 'pending_reviews', 'returned_reviews']


def upgrade() -> None:
    op.add_column('annotation_revision', sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default='0', nullable=False))
    op.execute('UPDATE annotation_revision SET project_id = (SELECT project_id FROM annotation WHERE annotation.id = annotation_id)')
    op.create_index('ix_annotation_revision_project_created_at', 'annotation_revision', ['project_id', 'created_at', 'id'], unique=False)
    op.create_index('ix_annotation_project_created_at', 'annotation', ['project_id', 'created_at', 'id'], unique=False, postgresql_where=sa.text('deleted_at IS NULL'), sqlite_where=sa.text('deleted_at IS NULL'))
    op.drop_index('ix_review_project_created', table_name='review')
    op.create_index('ix_review_project_created', 'review', ['project_id', 'created_at', 'id'], unique=False)
    op.add_column('login_failure', sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
    op.add_column('login_failure', sa.Column('is_told', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index('ix_task_reviewed', table_name='task')
    op.create_index('ix_task_reviewed', 'task', [*COLUMNS, 'is_labeled'], unique=False, postgresql_where=sa.text(REVIEWED + '(returned_reviews = 0 OR is_labeled)'), sqlite_where=sa.text(REVIEWED + '(returned_reviews = 0 OR is_labeled = 1)'))


def downgrade() -> None:
    op.drop_column('login_failure', 'is_told')
    op.drop_column('login_failure', 'user_id')
    op.drop_index('ix_task_reviewed', table_name='task')
    op.create_index('ix_task_reviewed', 'task', COLUMNS, unique=False, postgresql_where=BEFORE, sqlite_where=BEFORE)
    op.drop_index('ix_review_project_created', table_name='review')
    op.create_index('ix_review_project_created', 'review', ['project_id', 'created_at'], unique=False)
    op.drop_index('ix_annotation_project_created_at', table_name='annotation')
    op.drop_index('ix_annotation_revision_project_created_at', table_name='annotation_revision')
    op.drop_column('annotation_revision', 'project_id')
