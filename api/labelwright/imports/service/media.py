"""What tasks show, read for those who need the bytes: a project's uploads and storages, addresses on the network."""

from urllib.parse import unquote

from labelwright.core.concurrency import to_io_thread, to_thread
from labelwright.core.db import Database
from labelwright.core.errors import NotFound
from labelwright.imports.files import Uploads, url_of
from labelwright.imports.service.remote import RemoteFiles
from labelwright.storage.backends.base import Unreachable
from labelwright.storage.service import resolving
from labelwright.storage.service.connecting import Connections


class Media:
    """Reads media by their addresses in task data. A project reads its own uploads and storages only."""

    def __init__(self, uploads: Uploads, remote: RemoteFiles, database: Database, connections: Connections) -> None:
        """Read from this folder, by these connections, and through this client."""
        self._uploads = uploads
        self._remote = remote
        self._database = database
        self._connections = connections

    async def read(self, project_id: int, url: str) -> bytes:
        """The content at an address; refuses what is not there or not allowed."""
        own = url_of(project_id, "")
        if url.startswith(own):
            path = await to_thread(self._uploads.path, project_id, unquote(url.removeprefix(own)))
            if path is None:
                raise NotFound("There is no such uploaded file.")
            return await to_thread(path.read_bytes)
        if resolving.is_stored(url):
            return await self._stored(project_id, url)
        _, content = await self._remote.fetch(url)
        return content.read()

    async def _stored(self, project_id: int, url: str) -> bytes:
        async with self._database.read() as session:
            place = await resolving.object_of(session, self._connections, project_id, url)
        try:
            return await to_io_thread(place.backend.read, place.key, most=self._connections.max_file_bytes)
        except Unreachable as error:
            raise NotFound(str(error)) from error
