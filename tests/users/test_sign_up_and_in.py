"""Signing up, in and out: by the SPA's calls and by the forms of old clients."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from labelwright.core.types import now
from labelwright.users.models import Session
from tests.fixtures.people import PASSWORD, People
from tests.fixtures.sites import OpenSite, Site

NEWCOMER = {"email": "new@example.org", "password": "quite a long secret"}


async def _csrf(client: httpx.AsyncClient) -> str:
    answer = await client.get("/api/session")
    token: str = answer.json()["csrf_token"]
    assert client.cookies["csrftoken"] == token
    return token


async def _sign_in(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/session", json={"email": email, "password": password})


async def _empty(site: Site) -> None:
    await site.sql('DELETE FROM "user"')
    await site.sql("DELETE FROM organization")


async def test_the_first_to_sign_up_owns_the_organization(site: Site, anonymous: httpx.AsyncClient) -> None:
    await _empty(site)
    assert (await anonymous.get("/api/session")).json()["signup"] == "first"
    answer = await anonymous.post("/api/session/signup", json=NEWCOMER)
    assert answer.status_code == 201
    assert answer.json()["role"] == "OW"
    assert (await anonymous.get("/api/current-user/whoami")).json()["email"] == NEWCOMER["email"]


async def test_the_first_owns_the_organization_where_sign_up_is_closed(open_site: OpenSite) -> None:
    site = await open_site(open_signup=False)
    await _empty(site)
    answer = await (await site.client()).post("/api/session/signup", json=NEWCOMER)
    assert (answer.status_code, answer.json()["role"]) == (201, "OW")


async def test_later_ones_join_the_same_organization_and_see_its_projects(
    site: Site, client: httpx.AsyncClient, anonymous: httpx.AsyncClient
) -> None:
    project = (await client.post("/api/projects", json={"title": "Shared"})).json()
    answer = await anonymous.post("/api/session/signup", json=NEWCOMER)
    assert answer.json()["role"] == "AN"
    assert (await anonymous.get(f"/api/projects/{project['id']}")).status_code == 200


async def test_the_role_of_later_ones_is_a_setting(open_site: OpenSite) -> None:
    site = await open_site(signup_role="manager")
    answer = await (await site.client()).post("/api/session/signup", json=NEWCOMER)
    assert answer.json()["role"] == "MA"


async def test_closed_sign_up_needs_an_invite(open_site: OpenSite, people: People) -> None:
    site = await open_site(open_signup=False)
    newcomer = await site.client()
    assert (await newcomer.get("/api/session")).json()["signup"] == "invite"
    refused = await newcomer.post("/api/session/signup", json=NEWCOMER)
    assert (refused.status_code, refused.json()["code"]) == (403, "signup_closed")
    invite = (await (await site.client(people.owner)).get("/api/invite")).json()
    answer = await newcomer.post("/api/session/signup", json={**NEWCOMER, "token": invite["token"]})
    assert answer.status_code == 201


async def test_sign_up_is_open_by_default_only_on_loopback(open_site: OpenSite) -> None:
    site = await open_site(host="0.0.0.0")  # noqa: S104 - a setting, nobody listens
    assert (await (await site.client()).get("/api/session")).json()["signup"] == "invite"


async def test_a_wrong_invite_lets_nobody_in_even_when_sign_up_is_open(anonymous: httpx.AsyncClient) -> None:
    refused = await anonymous.post("/api/session/signup", json={**NEWCOMER, "token": "guessed"})
    assert (refused.status_code, refused.json()["code"]) == (403, "invite_invalid")
    assert (await _sign_in(anonymous, NEWCOMER["email"], NEWCOMER["password"])).status_code == 401


async def test_a_replaced_invite_opens_nothing(
    client: httpx.AsyncClient, anonymous: httpx.AsyncClient, people: People
) -> None:
    old = (await client.get("/api/invite")).json()
    new = (await client.post("/api/invite/reset-token")).json()
    assert old["token"] != new["token"]
    assert (await anonymous.post("/api/session/signup", json={**NEWCOMER, "token": old["token"]})).status_code == 403
    answer = await anonymous.post("/api/session/signup", json={**NEWCOMER, "token": new["token"]})
    assert answer.json()["organization"]["id"] == people.owner.organization_id


async def test_who_was_removed_comes_back_by_invite_with_the_old_password(
    site: Site, client: httpx.AsyncClient, anonymous: httpx.AsyncClient
) -> None:
    user = (await anonymous.post("/api/session/signup", json=NEWCOMER)).json()["user"]["id"]
    assert (await client.delete(f"/api/organizations/1/memberships/{user}")).status_code == 204
    token = (await client.get("/api/invite")).json()["token"]
    wrong = await anonymous.post(
        "/api/session/signup", json={**NEWCOMER, "token": token, "password": "not the old one"}
    )
    assert wrong.status_code == 400
    assert "password of that account" in wrong.json()["validation_errors"]["email"][0]
    for _ in range(2):
        back = await anonymous.post("/api/session/signup", json={**NEWCOMER, "token": token})
        assert (back.status_code, back.json()["role"], back.json()["user"]["id"]) == (201, "AN", user)
    assert (await anonymous.post("/api/session/signup", json={**NEWCOMER, "token": "gone"})).status_code == 403


async def test_an_invite_does_not_change_the_role_of_a_member(
    client: httpx.AsyncClient, anonymous: httpx.AsyncClient, people: People
) -> None:
    token = (await client.get("/api/invite")).json()["token"]
    body = {"email": people.manager.email, "password": PASSWORD, "token": token}
    assert (await anonymous.post("/api/session/signup", json=body)).json()["role"] == "MA"


async def test_passwords_are_not_guessed_by_invite(
    client: httpx.AsyncClient, anonymous: httpx.AsyncClient, people: People
) -> None:
    token = (await client.get("/api/invite")).json()["token"]
    body = {"email": people.manager.email, "password": "a wrong guess", "token": token}
    assert (await anonymous.post("/api/session/signup", json={**body, "token": "guessed"})).status_code == 403
    statuses = [(await anonymous.post("/api/session/signup", json=body)).status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]


async def test_an_invite_leads_into_its_own_organization(
    stranger: httpx.AsyncClient, anonymous: httpx.AsyncClient, people: People
) -> None:
    url = (await stranger.get("/api/invite")).json()["invite_url"]
    assert url.startswith("/")
    form = {**NEWCOMER, "csrfmiddlewaretoken": await _csrf(anonymous)}
    answer = await anonymous.post(url, data=form)
    assert answer.status_code == 302
    whoami = (await anonymous.get("/api/current-user/whoami")).json()
    assert whoami["active_organization"] == people.stranger.organization_id


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short77", "8 to 128"),
        ("x" * 129, "8 to 128"),
        ("new@example.org", "must not be the e-mail"),
        ("NEW@example.org", "must not be the e-mail"),
        ("password1", "too common"),
        ("Password1", "too common"),
    ],
)
async def test_weak_passwords_are_refused(anonymous: httpx.AsyncClient, password: str, why: str) -> None:
    answer = await anonymous.post("/api/session/signup", json={"email": "new@example.org", "password": password})
    assert answer.status_code == 400
    assert why in answer.json()["validation_errors"]["password"][0]
    assert (await _sign_in(anonymous, "new@example.org", password)).status_code == 401


async def test_the_list_of_common_passwords_can_be_switched_off(open_site: OpenSite) -> None:
    site = await open_site(password_common_check=False)
    answer = await (await site.client()).post("/api/session/signup", json={**NEWCOMER, "password": "password1"})
    assert answer.status_code == 201


async def test_a_number_may_stand_for_a_password(anonymous: httpx.AsyncClient) -> None:
    answer = await anonymous.post("/api/session/signup", json={**NEWCOMER, "password": 8350291746})
    assert answer.status_code == 201
    assert (await _sign_in(anonymous, NEWCOMER["email"], "8350291746")).status_code == 200


@pytest.mark.parametrize("email", ["", "nobody", "a b@example.org", "@example.org", "x@" + "y" * 254])
async def test_what_is_no_e_mail_is_refused(anonymous: httpx.AsyncClient, email: str) -> None:
    answer = await anonymous.post("/api/session/signup", json={**NEWCOMER, "email": email})
    assert answer.status_code == 400
    assert "email" in answer.json()["validation_errors"]


async def test_an_e_mail_is_taken_whatever_its_case(anonymous: httpx.AsyncClient, people: People) -> None:
    answer = await anonymous.post("/api/session/signup", json={**NEWCOMER, "email": people.owner.email.upper()})
    assert answer.status_code == 400
    assert answer.json()["validation_errors"]["email"] == ["User with this email already exists."]


async def test_signing_in_reads_the_e_mail_in_any_case(anonymous: httpx.AsyncClient, people: People) -> None:
    assert (await _sign_in(anonymous, people.owner.email.upper())).status_code == 200


async def test_unknown_e_mail_and_wrong_password_read_the_same(anonymous: httpx.AsyncClient, people: People) -> None:
    unknown = await _sign_in(anonymous, "nobody@example.org", "wrong password")
    wrong = await _sign_in(anonymous, people.owner.email, "wrong password")
    assert unknown.status_code == wrong.status_code == 401
    strip = {"id"}
    assert {k: v for k, v in unknown.json().items() if k not in strip} == {
        k: v for k, v in wrong.json().items() if k not in strip
    }
    assert "labelwright" not in anonymous.cookies


async def test_ten_failures_close_an_account_for_a_while(anonymous: httpx.AsyncClient, people: People) -> None:
    for _ in range(10):
        assert (await _sign_in(anonymous, people.manager.email, "wrong password")).status_code == 401
    closed = await _sign_in(anonymous, people.manager.email)
    assert closed.status_code == 429
    assert int(closed.headers["retry-after"]) > 0
    assert (await _sign_in(anonymous, people.owner.email)).status_code == 200


async def test_failures_of_long_ago_and_successes_do_not_count(
    site: Site, anonymous: httpx.AsyncClient, people: People
) -> None:
    for _ in range(9):
        await _sign_in(anonymous, people.manager.email, "wrong password")
    for _ in range(3):
        assert (await _sign_in(anonymous, people.manager.email)).status_code == 200
    await _sign_in(anonymous, people.manager.email, "wrong password")
    assert (await _sign_in(anonymous, people.manager.email)).status_code == 429
    moment = "'2020-01-01 00:00:00.000000'"
    await site.sql(f"UPDATE login_failure SET created_at = {moment}")
    assert (await _sign_in(anonymous, people.manager.email)).status_code == 200


async def test_signing_in_gives_a_new_session_each_time(anonymous: httpx.AsyncClient, people: People) -> None:
    await _sign_in(anonymous, people.owner.email)
    first = anonymous.cookies["labelwright"]
    await _sign_in(anonymous, people.owner.email)
    assert anonymous.cookies["labelwright"] != first


async def test_the_session_cookie_is_out_of_reach_of_scripts(anonymous: httpx.AsyncClient, people: People) -> None:
    answer = await _sign_in(anonymous, people.owner.email)
    cookies = {line.split("=")[0]: line.lower() for line in answer.headers.get_list("set-cookie")}
    assert "httponly" in cookies["labelwright"]
    assert "samesite=lax" in cookies["labelwright"]
    assert "httponly" not in cookies["csrftoken"]


async def test_cookies_are_secure_under_an_https_address(open_site: OpenSite, people: People) -> None:
    site = await open_site(public_url="https://labels.example.org")
    answer = await _sign_in(await site.client(), people.owner.email)
    cookies = {line.split("=")[0]: line.lower() for line in answer.headers.get_list("set-cookie")}
    assert "secure" in cookies["__Host-labelwright"]
    assert "secure" in cookies["csrftoken"]


async def test_signing_out_kills_the_cookie(anonymous: httpx.AsyncClient, people: People) -> None:
    await _sign_in(anonymous, people.owner.email)
    secret = anonymous.cookies["labelwright"]
    assert (await anonymous.get("/api/projects")).status_code == 200
    assert (await anonymous.delete("/api/session")).status_code == 204
    answer = await anonymous.get("/api/projects", headers={"Cookie": f"labelwright={secret}"})
    assert answer.status_code == 401


async def test_the_address_logout_ends_the_session_but_not_for_other_sites(
    anonymous: httpx.AsyncClient, people: People
) -> None:
    await _sign_in(anonymous, people.owner.email)
    secret = {"Cookie": f"labelwright={anonymous.cookies['labelwright']}"}
    assert (await anonymous.get("/logout", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403
    assert (await anonymous.get("/api/projects", headers=secret)).status_code == 200
    assert (await anonymous.get("/logout")).status_code == 302
    assert (await anonymous.get("/api/projects", headers=secret)).status_code == 401


@pytest.mark.parametrize("column", ["expires_at", "seen_at"])
async def test_a_session_ends_by_age_and_by_idleness(
    site: Site, anonymous: httpx.AsyncClient, people: People, column: str
) -> None:
    await _sign_in(anonymous, people.owner.email)
    await site.sql(f"UPDATE session SET {column} = '2020-01-01 00:00:00.000000'")
    assert (await anonymous.get("/api/projects")).status_code == 401
    assert (await _sign_in(anonymous, people.owner.email)).status_code == 200
    assert (await anonymous.get("/api/projects")).status_code == 200


@pytest.mark.parametrize(
    ("limit", "column", "minutes"),
    [("max_session_age", "created_at", 61), ("max_time_between_activity", "seen_at", 61)],
)
async def test_an_organization_may_end_sessions_sooner(
    site: Site,
    client: httpx.AsyncClient,
    anonymous: httpx.AsyncClient,
    people: People,
    limit: str,
    column: str,
    minutes: int,
) -> None:
    changed = await client.patch("/api/session-policy/", json={limit: 60})
    assert (changed.status_code, changed.json()[limit]) == (200, 60)
    assert (await client.get("/api/session-policy")).json() == changed.json()
    await _sign_in(anonymous, people.owner.email)
    assert (await anonymous.get("/api/projects")).status_code == 200
    earlier = now() - timedelta(minutes=minutes)
    async with site.database.write() as session:
        await session.execute(update(Session).values({column: earlier}))
    assert (await anonymous.get("/api/projects")).status_code == 401
    assert (await _sign_in(anonymous, people.owner.email)).status_code == 200
    assert (await anonymous.get("/api/projects")).status_code == 200
    await client.patch("/api/session-policy", json={limit: None})
    async with site.database.write() as session:
        await session.execute(update(Session).values({column: earlier}))
    assert (await anonymous.get("/api/projects")).status_code == 200


async def test_a_session_policy_is_the_owners_and_within_the_servers(
    client: httpx.AsyncClient, annotator: httpx.AsyncClient
) -> None:
    shown = (await annotator.get("/api/session-policy")).json()
    assert (shown["max_session_age"], shown["max_time_between_activity"]) == (20160, 7200)
    assert (await annotator.patch("/api/session-policy", json={"max_session_age": 1})).status_code == 403
    for minutes in (0, -1, 20161, "x", 2**70):
        answer = await client.patch("/api/session-policy", json={"max_session_age": minutes})
        assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["max_session_age"])


async def test_who_is_signed_in_is_answered_for_everybody(
    anonymous: httpx.AsyncClient, client: httpx.AsyncClient, people: People
) -> None:
    nobody: dict[str, Any] = (await anonymous.get("/api/session")).json()
    assert (nobody["user"], nobody["role"], nobody["permissions"]) == (None, None, [])
    owner: dict[str, Any] = (await client.get("/api/session")).json()
    assert owner["user"]["email"] == people.owner.email
    assert "organization.manage" in owner["permissions"]


class TestForms:
    """The doors `/user/login` and `/user/signup`."""

    @pytest.mark.parametrize("path", ["/user/login", "/user/signup", "/user/login/", "/user/signup/"])
    async def test_without_a_token_they_are_closed(
        self, anonymous: httpx.AsyncClient, people: People, path: str
    ) -> None:
        form = {"email": people.owner.email, "password": PASSWORD}
        assert (await anonymous.post(path, data=form)).status_code == 403
        await _csrf(anonymous)
        wrong = {**form, "csrfmiddlewaretoken": "wrong"}
        assert (await anonymous.post(path, data=wrong)).status_code == 403

    @pytest.mark.parametrize("path", ["/user/login", "/user/login/?next=http://elsewhere.example"])
    async def test_a_login_leads_home_and_nowhere_else(
        self, anonymous: httpx.AsyncClient, people: People, path: str
    ) -> None:
        form = {"email": people.owner.email, "password": PASSWORD, "csrfmiddlewaretoken": await _csrf(anonymous)}
        answer = await anonymous.post(path, data=form)
        assert (answer.status_code, answer.headers["location"]) == (302, "/")
        token = (await anonymous.get("/api/current-user/token")).json()["token"]
        assert token == people.owner.token

    async def test_the_token_may_come_as_a_header(self, anonymous: httpx.AsyncClient, people: People) -> None:
        headers = {"X-CSRFToken": await _csrf(anonymous)}
        form = {"email": people.owner.email, "password": PASSWORD}
        assert (await anonymous.post("/user/login", data=form, headers=headers)).status_code == 302

    async def test_signing_up_signs_in_and_switches_the_session(
        self, anonymous: httpx.AsyncClient, people: People
    ) -> None:
        await _sign_in(anonymous, people.owner.email)
        form = {**NEWCOMER, "title": "ignored", "csrfmiddlewaretoken": await _csrf(anonymous)}
        answer = await anonymous.post("/user/signup?next=http://elsewhere.example", data=form)
        assert (answer.status_code, answer.headers["location"]) == (302, "/")
        assert (await anonymous.get("/api/current-user/whoami")).json()["email"] == NEWCOMER["email"]

    async def test_a_refused_form_says_why_in_the_envelope(self, anonymous: httpx.AsyncClient) -> None:
        form = {"email": "new@example.org", "password": "short", "csrfmiddlewaretoken": await _csrf(anonymous)}
        answer = await anonymous.post("/user/signup", data=form)
        assert answer.status_code == 400
        assert "password" in answer.json()["validation_errors"]
        for field, value in (
            ("email", f"{'n' * 250}@example.org"),
            ("email", "n\0@example.org"),
            ("password", "p" * 1001),
        ):
            refused = await anonymous.post("/user/signup", data={**form, "password": PASSWORD, field: value})
            assert (refused.status_code, list(refused.json()["validation_errors"])) == (400, [field])
        missing = await anonymous.post("/user/login", data={"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]})
        assert missing.json()["validation_errors"] == {"email": ["This field is required."]}


class TestForeignOrigins:
    """Writes under a session cookie."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "http://elsewhere.example"},
            {"Origin": "null"},
            {"X-CSRFToken": "wrong"},
        ],
    )
    async def test_another_site_cannot_write(
        self, anonymous: httpx.AsyncClient, people: People, headers: dict[str, str]
    ) -> None:
        await _sign_in(anonymous, people.owner.email)
        answer = await anonymous.post("/api/projects", json={"title": "Forged"}, headers=headers)
        assert answer.status_code == 403
        assert (await anonymous.get("/api/projects")).json()["count"] == 0

    @pytest.mark.parametrize("headers", [{}, {"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}])
    async def test_scripts_and_our_own_pages_can(
        self, anonymous: httpx.AsyncClient, people: People, headers: dict[str, str]
    ) -> None:
        await _sign_in(anonymous, people.owner.email)
        assert (await anonymous.post("/api/projects", json={}, headers=headers)).status_code == 201

    async def test_a_token_needs_no_such_care(self, client: httpx.AsyncClient) -> None:
        headers = {"Origin": "http://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
        assert (await client.post("/api/projects", json={}, headers=headers)).status_code == 201

    async def test_another_site_cannot_sign_a_browser_in(self, anonymous: httpx.AsyncClient, people: People) -> None:
        answer = await anonymous.post(
            "/api/session",
            json={"email": people.owner.email, "password": PASSWORD},
            headers={"Origin": "http://elsewhere.example"},
        )
        assert answer.status_code == 403
