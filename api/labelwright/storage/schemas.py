"""Wire shapes of storages, one pair for each kind and direction."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from labelwright.storage.models import SyncStatus

Text = str | None
MAX_SYNC_MINUTES = 30 * 24 * 60


class _Input(BaseModel):
    """What every storage has. Fields left out stay as they are; null means the same."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    project: int | None = Field(None, ge=1, le=2**63 - 1, description="Project the storage belongs to.", examples=[1])
    title: Text = Field(None, max_length=256)
    description: Text = Field(None, max_length=10_000)
    regex_filter: Text = Field(None, max_length=500, description="Only objects whose key fits from its start on.")
    use_blob_urls: bool | None = Field(
        None, description="True: each object is a task with its address. False: objects are JSON tasks."
    )
    synchronizable: bool | None = None
    sync_minutes: int | None = Field(
        None,
        ge=0,
        le=MAX_SYNC_MINUTES,
        description="Synchronise by itself every so many minutes, on behalf of the caller; 0 switches that off.",
        examples=[60],
    )


class _S3Fields(BaseModel):
    bucket: Text = Field(None, max_length=255, examples=["my-bucket"])
    prefix: Text = Field(None, max_length=1024)
    region_name: Text = Field(None, max_length=64)
    s3_endpoint: Text = Field(None, max_length=1024, description="URL of a server that speaks S3.")
    aws_access_key_id: Text = Field(None, max_length=512)
    aws_secret_access_key: Text = Field(None, max_length=1024)
    aws_session_token: Text = Field(None, max_length=8192)
    aws_sse_kms_key_id: Text = Field(None, max_length=512)


class _ImportFields(BaseModel):
    recursive_scan: bool | None = Field(None, description="Also objects deeper than directly under the prefix.")


class _Presigning(BaseModel):
    presign: bool | None = Field(None, description="Send browsers to signed addresses, or pass media on.")
    presign_ttl: int | None = Field(None, ge=1, le=7 * 24 * 60, description="Life of a signed address in minutes.")


class _ExportFields(BaseModel):
    can_delete_objects: bool | None = Field(None, description="Remove the object of an annotation that is deleted.")


class _LocalFields(BaseModel):
    path: Text = Field(None, max_length=4096, description="Absolute path below the document root.")


class _Checked(BaseModel):
    id: int | None = Field(
        None, ge=1, le=2**63 - 1, description="An existing storage whose settings fill what is left out."
    )

    @model_validator(mode="before")
    @classmethod
    def _no_empty_id(cls, values: Any) -> Any:
        """Forms send an empty text for none."""
        if not isinstance(values, dict):
            return values
        return {key: value for key, value in values.items() if (key, value) != ("id", "")}


class S3ImportInput(_Input, _S3Fields, _ImportFields, _Presigning, _Checked):
    """An S3 storage that tasks come from."""


class S3ExportInput(_Input, _S3Fields, _ExportFields, _Checked):
    """An S3 storage that annotations go to."""


class LocalImportInput(_Input, _LocalFields, _ImportFields, _Presigning, _Checked):
    """A folder that tasks come from."""


class LocalExportInput(_Input, _LocalFields, _ExportFields, _Checked):
    """A folder that annotations go to."""


StorageInput = S3ImportInput | S3ExportInput | LocalImportInput | LocalExportInput


class StorageRead(BaseModel):
    """What is shown of every storage. Keys are never shown; `has_credentials` tells whether there are any."""

    model_config = ConfigDict(extra="allow")

    id: int
    type: str
    project: int
    title: Text
    description: Text
    regex_filter: Text
    use_blob_urls: bool
    synchronizable: bool
    status: SyncStatus
    traceback: Text
    last_sync: datetime | None
    last_sync_count: int | None
    last_sync_job: Text
    sync_minutes: int | None
    next_sync: datetime | None
    meta: dict[str, Any]
    created_at: datetime


class S3ImportRead(StorageRead):
    """An S3 storage that tasks come from."""

    bucket: str
    prefix: str
    region_name: Text
    s3_endpoint: Text
    aws_sse_kms_key_id: Text
    has_credentials: bool
    recursive_scan: bool
    presign: bool
    presign_ttl: int


class S3ExportRead(StorageRead):
    """An S3 storage that annotations go to."""

    bucket: str
    prefix: str
    region_name: Text
    s3_endpoint: Text
    aws_sse_kms_key_id: Text
    has_credentials: bool
    can_delete_objects: bool


class LocalImportRead(StorageRead):
    """A folder that tasks come from."""

    path: str
    recursive_scan: bool
    presign: bool
    presign_ttl: int


class LocalExportRead(StorageRead):
    """A folder that annotations go to."""

    path: str
    can_delete_objects: bool


class S3Options(BaseModel):
    """What is stored of an S3 storage beside what all have."""

    bucket: str = ""
    prefix: str = ""
    region_name: Text = None
    s3_endpoint: Text = None
    aws_sse_kms_key_id: Text = None
    recursive_scan: bool = False
    presign: bool = True
    presign_ttl: int = 1
    can_delete_objects: bool = False


class LocalOptions(BaseModel):
    """What is stored of a local storage beside what all have."""

    path: str = ""
    recursive_scan: bool = True
    presign: bool = False
    presign_ttl: int = 1
    can_delete_objects: bool = False


class Credentials(BaseModel):
    """What is sealed."""

    aws_access_key_id: Text = None
    aws_secret_access_key: Text = None
    aws_session_token: Text = None

    def changed(self, given: dict[str, Any]) -> Self:
        """With the keys that were given; an empty text removes one."""
        fresh = {name: given[name] or None for name in type(self).model_fields if given.get(name) is not None}
        return self.model_copy(update=fresh)

    @property
    def is_empty(self) -> bool:
        """Whether there is no key at all."""
        return not any(self.model_dump().values())


class StorageType(BaseModel):
    """A kind of storage."""

    name: str
    title: str
