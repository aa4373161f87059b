"""The protocol that model backends speak, over the guarded client. Nothing they answer is trusted.

Protocol: `/health`, `/setup`, `/predict`, `/webhook` and `/versions` of the published backend package.
"""

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import msgspec
import orjson

from labelwright.core import json, results
from labelwright.core.concurrency import to_thread
from labelwright.core.errors import DomainError, Invalid
from labelwright.core.settings import Settings

if TYPE_CHECKING:
    from labelwright.core.outbound import OutboundAnswer, OutboundClient

QUICK_SECONDS = 5.0
MAX_PREDICT_SECONDS = 600
MAX_ANSWER = 64_000_000
_PRIVATE = (ip_network("10.0.0.0/8"), ip_network("172.16.0.0/12"), ip_network("192.168.0.0/16"), ip_network("fc00::/7"))


class BackendFailed(DomainError):
    """502: the backend answered, but not as it should; trying again will not help by itself."""

    status = 502


class BackendDown(DomainError):
    """504: no answer, or none in time; it may be there again later."""

    status = 504


class Prediction(msgspec.Struct):
    """One prediction as a backend sends it; `result` is kept to the byte."""

    result: msgspec.Raw
    score: float | None = None
    model_version: str | int | float | None = None


class _Predictions(msgspec.Struct):
    results: list[Prediction]
    model_version: str | int | float | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A backend to be called."""

    url: str
    user: str | None = None
    password: str | None = None
    timeout: int = 100

    def headers(self) -> dict[str, str]:
        """Credentials and type of what is sent."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.user is not None:
            pair = base64.b64encode(f"{self.user}:{self.password or ''}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        return headers


class Backends:
    """Calls backends. The HTTP clients load at first use, one for each patience."""

    def __init__(self, settings: Settings) -> None:
        """Follow the operator's rules about addresses."""
        self._settings = settings
        self._clients: dict[float, OutboundClient] = {}

    async def health(self, target: Target) -> None:
        """The backend must say that it is up."""
        answer = _object(await self._call(target, "GET", "/health", None, QUICK_SECONDS))
        if answer.get("status") != "UP":
            raise BackendFailed("The backend does not say that it is UP at /health.")

    async def setup(self, target: Target, body: Mapping[str, Any]) -> str:
        """Tell a backend about a project; returns the version of its model, empty when it does not say."""
        answer = _object(await self._call(target, "POST", "/setup", body, QUICK_SECONDS))
        version = answer.get("model_version")
        return str(version)[:512] if isinstance(version, (str, int, float)) else ""

    async def predict(self, target: Target, body: Mapping[str, Any], *, count: int) -> list[Prediction]:
        """Predictions for tasks, in their order; refuses an answer of any other shape."""
        seconds = float(min(max(target.timeout, 1), MAX_PREDICT_SECONDS))
        answer = await self._call(target, "POST", "/predict", body, seconds)
        found = await to_thread(_read, answer.content)
        if len(found.results) != count:
            raise BackendFailed(f"The backend gave {len(found.results)} predictions for {count} tasks.")
        return found.results

    async def train(self, target: Target, body: Mapping[str, Any]) -> None:
        """Ask a backend to learn."""
        await self._call(target, "POST", "/webhook", body, 30.0)

    async def versions(self, target: Target, project: str) -> dict[str, Any] | None:
        """What a backend tells of its versions; None when it does not know the question."""
        answer = await self._call(target, "GET", f"/versions?project={project}", None, QUICK_SECONDS, accept=(404, 405))
        return None if answer.status != 200 else _object(answer)

    async def _call(  # one argument for each part of a call
        self,
        target: Target,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        seconds: float,
        *,
        accept: Sequence[int] = (),
    ) -> "OutboundAnswer":
        from labelwright.core.outbound import OutboundFailed, OutboundRefused

        content = None if body is None else json.packed(body)
        try:
            answer = await self.client(seconds).request(
                method, f"{target.url.rstrip('/')}{path}", headers=target.headers(), content=content
            )
        except OutboundRefused as error:
            raise BackendFailed(f"The backend may not be called: {error.rule}", code="refused") from error
        except OutboundFailed as error:
            raise BackendDown(f"The backend does not answer: {error.reason}") from error
        if answer.status in (502, 503, 504):
            raise BackendDown(f"The backend answered {answer.status} at {path.partition('?')[0]}.")
        if not 200 <= answer.status < 300 and answer.status not in accept:
            raise BackendFailed(f"The backend answered {answer.status} at {path.partition('?')[0]}.")
        return answer

    def client(self, seconds: float) -> "OutboundClient":
        """The guarded client of a patience, for what is told to backends beside the protocol's questions."""
        if seconds not in self._clients:
            from labelwright.core.outbound import OutboundClient

            self._clients[seconds] = OutboundClient(_policy(self._settings, seconds))
        return self._clients[seconds]

    async def close(self) -> None:
        """Close what was used."""
        for client in self._clients.values():
            await client.aclose()


def _policy(settings: Settings, seconds: float) -> Any:
    """Security requirements, section 5: loopback is open while the server itself listens on loopback only."""
    from dataclasses import replace

    from labelwright.core.outbound_policy import policy_of

    is_open = settings.ml_block_local_ip is False
    policy = policy_of(settings, max_bytes=MAX_ANSWER)
    return replace(
        policy,
        addresses=replace(
            policy.addresses,
            allow_loopback=is_open or (settings.ml_block_local_ip is None and settings.listens_on_loopback),
            allowed=(*policy.addresses.allowed, *(_PRIVATE if is_open else ())),
        ),
        hint="; ML_BLOCK_LOCAL_IP=false or SSRF_ALLOWED_SUBNETS can allow it.",
        max_redirects=0,
        total_seconds=seconds,
    )


def _read(content: bytes) -> _Predictions:
    """Predictions that can be stored and read again. Slow for many: for a thread."""
    try:
        json.check_bytes(content)
        found = msgspec.json.decode(content, type=_Predictions)
    except (json.JsonProblem, msgspec.MsgspecError) as error:
        raise BackendFailed(f"The backend's predictions are not of the known shape: {error}") from error
    for prediction in found.results:
        _check(prediction, found.model_version)
    return found


def _check(prediction: Prediction, common: object) -> None:
    if prediction.model_version is None and isinstance(common, (str, int, float)):
        prediction.model_version = common
    try:
        results.check(bytes(prediction.result))
    except Invalid as error:
        raise BackendFailed(f"A result of the backend is none: {error.fields or error.detail}") from error
    if prediction.score is not None and not math.isfinite(prediction.score):
        raise BackendFailed("A score of the backend is no finite number.")


def _object(answer: "OutboundAnswer") -> dict[str, Any]:
    try:
        found = orjson.loads(answer.content)
    except orjson.JSONDecodeError as error:
        raise BackendFailed("The backend's answer is no JSON.") from error
    if not isinstance(found, dict):
        raise BackendFailed("The backend's answer is no JSON object.")
    return found
