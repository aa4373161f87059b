"""assignments."""

from alembic import op
import sqlalchemy as sa
from labelwright.core.types import UtcDateTime
revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('task_assignment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('task_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=2), nullable=False),
    sa.Column('assigned_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['assigned_by_id'], ['user.id'], name=op.f('fk_task_assignment_assigned_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_task_assignment_project_id_project'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_assignment_task_id_task'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_task_assignment_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_assignment')),
    sa.UniqueConstraint('task_id', 'kind', 'user_id', name=op.f('uq_task_assignment_task_id_kind_user_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('task_assignment', schema=None) as batch_op:
        batch_op.create_index('ix_task_assignment_project_kind', ['project_id', 'kind', 'user_id', 'task_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_assignment_user_id'), ['user_id'], unique=False)

    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.add_column(sa.Column('distribution', sa.String(length=32), server_default='auto_distribution', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_column('distribution')

    with op.batch_alter_table('task_assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_assignment_user_id'))
        batch_op.drop_index('ix_task_assignment_project_kind')

    op.drop_table('task_assignment')
