"""From stored settings to a connection."""

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from labelwright.core.concurrency import to_io_thread
from labelwright.core.errors import Invalid
from labelwright.core.security import Keys, SealedElsewhere
from labelwright.core.settings import Settings
from labelwright.storage.backends.base import Backend, Unreachable, compiled
from labelwright.storage.models import Kind, Storage
from labelwright.storage.schemas import Credentials, LocalOptions, S3Options

if TYPE_CHECKING:
    from labelwright.storage.backends.s3 import S3Place

KEPT = 32
"""S3 clients that are kept open; making one takes some hundred milliseconds."""

LOCAL_OFF = (
    "Serving local files is off: LABELWRIGHT_LOCAL_FILES_SERVING_ENABLED=true and "
    "LABELWRIGHT_LOCAL_FILES_DOCUMENT_ROOT turn it on."
)


class Connections:
    """Makes connections to storages; knows the operator's rules and the key that seals credentials."""

    def __init__(self, settings: Settings, keys: Keys) -> None:
        """Nothing is opened yet."""
        self._settings = settings
        self._keys = keys
        self._clients: OrderedDict[S3Place, Backend] = OrderedDict()

    @property
    def max_task_bytes(self) -> int:
        """The largest object that is read as tasks."""
        return self._settings.max_import_mb * 1_000_000

    @property
    def max_file_bytes(self) -> int:
        """The largest object that is read as a file to import."""
        return self._settings.max_upload_mb * 1_000_000

    @property
    def serves_local_files(self) -> bool:
        """Whether the operator lets files of the server's disk be used."""
        return self._settings.local_files_serving_enabled and self._settings.local_files_document_root is not None

    def local_path(self, relative: str) -> Path | None:
        """The file below the document root that is meant; None for what leads out of it or is no file. Blocking."""
        from labelwright.storage.backends.local import inside

        root = self._settings.local_files_document_root
        path = inside(root, relative) if root is not None else None
        if path is None or not path.is_file() or path.resolve().is_relative_to(self._settings.data_dir.resolve()):
            return None
        return path

    def _holds_our_data(self, path: Path) -> bool:
        """Whether a path lies in the server's data directory, or has it inside: database and keys are no tasks."""
        data, asked = self._settings.data_dir.resolve(), path.resolve()
        return asked.is_relative_to(data) or data.is_relative_to(asked)

    def seal(self, credentials: Credentials) -> str | None:
        """Credentials as they are stored; None for none."""
        return None if credentials.is_empty else self._keys.seal(credentials.model_dump_json())

    def credentials(self, storage: Storage) -> Credentials:
        """The credentials of a storage."""
        return Credentials.model_validate_json(self._keys.unseal(storage.sealed)) if storage.sealed else Credentials()

    def known_credentials(self, storage: Storage) -> Credentials:
        """The same for changing them: none where they were sealed under another key."""
        try:
            return self.credentials(storage)
        except SealedElsewhere:
            return Credentials()

    async def open(self, storage: Storage) -> Backend:
        """A connection to a storage; refuses with `Unreachable` what the operator does not allow."""
        return await to_io_thread(self._open, storage, self.credentials(storage))

    async def check(self, storage: Storage, credentials: Credentials) -> None:
        """Refuse settings that do not lead to a readable storage, naming the field (400)."""
        try:
            compiled(storage.regex_filter)
            backend = await to_io_thread(self._open, storage, credentials)
            await to_io_thread(backend.check)
        except Unreachable as error:
            raise Invalid({error.field: [str(error)]}) from error

    def _open(self, storage: Storage, credentials: Credentials) -> Backend:
        if storage.kind == Kind.LOCAL:
            return self._local(LocalOptions.model_validate(storage.options))
        return self._s3(S3Options.model_validate(storage.options), credentials)

    def _local(self, options: LocalOptions) -> Backend:
        from labelwright.storage.backends.local import LocalBackend

        root = self._settings.local_files_document_root
        if not self._settings.local_files_serving_enabled or root is None:
            raise Unreachable(LOCAL_OFF)
        if not options.path.startswith("/"):
            raise Unreachable("An absolute path is expected.", field="path")
        if self._holds_our_data(Path(options.path)):
            raise Unreachable("The server's own data directory cannot be a storage.", field="path")
        return LocalBackend(root, options.path)

    def _s3(self, options: S3Options, credentials: Credentials) -> Backend:
        from labelwright.core.outbound_policy import policy_of
        from labelwright.storage.backends.s3 import S3Backend, S3Place

        if not options.bucket:
            raise Unreachable("This field is required.", field="bucket")
        if options.s3_endpoint and not options.s3_endpoint.startswith(("http://", "https://")):
            raise Unreachable("An http or https address is expected.", field="s3_endpoint")
        place = S3Place(
            bucket=options.bucket,
            prefix=options.prefix,
            region=options.region_name or None,
            endpoint=options.s3_endpoint or None,
            access_key=credentials.aws_access_key_id,
            secret_key=credentials.aws_secret_access_key,
            session_token=credentials.aws_session_token,
            kms_key=options.aws_sse_kms_key_id or None,
            uses_server_credentials=self._settings.s3_server_credentials,
        )
        found = self._clients.pop(place, None) or S3Backend(place, policy_of(self._settings, max_bytes=0))
        self._clients[place] = found
        while len(self._clients) > KEPT:
            self._clients.popitem(last=False)
        return found
