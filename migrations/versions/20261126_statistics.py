"""statistics."""

from alembic import op
import sqlalchemy as sa

from labelwright.core.types import JsonText, UtcDateTime

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('statistics_day',
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('counts', JsonText(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_statistics_day_project_id_project'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('project_id', 'day', name=op.f('pk_statistics_day'))
    )
    op.create_table('statistics_state',
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('computed_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('settled_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('due_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('task_number', sa.Integer(), nullable=False),
    sa.Column('finished_task_number', sa.Integer(), nullable=False),
    sa.Column('total_annotations_number', sa.Integer(), nullable=False),
    sa.Column('skipped_annotations_number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_statistics_state_project_id_project'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('project_id', name=op.f('pk_statistics_state'))
    )


def downgrade() -> None:
    op.drop_table('statistics_state')
    op.drop_table('statistics_day')
