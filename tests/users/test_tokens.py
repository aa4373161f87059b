"""The legacy token, and personal tokens with their access tokens."""

import base64
import json
from datetime import UTC, datetime, timedelta

import httpx
import jwt
import pytest

from labelwright.core.security import Claims, Keys
from tests.fixtures.people import SECRET_KEY, People
from tests.fixtures.sites import Site

WHOAMI = "/api/current-user/whoami"


def _payload(token: str) -> dict[str, object]:
    body = token.split(".")[1]
    found: dict[str, object] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


async def _status(client: httpx.AsyncClient, authorization: str) -> int:
    return (await client.get(WHOAMI, headers={"Authorization": authorization})).status_code


async def _access(client: httpx.AsyncClient, refresh: str) -> httpx.Response:
    return await client.post("/api/token/refresh/", json={"refresh": refresh})


class TestLegacyToken:
    """`Authorization: Token …`."""

    async def test_it_is_shown_again_and_signs_in(
        self, client: httpx.AsyncClient, anonymous: httpx.AsyncClient, people: People
    ) -> None:
        first = (await client.get("/api/current-user/token")).json()
        assert first == (await client.get("/api/current-user/token/")).json() == {"token": people.owner.token}
        assert await _status(anonymous, f"Token {first['token']}") == 200

    async def test_a_reset_ends_the_old_one_at_once(
        self, client: httpx.AsyncClient, anonymous: httpx.AsyncClient, people: People
    ) -> None:
        answer = await client.post("/api/current-user/reset-token/")
        assert answer.status_code == 201
        assert await _status(anonymous, f"Token {people.owner.token}") == 401
        assert await _status(anonymous, f"Token {answer.json()['token']}") == 200

    @pytest.mark.parametrize(
        "header", ["Token", "Token ", "Token wrong", "Basic b3duZXI6cGFzcw==", "Bearer ", "", "nonsense"]
    )
    async def test_anything_else_is_a_401_in_the_envelope(self, anonymous: httpx.AsyncClient, header: str) -> None:
        answer = await anonymous.get(WHOAMI, headers={"Authorization": header})
        assert answer.status_code == 401
        assert answer.json()["status_code"] == 401

    async def test_it_is_never_read_from_the_query(self, anonymous: httpx.AsyncClient, people: People) -> None:
        answer = await anonymous.get(WHOAMI, params={"token": people.owner.token, "access_token": people.owner.token})
        assert answer.status_code == 401

    async def test_an_organization_can_switch_it_off(
        self, client: httpx.AsyncClient, anonymous: httpx.AsyncClient, people: People
    ) -> None:
        refresh = (await client.post("/api/token/")).json()["token"]
        body = {"legacy_api_tokens_enabled": False, "api_token_ttl_days": 10}
        answer = await client.post("/api/jwt/settings", json=body)
        assert answer.status_code == 200
        assert answer.json() == {
            "api_tokens_enabled": True,
            "legacy_api_tokens_enabled": False,
            "api_token_ttl_days": 10,
        }
        assert await _status(anonymous, f"Token {people.owner.token}") == 401
        access = (await _access(anonymous, refresh)).json()["access"]
        assert await _status(anonymous, f"Bearer {access}") == 200

    async def test_only_its_hash_is_kept_in_the_clear(self, site: Site, people: People) -> None:
        rows = await site.sql("SELECT * FROM api_token")
        assert rows
        assert all(people.owner.token not in str(row) for row in rows)


