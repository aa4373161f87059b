"""Files fetched from a URL, through the guarded client only."""

import io
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from labelwright.core.errors import Invalid
from labelwright.core.settings import Settings

if TYPE_CHECKING:
    from labelwright.core.outbound import OutboundClient

MAX_URL = 8192


class RemoteFiles:
    """Fetches files for imports. The HTTP client loads at first use."""

    def __init__(self, settings: Settings) -> None:
        """Follow the operator's rules about addresses."""
        self._settings = settings
        self._client: OutboundClient | None = None

    async def fetch(self, url: str) -> tuple[str, IO[bytes]]:
        """Name and content of the file at an address; the name comes from where redirects ended."""
        from labelwright.core.outbound import OutboundFailed, OutboundRefused

        if not url or len(url) > MAX_URL or not url.startswith(("http://", "https://")):
            raise Invalid(url="An http or https address is expected.")
        try:
            answer = await self._outbound().request("GET", url)
        except OutboundRefused as error:
            raise Invalid(url=error.rule) from error
        except OutboundFailed as error:
            raise Invalid(url=error.reason) from error
        if answer.status != 200:
            raise Invalid(url=f"The server answered with status {answer.status}.")
        name = unquote(urlsplit(answer.url).path.rpartition("/")[2]) or "file.json"
        return name, io.BytesIO(answer.content)

    def _outbound(self) -> "OutboundClient":
        if self._client is None:
            from labelwright.core.outbound import OutboundClient
            from labelwright.core.outbound_policy import policy_of

            self._client = OutboundClient(policy_of(self._settings, max_bytes=self._settings.max_upload_mb * 1_000_000))
        return self._client

    async def close(self) -> None:
        """Close the client if it was used."""
        if self._client is not None:
            await self._client.aclose()
