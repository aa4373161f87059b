"""Wire shapes of the label stream."""

from pydantic import BaseModel


class StreamVisit(BaseModel):
    """A task that the stream handed out, and what the caller made of it."""

    taskId: int  # noqa: N815 - published name
    annotationId: int | None  # noqa: N815 - published name
