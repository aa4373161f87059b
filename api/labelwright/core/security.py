"""Keys, hashes, sealed secrets and signed tokens."""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from labelwright.core.concurrency import to_thread
from labelwright.core.errors import Conflict, Unauthenticated
from labelwright.core.settings import Settings

ALGORITHM = "HS256"
ISSUER = "labelwright"


def new_secret(size: int = 32) -> str:
    """A random text for sessions, invites and the like, `size` bytes strong."""
    return secrets.token_urlsafe(size)


def new_legacy_token() -> str:
    """A legacy API token: 40 hexadecimal digits, 160 random bits."""
    return secrets.token_hex(20)


def digest(secret: str) -> str:
    """What the database keeps of a secret that is random itself."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare secrets in constant time."""
    return hmac.compare_digest(left.encode("utf-8", "replace"), right.encode("utf-8", "replace"))


def server_key(settings: Settings) -> str:
    """The key of this installation: from the settings, else from a file made at first start (mode 0600)."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path = settings.data_dir / "secret.key"
    if not path.exists():
        _write_key(path)
    return path.read_text(encoding="ascii").strip()


def _write_key(path: Path) -> None:
    """Write a new key so that of two processes starting at once exactly one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"secret.key.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@dataclass(frozen=True, slots=True)
class Claims:
    """What a signed token says: whose it is, which token row it stands on, what it is good for."""

    user_id: int
    jti: str
    kind: str


class SealedElsewhere(Conflict):
    """409: a secret was sealed under another server key, as after a restore without the key of then."""

    def __init__(self) -> None:
        """Say what helps: nobody can read it any more."""
        super().__init__(
            "This secret was sealed under another server key and cannot be read. Replace it, or start the server with "
            "the key of then.",
            code="sealed_elsewhere",
        )


class Keys:
    """Signing and sealing under the server key. `cryptography` and `jwt` load at first use."""

    def __init__(self, server_key: str) -> None:
        """Derive one key for each purpose."""
        root = server_key.encode()
        self._signing = hmac.new(root, b"labelwright token signing", hashlib.sha256).digest()
        self._sealing = hmac.new(root, b"labelwright sealing", hashlib.sha256).digest()

    def seal(self, text: str) -> str:
        """Encrypt a secret that must be shown again (AES-GCM)."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(12)
        return base64.b64encode(nonce + AESGCM(self._sealing).encrypt(nonce, text.encode(), None)).decode()

    def unseal(self, sealed: str) -> str:
        """Decrypt what `seal` made; what another key sealed is a 409."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        raw = base64.b64decode(sealed)
        try:
            return AESGCM(self._sealing).decrypt(raw[:12], raw[12:], None).decode()
        except InvalidTag:
            raise SealedElsewhere from None

    def sign(self, claims: Claims, *, issued_at: datetime, expires_at: datetime) -> str:
        """A JSON web token."""
        import jwt

        payload = {
            "iss": ISSUER,
            "aud": claims.kind,
            "token_type": claims.kind,
            "user_id": claims.user_id,
            "jti": claims.jti,
            "iat": issued_at,
            "exp": expires_at,
        }
        return jwt.encode(payload, self._signing, algorithm=ALGORITHM)

    def read(self, token: str, kind: str) -> Claims:
        """The claims of a token of ours that has not expired; anything else is a 401."""
        import jwt

        try:
            payload: dict[str, Any] = jwt.decode(
                token,
                self._signing,
                algorithms=[ALGORITHM],
                audience=kind,
                issuer=ISSUER,
                options={"require": ["exp", "iat", "jti"]},
            )
            return Claims(int(payload["user_id"]), str(payload["jti"]), kind)
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError) as error:
            raise Unauthenticated("The token is not valid or has expired.") from error


async def hash_password(password: str) -> str:
    """Argon2id, in a thread: it is meant to be slow."""
    return await to_thread(_hasher().hash, password)


async def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether the password fits, and a new hash when the stored one is out of date.

    With nothing stored the same work is done, so that unknown accounts take as long as known ones.
    """
    return await to_thread(_verify, password, stored)


def _hasher() -> Any:
    from pwdlib import PasswordHash

    return PasswordHash.recommended()


_DUMMY: list[str] = []


def _verify(password: str, stored: str | None) -> tuple[bool, str | None]:
    hasher = _hasher()
    if stored is None:
        if not _DUMMY:
            _DUMMY.append(hasher.hash(new_secret()))
        hasher.verify(password, _DUMMY[0])
        return False, None
    fits, updated = hasher.verify_and_update(password, stored)
    return bool(fits), updated


def is_common(password: str) -> bool:
    """Whether a password is among the 10,000 most common ones (list of the zxcvbn package, MIT)."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return password.lower() in FREQUENCY_LISTS["passwords"][:10_000]
