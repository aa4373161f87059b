"""model backends."""

from alembic import op
import sqlalchemy as sa
from labelwright.core.types import JsonValue
from labelwright.core.types import UtcDateTime
revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ml_backend',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('title', sa.String(length=256), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('auth_method', sa.String(length=16), nullable=False),
    sa.Column('basic_auth_user', sa.String(length=256), nullable=True),
    sa.Column('sealed', sa.Text(), nullable=True),
    sa.Column('is_interactive', sa.Boolean(), nullable=False),
    sa.Column('auto_update', sa.Boolean(), nullable=False),
    sa.Column('timeout', sa.Integer(), nullable=False),
    sa.Column('extra_params', JsonValue(), nullable=True),
    sa.Column('state', sa.String(length=2), nullable=False),
    sa.Column('error_message', sa.Text(), nullable=True),
    sa.Column('model_version', sa.Text(), nullable=False),
    sa.Column('server_url', sa.Text(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('updated_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_ml_backend_created_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_ml_backend_project_id_project'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ml_backend')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('ml_backend', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ml_backend_project_id'), ['project_id'], unique=False)


def downgrade() -> None:
    op.drop_table('ml_backend')
