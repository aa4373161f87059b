"""Wire shapes of histories."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from labelwright.core.types import Json


class Entity(StrEnum):
    """What has a history."""

    PROJECT = "project"
    TASK = "task"
    ANNOTATION = "annotation"


class Person(BaseModel):
    """Who did it."""

    id: int
    email: str


class Step(BaseModel):
    """One state that an object was in from `created_at` on."""

    id: str
    state: str
    previous_state: str | None
    transition_name: str
    triggered_by: Person | None
    reason: str
    context_data: Json
    created_at: datetime


class StepPage(BaseModel):
    """One page of a history."""

    count: int
    next: str | None
    previous: str | None
    results: list[Step]


class TransitionInput(BaseModel):
    """A transition to be run by hand."""

    model_config = ConfigDict(extra="ignore")

    transition_name: str = Field(min_length=1, max_length=200)
    transition_data: Json = None
