"""reviews and comments."""

from alembic import op
import sqlalchemy as sa
from labelwright.core.types import JsonDoc
from labelwright.core.types import UtcDateTime
revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('review_lock',
    sa.Column('task_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_review_lock_project_id_project'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_review_lock_task_id_task'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_review_lock_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('task_id', name=op.f('pk_review_lock')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('review_lock', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_lock_project_id'), ['project_id'], unique=False)

    op.create_table('review',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('annotation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('task_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=False),
    sa.Column('fixed', sa.Boolean(), nullable=False),
    sa.Column('removed', sa.Boolean(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('annotation_rev', sa.Integer(), nullable=False),
    sa.Column('started_at', UtcDateTime(), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('updated_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['annotation_id'], ['annotation.id'], name=op.f('fk_review_annotation_id_annotation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_review_created_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_review_project_id_project'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_review_task_id_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index('ix_review_annotation_id', ['annotation_id', 'id'], unique=False)
        batch_op.create_index('ix_review_project_created', ['project_id', 'created_at'], unique=False)
        batch_op.create_index('ix_review_task_id', ['task_id'], unique=False)

    op.create_table('comment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('task_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('annotation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('draft_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('region_ref', JsonDoc(), nullable=True),
    sa.Column('classifications', JsonDoc(), nullable=True),
    sa.Column('is_resolved', sa.Boolean(), nullable=False),
    sa.Column('resolved_at', UtcDateTime(), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('updated_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['annotation_id'], ['annotation.id'], name=op.f('fk_comment_annotation_id_annotation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_comment_created_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['draft_id'], ['annotation_draft.id'], name=op.f('fk_comment_draft_id_annotation_draft'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_comment_project_id_project'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_comment_task_id_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comment')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.create_index('ix_comment_annotation_id', ['annotation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_comment_draft_id'), ['draft_id'], unique=False)
        batch_op.create_index('ix_comment_project_created', ['project_id', 'created_at'], unique=False)
        batch_op.create_index('ix_comment_task_id', ['task_id', 'id'], unique=False)

    op.create_table('comment_mention',
    sa.Column('comment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], name=op.f('fk_comment_mention_comment_id_comment'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_comment_mention_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('comment_id', 'user_id', name=op.f('pk_comment_mention')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('comment_mention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_mention_user_id'), ['user_id'], unique=False)

    with op.batch_alter_table('annotation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('review_state', sa.String(length=10), nullable=True))
        batch_op.create_index('ix_annotation_returned', ['project_id', 'completed_by_id'], unique=False, postgresql_where=sa.text("review_state = 'returned'"), sqlite_where=sa.text("review_state = 'returned'"))

    op.add_column('project', sa.Column('rejected_work', sa.String(length=10), server_default='requeue', nullable=False))
    op.add_column('project', sa.Column('require_comment_on_reject', sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column('project', sa.Column('review_only_finished', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('project', sa.Column('review_own_work', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pending_reviews', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('accepted_reviews', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('returned_reviews', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('rejected_reviews', sa.Integer(), server_default='0', nullable=False))
        batch_op.create_index('ix_task_to_review', ['project_id', 'id'], unique=False, postgresql_where=sa.text('pending_reviews > 0'), sqlite_where=sa.text('pending_reviews > 0'))



def downgrade() -> None:
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index('ix_task_to_review', postgresql_where=sa.text('pending_reviews > 0'), sqlite_where=sa.text('pending_reviews > 0'))
        batch_op.drop_column('rejected_reviews')
        batch_op.drop_column('returned_reviews')
        batch_op.drop_column('accepted_reviews')
        batch_op.drop_column('pending_reviews')

    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_column('review_own_work')
        batch_op.drop_column('review_only_finished')
        batch_op.drop_column('require_comment_on_reject')
        batch_op.drop_column('rejected_work')

    with op.batch_alter_table('annotation', schema=None) as batch_op:
        batch_op.drop_index('ix_annotation_returned', postgresql_where=sa.text("review_state = 'returned'"), sqlite_where=sa.text("review_state = 'returned'"))
        batch_op.drop_column('review_state')

    with op.batch_alter_table('comment_mention', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_comment_mention_user_id'))

    op.drop_table('comment_mention')
    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.drop_index('ix_comment_task_id')
        batch_op.drop_index('ix_comment_project_created')
        batch_op.drop_index(batch_op.f('ix_comment_draft_id'))
        batch_op.drop_index('ix_comment_annotation_id')

    op.drop_table('comment')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index('ix_review_task_id')
        batch_op.drop_index('ix_review_project_created')
        batch_op.drop_index('ix_review_annotation_id')

    op.drop_table('review')
    with op.batch_alter_table('review_lock', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_lock_project_id'))

    op.drop_table('review_lock')
