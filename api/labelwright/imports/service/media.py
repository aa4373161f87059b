"""What tasks show, read for those who need the bytes: a project's own uploads, and addresses on the network."""

from urllib.parse import unquote

from labelwright.core.concurrency import to_thread
from labelwright.core.errors import NotFound
from labelwright.imports.files import Uploads, url_of
from labelwright.imports.service.remote import RemoteFiles


class Media:
    """Reads media by their addresses in task data. A project reads its own uploads only."""

    def __init__(self, uploads: Uploads, remote: RemoteFiles) -> None:
        """Read from this folder and through this client."""
        self._uploads = uploads
        self._remote = remote

    async def read(self, project_id: int, url: str) -> bytes:
        """The content at an address; refuses what is not there or not allowed."""
        own = url_of(project_id, "")
        if url.startswith(own):
            path = await to_thread(self._uploads.path, project_id, unquote(url.removeprefix(own)))
            if path is None:
                raise NotFound("There is no such uploaded file.")
            return await to_thread(path.read_bytes)
        _, content = await self._remote.fetch(url)
        return content.read()
