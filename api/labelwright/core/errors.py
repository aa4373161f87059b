"""The one error family of the services, and what each of its members means on the wire."""

from collections.abc import Mapping, Sequence
from typing import Any

FieldErrors = Mapping[str, Any]


class DomainError(Exception):
    """A refusal that a client can understand. Subclasses fix the HTTP status."""

    status = 400

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        hint: str | None = None,
        fields: FieldErrors | None = None,
        issues: Sequence[Mapping[str, Any]] | None = None,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Remember what the envelope shows: `fields` become `validation_errors`, `extra` further keys."""
        super().__init__(detail)
        self.detail = detail
        self.code = code
        self.hint = hint
        self.fields = fields
        self.issues = issues
        self.extra = extra
        self.headers = headers


class Invalid(DomainError):
    """400: input is at fault. Each keyword names a field and holds why it was refused."""

    status = 400

    def __init__(
        self,
        fields: FieldErrors | None = None,
        *,
        code: str | None = None,
        hint: str | None = None,
        issues: Sequence[Mapping[str, Any]] | None = None,
        **named: str | list[str],
    ) -> None:
        """Collect field errors; text without a field goes under `non_field_errors`."""
        collected: dict[str, Any] = dict(fields or {})
        for name, why in named.items():
            collected[name] = [why] if isinstance(why, str) else why
        super().__init__("Validation error", code=code, hint=hint, fields=collected, issues=issues)


class Unauthenticated(DomainError):
    """401: no credentials, or ones that are not valid any more."""

    status = 401

    def __init__(
        self,
        detail: str = "Authentication credentials were not provided or are not valid.",
        *,
        code: str = "not_authenticated",
    ) -> None:
        """Say so without telling which part was wrong."""
        super().__init__(detail, code=code, headers={"WWW-Authenticate": "Token"})


class Forbidden(DomainError):
    """403: known caller, but the action is not theirs."""

    status = 403

    def __init__(self, detail: str = "You do not have permission to perform this action.", **more: Any) -> None:
        """Say that the role does not allow it."""
        super().__init__(detail, code=more.pop("code", "forbidden"), **more)


class NotFound(DomainError):
    """404: no such object, or not one that the caller may know of. Both read the same."""

    status = 404

    def __init__(self, detail: str = "Not found.", *, code: str = "not_found") -> None:
        """Name what was asked for in general words only."""
        super().__init__(detail, code=code)


class Conflict(DomainError):
    """409: the state of the object does not allow it now."""

    status = 409


class Stale(DomainError):
    """412: the object changed since the caller read it. `current` is the stored one."""

    status = 412

    def __init__(self, current: Mapping[str, Any]) -> None:
        """Carry the stored object so that a client can show both."""
        super().__init__(
            "The object was changed by somebody else since you opened it.", code="stale", extra={"current": current}
        )


class TooLarge(DomainError):
    """413: more than one request may carry."""

    status = 413


class TooMany(DomainError):
    """429: too many attempts; `retry_after` is in seconds."""

    status = 429

    def __init__(self, detail: str, *, retry_after: int) -> None:
        """Tell when it may be tried again."""
        super().__init__(detail, code="throttled", headers={"Retry-After": str(retry_after)})


class Unavailable(DomainError):
    """503: not now, but the same request can succeed later; `retry_after` is in seconds."""

    status = 503

    def __init__(self, detail: str, *, retry_after: int = 5, code: str = "unavailable") -> None:
        """Tell when it may be tried again."""
        super().__init__(detail, code=code, headers={"Retry-After": str(retry_after)})
