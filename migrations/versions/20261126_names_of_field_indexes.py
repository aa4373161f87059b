"""names of field indexes."""

from alembic import op
import sqlalchemy as sa

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the indexes on fields of task data: those on texts refuse long ones. A job makes those that are wanted anew."""
    _drop_all()


def downgrade() -> None:
    """The release before looks for other names."""
    _drop_all()


def _drop_all() -> None:
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == 'sqlite'
    names = "SELECT name FROM sqlite_master WHERE type = 'index'" if is_sqlite else 'SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema()'
    for (name,) in connection.execute(sa.text(names)).all():
        if name.startswith('ix_task_data_'):
            op.drop_index(name, 'task')
