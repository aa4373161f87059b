"""indexes for teams."""

from alembic import op
import sqlalchemy as sa

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('annotation', schema=None) as batch_op:
        batch_op.create_index('ix_annotation_pending', ['project_id', 'completed_by_id', 'task_id'], unique=False, postgresql_where=sa.text("review_state = 'pending'"), sqlite_where=sa.text("review_state = 'pending'"))

    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index('ix_review_project_reviewer', ['project_id', 'created_by_id', 'task_id'], unique=False)

    with op.batch_alter_table('task', schema=None) as batch_op:
        if op.get_bind().dialect.name == 'sqlite':
            # In the words of the queries, without which SQLite does not use them.
            batch_op.drop_index('ix_task_open')
            batch_op.drop_index('ix_task_open_sampled')
            batch_op.create_index('ix_task_open', ['project_id', 'id'], unique=False, sqlite_where=sa.text('is_labeled = 0'))
            batch_op.create_index('ix_task_open_sampled', ['project_id', 'sort_key', 'id'], unique=False, sqlite_where=sa.text('is_labeled = 0'))
        batch_op.drop_index(batch_op.f('ix_task_project_id_id'))
        batch_op.drop_index(batch_op.f('ix_task_to_review'), sqlite_where=sa.text('pending_reviews > 0'))
        batch_op.create_index('ix_task_to_review', ['project_id', 'id', 'is_labeled'], unique=False, postgresql_where=sa.text('pending_reviews > 0'), sqlite_where=sa.text('pending_reviews > 0'))
        batch_op.create_index('ix_task_agreement', ['project_id', 'agreement', 'id', 'total_annotations', 'total_predictions'], unique=False, postgresql_where=sa.text('agreement IS NOT NULL'), sqlite_where=sa.text('agreement IS NOT NULL'))
        batch_op.create_index('ix_task_reviewed', ['project_id', 'id', 'total_annotations', 'total_predictions'], unique=False, postgresql_where=sa.text('accepted_reviews > 0 AND pending_reviews = 0 AND returned_reviews = 0'), sqlite_where=sa.text('accepted_reviews > 0 AND pending_reviews = 0 AND returned_reviews = 0'))
        batch_op.create_index('ix_task_totals', ['project_id', 'id', 'total_annotations', 'total_predictions'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index('ix_task_totals')
        batch_op.drop_index('ix_task_reviewed', postgresql_where=sa.text('accepted_reviews > 0 AND pending_reviews = 0 AND returned_reviews = 0'), sqlite_where=sa.text('accepted_reviews > 0 AND pending_reviews = 0 AND returned_reviews = 0'))
        batch_op.drop_index('ix_task_agreement', postgresql_where=sa.text('agreement IS NOT NULL'), sqlite_where=sa.text('agreement IS NOT NULL'))
        batch_op.drop_index('ix_task_to_review', postgresql_where=sa.text('pending_reviews > 0'), sqlite_where=sa.text('pending_reviews > 0'))
        batch_op.create_index(batch_op.f('ix_task_to_review'), ['project_id', 'id'], unique=False, sqlite_where=sa.text('pending_reviews > 0'))
        batch_op.create_index(batch_op.f('ix_task_project_id_id'), ['project_id', 'id'], unique=False)

    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index('ix_review_project_reviewer')

    with op.batch_alter_table('annotation', schema=None) as batch_op:
        batch_op.drop_index('ix_annotation_pending', postgresql_where=sa.text("review_state = 'pending'"), sqlite_where=sa.text("review_state = 'pending'"))

