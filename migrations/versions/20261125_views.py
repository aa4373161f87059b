"""views."""

from alembic import op
import sqlalchemy as sa
from labelwright.core.types import JsonDoc
from labelwright.core.types import UtcDateTime
revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('data_column', schema=None) as batch_op:
        batch_op.add_column(sa.Column('value_type', sa.String(length=16), nullable=True))

    op.create_table('data_view',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('data', JsonDoc(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('updated_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_data_view_project_id_project'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_data_view_user_id_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_view')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('data_view', schema=None) as batch_op:
        batch_op.create_index('ix_data_view_project_position', ['project_id', 'position', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('data_view', schema=None) as batch_op:
        batch_op.drop_index('ix_data_view_project_position')

    op.drop_table('data_view')
    with op.batch_alter_table('data_column', schema=None) as batch_op:
        batch_op.drop_column('value_type')
