"""labels, stream history, session policy, periodic sync."""

from alembic import op
import sqlalchemy as sa
from labelwright.core.types import JsonDoc
from labelwright.core.types import UtcDateTime
revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('label',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('organization_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('title', sa.String(length=512), nullable=False),
    sa.Column('value', JsonDoc(), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('approved', sa.Boolean(), nullable=False),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('updated_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['user.id'], name=op.f('fk_label_approved_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_label_created_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_label_organization_id_organization'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label')),
    sa.UniqueConstraint('organization_id', 'title', name=op.f('uq_label_organization_id_title')),
    sqlite_autoincrement=True
    )
    op.create_table('label_link',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('from_name', sa.String(length=512), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('updated_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['label_id'], ['label.id'], name=op.f('fk_label_link_label_id_label'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_label_link_project_id_project'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label_link')),
    sa.UniqueConstraint('label_id', 'project_id', 'from_name', name=op.f('uq_label_link_label_id_project_id_from_name')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('label_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_label_link_project_id'), ['project_id'], unique=False)

    op.create_table('stream_visit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('task_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_stream_visit_project_id_project'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_stream_visit_task_id_task'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_stream_visit_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stream_visit')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('stream_visit', schema=None) as batch_op:
        batch_op.create_index('ix_stream_visit_project_id_user_id', ['project_id', 'user_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stream_visit_task_id'), ['task_id'], unique=False)

    with op.batch_alter_table('organization', schema=None) as batch_op:
        batch_op.add_column(sa.Column('max_session_age', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('max_time_between_activity', sa.Integer(), nullable=True))

    with op.batch_alter_table('storage', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sync_minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('next_sync', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('sync_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index(batch_op.f('ix_storage_next_sync'), ['next_sync'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('storage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_storage_next_sync'))
        batch_op.drop_column('sync_by_id')
        batch_op.drop_column('next_sync')
        batch_op.drop_column('sync_minutes')

    with op.batch_alter_table('organization', schema=None) as batch_op:
        batch_op.drop_column('max_time_between_activity')
        batch_op.drop_column('max_session_age')

    with op.batch_alter_table('stream_visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stream_visit_task_id'))
        batch_op.drop_index('ix_stream_visit_project_id_user_id')

    op.drop_table('stream_visit')
    with op.batch_alter_table('label_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_label_link_project_id'))

    op.drop_table('label_link')
    op.drop_table('label')