class TestPersonalToken:
    """A refresh token, and the access tokens made from it."""

    async def test_it_gives_access_tokens_of_five_minutes(
        self, client: httpx.AsyncClient, anonymous: httpx.AsyncClient
    ) -> None:
        created = await client.post("/api/token/")
        assert created.status_code == 201
        refresh = created.json()["token"]
        assert "exp" in _payload(refresh)
        access = (await _access(anonymous, refresh)).json()["access"]
        payload = _payload(access)
        assert isinstance(payload["exp"], int)
        assert isinstance(payload["iat"], int)
        assert payload["exp"] - payload["iat"] == 300
        assert await _status(anonymous, f"Bearer {access}") == 200

    async def test_there_is_one_at_a_time(self, client: httpx.AsyncClient) -> None:
        assert (await client.post("/api/token")).status_code == 201
        assert (await client.post("/api/token")).status_code == 409

    async def test_the_list_shows_it_without_its_signature(self, client: httpx.AsyncClient) -> None:
        assert (await client.get("/api/token/")).json() == []
        token = (await client.post("/api/token/")).json()["token"]
        listed = (await client.get("/api/token/")).json()
        assert [item["token"] for item in listed] == [token.rpartition(".")[0]]

    async def test_a_blacklisted_one_gives_nothing_any_more(
        self, client: httpx.AsyncClient, anonymous: httpx.AsyncClient
    ) -> None:
        refresh = (await client.post("/api/token/")).json()["token"]
        access = (await _access(anonymous, refresh)).json()["access"]
        assert (await client.post("/api/token/blacklist/", json={"refresh": refresh})).status_code == 204
        assert (await _access(anonymous, refresh)).status_code == 401
        assert await _status(anonymous, f"Bearer {access}") == 401
        assert (await client.post("/api/token/blacklist/", json={"refresh": refresh})).status_code == 404
        assert (await client.post("/api/token/")).status_code == 201

    async def test_it_can_be_blacklisted_by_what_the_list_shows(self, client: httpx.AsyncClient) -> None:
        await client.post("/api/token/")
        shown = (await client.get("/api/token/")).json()[0]["token"]
        assert (await client.post("/api/token/blacklist/", json={"refresh": shown})).status_code == 204

    async def test_rotation_replaces_it(self, client: httpx.AsyncClient, anonymous: httpx.AsyncClient) -> None:
        old = (await client.post("/api/token/")).json()["token"]
        answer = await client.post("/api/token/rotate/", json={"refresh": old})
        assert answer.status_code == 200
        new = answer.json()["refresh"]
        assert (await _access(anonymous, old)).status_code == 401
        assert (await _access(anonymous, new)).status_code == 200

    async def test_nobody_ends_or_rotates_another_users_token(
        self, client: httpx.AsyncClient, stranger: httpx.AsyncClient, anonymous: httpx.AsyncClient
    ) -> None:
        refresh = (await client.post("/api/token/")).json()["token"]
        assert (await stranger.post("/api/token/blacklist/", json={"refresh": refresh})).status_code == 404
        assert (await stranger.post("/api/token/rotate/", json={"refresh": refresh})).status_code == 404
        assert (await _access(anonymous, refresh)).status_code == 200

    async def test_kinds_are_not_mixed_up(self, client: httpx.AsyncClient, anonymous: httpx.AsyncClient) -> None:
        refresh = (await client.post("/api/token/")).json()["token"]
        access = (await _access(anonymous, refresh)).json()["access"]
        assert await _status(anonymous, f"Bearer {refresh}") == 401
        assert await _status(anonymous, f"Token {refresh}") == 401
        assert await _status(anonymous, f"Token {access}") == 401
        assert (await _access(anonymous, access)).status_code == 401

    async def test_forged_and_expired_tokens_are_refused(
        self, client: httpx.AsyncClient, anonymous: httpx.AsyncClient, people: People
    ) -> None:
        refresh = (await client.post("/api/token/")).json()["token"]
        payload = _payload(refresh)
        unsigned = jwt.encode({**payload, "aud": "access"}, key="", algorithm="none")
        assert await _status(anonymous, f"Bearer {unsigned}") == 401
        foreign = Keys("another key of another server, just as long as it must be")
        moment = datetime.now(UTC)
        claims = Claims(people.owner.id, str(payload["jti"]), "access")
        signed = foreign.sign(claims, issued_at=moment, expires_at=moment + timedelta(minutes=5))
        assert await _status(anonymous, f"Bearer {signed}") == 401
        past = moment - timedelta(hours=1)
        late = Keys(SECRET_KEY).sign(claims, issued_at=past, expires_at=past + timedelta(minutes=5))
        assert await _status(anonymous, f"Bearer {late}") == 401

    @pytest.mark.parametrize("body", [{}, {"refresh": None}, {"refresh": ["x"]}, {"refresh": "x" * 5000}])
    async def test_a_malformed_refresh_names_the_field(
        self, anonymous: httpx.AsyncClient, body: dict[str, object]
    ) -> None:
        answer = await anonymous.post("/api/token/refresh", json=body)
        assert answer.status_code == 400
        assert "refresh" in answer.json()["validation_errors"]

    async def test_an_organization_can_switch_them_off(
        self, client: httpx.AsyncClient, anonymous: httpx.AsyncClient
    ) -> None:
        refresh = (await client.post("/api/token/")).json()["token"]
        access = (await _access(anonymous, refresh)).json()["access"]
        await client.post("/api/jwt/settings", json={"api_tokens_enabled": False})
        assert await _status(anonymous, f"Bearer {access}") == 401
        await client.post("/api/token/blacklist/", json={"refresh": refresh})
        assert (await client.post("/api/token/")).status_code == 403

    async def test_the_settings_are_the_owners(self, annotator: httpx.AsyncClient) -> None:
        assert (await annotator.post("/api/jwt/settings", json={"api_tokens_enabled": False})).status_code == 403
        assert (await annotator.get("/api/jwt/settings")).json()["api_tokens_enabled"] is True
