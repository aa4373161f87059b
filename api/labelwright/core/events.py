"""Events: what happened in a unit of work, told to subscribers after its commit and dropped on rollback."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

E = TypeVar("E")

_PENDING = "labelwright.events"


class Events:
    """Subscriptions of one process. Subscribers are called on the event loop and must not block or fail."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._subscribers: dict[type[Any], list[Callable[[Any], None]]] = {}

    def subscribe(self, kind: type[E], subscriber: Callable[[E], None]) -> Callable[[], None]:
        """Call `subscriber` with every event of a kind; returns what ends it."""
        listeners = self._subscribers.setdefault(kind, [])
        listeners.append(subscriber)
        return lambda: listeners.remove(subscriber)

    def deliver(self, session: AsyncSession) -> None:
        """Tell what was published in a unit of work that has been committed."""
        for event in session.info.pop(_PENDING, ()):
            for subscriber in tuple(self._subscribers.get(type(event), ())):
                subscriber(event)


def publish(session: AsyncSession, event: object) -> None:
    """Tell subscribers about something once the session's unit of work is committed."""
    session.info.setdefault(_PENDING, []).append(event)
