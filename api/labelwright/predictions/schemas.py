"""Wire shapes of predictions."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from labelwright.core.types import Json

DEFAULT_VERSION = "undefined"


class PredictionInput(BaseModel):
    """What a client may set. `result` is kept to the byte."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    task: int | None = Field(None, ge=1, le=2**63 - 1)
    result: Json = Field(None, description="A list of result items.")
    score: float | None = Field(None, description="Confidence for the whole task.")
    model_version: str | None = Field(None, max_length=512)
    cluster: int | None = Field(None, ge=-(2**31), le=2**31 - 1)
    neighbors: Json = None
    mislabeling: float | None = None


class PredictionRead(BaseModel):
    """A prediction."""

    id: int
    task: int
    project: int
    result: list[Json]
    score: float | None
    model_version: str
    cluster: int | None
    neighbors: Json
    mislabeling: float
    model: None
    model_run: None
    created_ago: str
    created_at: datetime
    updated_at: datetime


class Created(BaseModel):
    """How many predictions were created."""

    created: int
