"""One listener for all services: it notes what happens to mapped rows that the rules name, as they are written."""

from datetime import datetime
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from labelwright.audit.service.rules import LONGEST, SHOWN_AS, WATCHED, Changes, Watch
from labelwright.core import audit


def watch() -> None:
    """Have all sessions of this process looked at; once is enough."""
    if not event.contains(Session, "after_flush", _look):
        event.listen(Session, "after_flush", _look)


def _look(session: Session, _: UOWTransaction) -> None:
    """Note what a flush has written."""
    for row in session.new:
        if (watch := WATCHED.get(type(row))) is not None and watch.added is not None:
            audit.note(session, *watch.added(session, row, {}))
    for row in session.dirty:
        if (watch := WATCHED.get(type(row))) is None or watch.changed is None:
            continue
        if changes := _changes(row, watch):
            audit.note(session, *watch.changed(session, row, changes))
    for row in session.deleted:
        if (watch := WATCHED.get(type(row))) is not None and watch.deleted is not None:
            audit.note(session, *watch.deleted(session, row, {}))


def _changes(row: Any, watch: Watch) -> Changes:
    """The watched fields of a row that have other values now, with both where they are plain."""
    state = inspect(row)
    found: Changes = {}
    for name, shown in watch.shown.items():
        history = state.attrs[name].history
        if not history.has_changes():
            continue
        # Of a value that was not read before, nobody knows what it was.
        values = [*(history.deleted or [None]), *(history.added or [None])]
        if values[0] == values[1]:
            continue
        pair = None if shown is None else [_plain(shown(value)) for value in values]
        is_told = pair is not None and _LONG not in pair and pair[0] != pair[1]
        found[SHOWN_AS.get(name, name)] = pair if is_told else None
    return found


_LONG = object()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return value if isinstance(value, str) and len(value) <= LONGEST else _LONG
