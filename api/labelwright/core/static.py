"""Serving the built SPA: hashed files for ever, the page itself always revalidated."""

import mimetypes
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from labelwright.core.resources import resource

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


class Spa:
    """The built single-page app in a folder."""

    def __init__(self, root: Path | None = None) -> None:
        """Use the shipped build unless told otherwise."""
        self.root = (root or resource("web")).resolve()

    @property
    def is_built(self) -> bool:
        """Whether there is a page to serve."""
        return (self.root / "index.html").is_file()

    def asset(self, request: Request, name: str) -> Response:
        """A file of the build; hashed names may be kept by browsers for ever."""
        path = self._file(name)
        if path is None:
            raise HTTPException(404, "Not found.")
        cache = IMMUTABLE if name.startswith("assets/") else REVALIDATE
        return _send(path, request.headers, cache)

    def page(self, request: Request) -> Response:
        """The page, for every address that belongs to the SPA."""
        path = self._file("index.html")
        if path is None:
            raise HTTPException(404, "Not found.")
        return _send(path, request.headers, REVALIDATE)

    def has(self, name: str) -> bool:
        """Whether the build has a file of this name (the page itself aside)."""
        return name != "index.html" and self._file(name) is not None

    def _file(self, name: str) -> Path | None:
        path = (self.root / name).resolve()
        return path if path.is_relative_to(self.root) and path.is_file() else None


def _send(path: Path, headers: Headers, cache: str) -> Response:
    accepted = headers.get("accept-encoding", "")
    media_type = _media_type(path.name)
    for encoding, suffix in _ENCODINGS:
        packed = path.with_name(path.name + suffix)
        if encoding in accepted and packed.is_file():
            extra = {"Cache-Control": cache, "Content-Encoding": encoding, "Vary": "Accept-Encoding"}
            return FileResponse(packed, media_type=media_type, headers=extra)
    return FileResponse(path, media_type=media_type, headers={"Cache-Control": cache, "Vary": "Accept-Encoding"})


@lru_cache(maxsize=256)
def _media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
