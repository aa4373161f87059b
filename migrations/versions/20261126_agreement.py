"""agreement."""

from alembic import op
import sqlalchemy as sa

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agreement_score',
    sa.Column('task_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('control', sa.Text(), nullable=False),
    sa.Column('user_a_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_b_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('label_a', sa.Text(), nullable=True),
    sa.Column('label_b', sa.Text(), nullable=True),
    sa.Column('weight', sa.Float(), nullable=True),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_agreement_score_project_id_project'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_agreement_score_task_id_task'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_a_id'], ['user.id'], name=op.f('fk_agreement_score_user_a_id_user'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_b_id'], ['user.id'], name=op.f('fk_agreement_score_user_b_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('task_id', 'control', 'user_a_id', 'user_b_id', name=op.f('pk_agreement_score'))
    )
    with op.batch_alter_table('agreement_score', schema=None) as batch_op:
        batch_op.create_index('ix_agreement_score_project_control', ['project_id', 'control', 'user_a_id', 'user_b_id'], unique=False)
        batch_op.create_index('ix_agreement_score_user_a_id', ['user_a_id'], unique=False)
        batch_op.create_index('ix_agreement_score_user_b_id', ['user_b_id'], unique=False)

    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.add_column(sa.Column('agreement', sa.Float(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_column('agreement')

    with op.batch_alter_table('agreement_score', schema=None) as batch_op:
        batch_op.drop_index('ix_agreement_score_user_b_id')
        batch_op.drop_index('ix_agreement_score_user_a_id')
        batch_op.drop_index('ix_agreement_score_project_control')

    op.drop_table('agreement_score')
