"""review settings of projects."""

from alembic import op
import sqlalchemy as sa
revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('project', sa.Column('enable_review', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('project', sa.Column('review_percentage', sa.Integer(), server_default='100', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_column('review_percentage')
        batch_op.drop_column('enable_review')
