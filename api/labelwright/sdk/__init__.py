"""The Python client: `Client` for scripts, `AsyncClient` for services. Needs nothing of the server's code."""

from labelwright.sdk.async_client import AsyncClient, AsyncProject
from labelwright.sdk.client import Client, Project
from labelwright.sdk.errors import ApiError, ImportFailed, LabelwrightError, Unreachable

__all__ = [
    "ApiError",
    "AsyncClient",
    "AsyncProject",
    "Client",
    "ImportFailed",
    "LabelwrightError",
    "Project",
    "Unreachable",
]
