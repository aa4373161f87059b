"""Wire shapes of model backends."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from labelwright.core.http import MAX_ID
from labelwright.core.types import Json
from labelwright.mlbackends.models import AuthMethod

Id = Annotated[int, Field(ge=1, le=MAX_ID)]


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


class BackendInput(BaseModel):
    """What a client may set; fields left out stay. The password is never shown again."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    project: Id | None = Field(None, description="The project it works for; it stays there.")
    url: str | None = Field(None, max_length=2048, pattern="^https?://", examples=["http://localhost:9090"])
    title: str | None = Field(None, max_length=256, examples=["Sentiment"])
    description: str | None = Field(None, max_length=10_000)
    auth_method: AuthMethod | None = None
    basic_auth_user: str | None = Field(None, max_length=256)
    basic_auth_pass: SecretStr | None = Field(None, max_length=1024)
    is_interactive: bool | None = Field(None, description="Whether it helps while a region is drawn.")
    auto_update: bool | None = Field(None, description="Whether `model_version` follows what the backend says.")
    timeout: Annotated[int | None, BeforeValidator(_empty_is_none)] = Field(
        None, ge=1, le=600, description="Seconds that a prediction may take."
    )
    extra_params: Json = Field(None, description="Passed to the backend when it is set up.")
    model_version: str | None = Field(None, max_length=512, description="Without `auto_update`: the one to use.")


class BackendRead(BaseModel):
    """A model backend as it is shown."""

    id: int
    project: int
    url: str
    title: str
    description: str
    auth_method: AuthMethod
    basic_auth_user: str | None
    basic_auth_pass_is_set: bool
    is_interactive: bool
    auto_update: bool
    timeout: int
    extra_params: Any
    state: str
    readable_state: str
    error_message: str | None
    model_version: str
    created_at: datetime
    updated_at: datetime


class PredictAll(BaseModel):
    """Which tasks a backend is to predict; all of its project without `ids`."""

    model_config = ConfigDict(extra="ignore")

    ids: list[Id] | None = Field(None, max_length=100_000)
    batch_size: int | None = Field(None, ge=1, le=1000, description="Tasks in one request to the backend.")


class Interactive(BaseModel):
    """A task, and what is being drawn on it."""

    model_config = ConfigDict(extra="ignore")

    task: Id
    context: Json = None


class Started(BaseModel):
    """Work that goes on in a job."""

    job: int = Field(description="The job; see `/api/jobs/{id}`.")
    state: str


class Versions(BaseModel):
    """Versions of a backend's model."""

    versions: list[str]
    message: str | None = None
