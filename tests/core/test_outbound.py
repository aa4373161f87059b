"""The guarded client against a real server on loopback, with names resolved by the test."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from labelwright.core.addresses import AddressRules
from labelwright.core.outbound import (
    OutboundClient,
    OutboundFailed,
    OutboundPolicy,
    OutboundRefused,
    check_headers,
)

POLICY = OutboundPolicy(addresses=AddressRules(allow_loopback=True), total_seconds=5)

Respond = Callable[[str], bytes | None]


class Server:
    """An HTTP server that answers each request, given as text, with bytes; None keeps the client waiting."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond
        self.seen: list[str] = []
        self.port = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.seen.append(request)
            answer = self._respond(request)
            if answer is None:
                await reader.read()
            else:
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has what it wanted and hung up
        finally:
            writer.close()


@asynccontextmanager
async def serving(respond: Respond, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    server = Server(respond)
    listener = await asyncio.start_server(server.handle, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()


def ok(body: bytes = b"hello", *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def moved(location: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


class Names:
    """A resolver with fixed answers, one list after the other, counting its look-ups."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self._answers = {name.replace("_", "."): list(found) for name, found in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host not in self._answers:
            raise OSError(f"unknown host {host}:{port}")
        found = self._answers[host]
        return found.pop(0) if len(found) > 1 else found[0]


def local(*names: str) -> Names:
    return Names(**{name: [["127.0.0.1"]] for name in names})


async def test_the_host_header_keeps_the_name_and_the_answer_arrives() -> None:
    async with serving(lambda _: ok()) as server, OutboundClient(POLICY, resolver=local("a_test")) as client:
        answer = await client.request("GET", f"http://a.test:{server.port}/x?y=1", headers={"X-Key": "v"})
    assert (answer.status, answer.content) == (200, b"hello")
    assert "GET /x?y=1 HTTP/1.1" in server.seen[0]
    assert f"host: a.test:{server.port}" in server.seen[0].lower()
    assert "x-key: v" in server.seen[0].lower()


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["fe80::1%lo"]],
)
async def test_a_host_with_any_forbidden_address_is_refused(answers: list[str]) -> None:
    names = Names(a_test=[answers])
    async with OutboundClient(OutboundPolicy(), resolver=names) as client:
        with pytest.raises(OutboundRefused, match="denied"):
            await client.request("GET", "http://a.test/")


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:7f00:1]", "0"],
)
async def test_odd_spellings_of_loopback_end_at_the_same_check(host: str) -> None:
    async with OutboundClient(OutboundPolicy(hint=" (see ML_BLOCK_LOCAL_IP)")) as client:
        with pytest.raises(OutboundRefused, match=r"denied \(see ML_BLOCK_LOCAL_IP\)"):
            await client.request("GET", f"http://{host}:1/")


async def test_a_rebinding_name_gets_no_second_look_up() -> None:
    names = Names(a_test=[["127.0.0.1"], ["10.0.0.1"]])
    async with serving(lambda _: ok()) as server, OutboundClient(POLICY, resolver=names) as client:
        assert (await client.request("GET", f"http://a.test:{server.port}/")).status == 200
    assert names.asked == ["a.test"]


async def test_protection_can_be_switched_off() -> None:
    policy = replace(POLICY, addresses=AddressRules(), protect=False)
    async with serving(lambda _: ok()) as server, OutboundClient(policy, resolver=local("a_test")) as client:
        assert (await client.request("GET", f"http://a.test:{server.port}/")).status == 200


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.test/",
        "file:///etc/hostname",
        "gopher://a.test/",
        "//a.test/",
        "a.test",
        "http://",
        "http://0177.0.0.1/",
        "",
    ],
)
async def test_only_http_urls_are_called(url: str) -> None:
    async with OutboundClient(POLICY, resolver=local("a_test")) as client:
        with pytest.raises(OutboundRefused):
            await client.request("GET", url)


async def test_proxy_variables_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with serving(lambda _: ok()) as server, OutboundClient(POLICY, resolver=local("a_test")) as client:
        assert (await client.request("GET", f"http://a.test:{server.port}/")).status == 200


class TestRedirects:
    async def test_each_hop_is_judged(self) -> None:
        names = Names(a_test=[["127.0.0.1"]], b_test=[["10.0.0.1"]])
        async with (
            serving(lambda _: moved("http://b.test/secret")) as server,
            OutboundClient(POLICY, resolver=names) as client,
        ):
            with pytest.raises(OutboundRefused, match="private addresses"):
                await client.request("GET", f"http://a.test:{server.port}/")
        assert names.asked == ["a.test", "b.test"]

    async def test_other_schemes_are_refused(self) -> None:
        async with (
            serving(lambda _: moved("file:///etc/hostname")) as server,
            OutboundClient(POLICY, resolver=local("a_test")) as client,
        ):
            with pytest.raises(OutboundRefused, match="only http and https"):
                await client.request("GET", f"http://a.test:{server.port}/")

    async def test_credentials_stay_with_their_host(self) -> None:
        async with serving(lambda _: ok()) as last:
            elsewhere = moved(f"http://b.test:{last.port}/")
            async with (
                serving(lambda text: moved("/again") if "/again" not in text else elsewhere) as first,
                OutboundClient(POLICY, resolver=local("a_test", "b_test")) as client,
            ):
                url = f"http://a.test:{first.port}/"
                answer = await client.request("GET", url, headers={"Authorization": "Token x", "Cookie": "c=1"})
        assert answer.url == f"http://b.test:{last.port}/"
        assert all("authorization: token x" in request.lower() for request in first.seen)
        assert len(first.seen) == 2
        assert "authorization" not in last.seen[0].lower()
        assert "cookie" not in last.seen[0].lower()
        assert f"host: b.test:{last.port}" in last.seen[0].lower()

    async def test_there_is_an_end_to_them(self) -> None:
        async with (
            serving(lambda _: moved("/again")) as server,
            OutboundClient(POLICY, resolver=local("a_test")) as client,
        ):
            with pytest.raises(OutboundRefused, match="more than 5 redirects"):
                await client.request("GET", f"http://a.test:{server.port}/")
        assert len(server.seen) == 6

    async def test_none_are_followed_where_none_are_wanted(self) -> None:
        policy = replace(POLICY, max_redirects=0)
        async with (
            serving(lambda _: moved("/again")) as server,
            OutboundClient(policy, resolver=local("a_test")) as client,
        ):
            with pytest.raises(OutboundRefused, match="not followed"):
                await client.request("POST", f"http://a.test:{server.port}/", content=b"{}")
        assert len(server.seen) == 1

    @pytest.mark.parametrize(("status", "method"), [(302, "GET"), (307, "POST")])
    async def test_a_post_becomes_a_get_unless_told_otherwise(self, status: int, method: str) -> None:
        def respond(text: str) -> bytes:
            return ok() if "/again" in text else moved("/again", status)

        async with serving(respond) as server, OutboundClient(POLICY, resolver=local("a_test")) as client:
            await client.request("POST", f"http://a.test:{server.port}/", content=b"{}")
        assert server.seen[1].startswith(f"{method} /again")
        assert ("content-length: 2" in server.seen[1].lower()) is (method == "POST")


class TestLimits:
    @pytest.mark.parametrize("framing", ["Content-Length: 2000", "Transfer-Encoding: chunked"])
    async def test_large_answers_are_cut_off(self, framing: str) -> None:
        body = b"x" * 2000 if "Length" in framing else b"7d0\r\n" + b"x" * 2000 + b"\r\n0\r\n\r\n"
        answer = f"HTTP/1.1 200 OK\r\n{framing}\r\nConnection: close\r\n\r\n".encode() + body
        policy = replace(POLICY, max_bytes=1000)
        async with serving(lambda _: answer) as server, OutboundClient(policy, resolver=local("a_test")) as client:
            with pytest.raises(OutboundFailed, match="larger than"):
                await client.request("GET", f"http://a.test:{server.port}/")

    async def test_an_answer_of_exactly_the_limit_arrives(self) -> None:
        policy = replace(POLICY, max_bytes=1000)
        full = ok(b"x" * 1000)
        async with serving(lambda _: full) as server, OutboundClient(policy, resolver=local("a_test")) as client:
            assert len((await client.request("GET", f"http://a.test:{server.port}/")).content) == 1000

    async def test_compressed_answers_are_refused(self) -> None:
        bomb = ok(b"\x1f\x8b", "Content-Encoding: gzip")
        async with serving(lambda _: bomb) as server, OutboundClient(POLICY, resolver=local("a_test")) as client:
            with pytest.raises(OutboundFailed, match="compressed"):
                await client.request("GET", f"http://a.test:{server.port}/")
        assert "accept-encoding: identity" in server.seen[0].lower()

    async def test_silence_ends_in_time(self) -> None:
        policy = replace(POLICY, total_seconds=0.2)
        async with serving(lambda _: None) as server, OutboundClient(policy, resolver=local("a_test")) as client:
            with pytest.raises(OutboundFailed, match=r"in time|within 0\.2 seconds"):
                await client.request("GET", f"http://a.test:{server.port}/")

    async def test_a_resolver_that_hangs_ends_in_time(self) -> None:
        async def hang(host: str, port: int) -> list[str]:
            await asyncio.sleep(60)
            return [host, str(port)]

        async with OutboundClient(replace(POLICY, connect_seconds=0.1), resolver=hang) as client:
            with pytest.raises(OutboundFailed):
                await client.request("GET", "http://a.test/")

    async def test_no_server_and_no_name_are_failures(self) -> None:
        async with serving(lambda _: ok()) as server:
            port = server.port
        async with OutboundClient(POLICY, resolver=local("a_test")) as client:
            for url in (f"http://a.test:{port}/", "http://unknown.test/"):
                with pytest.raises(OutboundFailed):
                    await client.request("GET", url)

    async def test_an_answer_that_is_no_http_is_a_failure(self) -> None:
        async with (
            serving(lambda _: b"SSH-2.0-x\r\n\r\n") as server,
            OutboundClient(POLICY, resolver=local("a_test")) as client,
        ):
            with pytest.raises(OutboundFailed):
                await client.request("GET", f"http://a.test:{server.port}/")

    async def test_a_body_can_be_streamed(self) -> None:
        async with (
            serving(lambda _: ok(b"x" * 200_000)) as server,
            OutboundClient(POLICY, resolver=local("a_test")) as client,
            client.stream("GET", f"http://a.test:{server.port}/") as (response, chunks),
        ):
            sizes = [len(chunk) async for chunk in chunks]
        assert response.status_code == 200
        assert sum(sizes) == 200_000
        assert len(sizes) > 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "b.test"},
        {"content-length": "1"},
        {"Transfer-Encoding": "chunked"},
        {"Connection": "close"},
        {"a b": "x"},
        {"": "x"},
        {"X-A": "x\r\nY: z"},
        {"X-A": "é"},
        {"X-A": "\0"},
    ],
)
def test_headers_that_users_may_not_set(headers: dict[str, str]) -> None:
    with pytest.raises(OutboundRefused):
        check_headers(headers)


def certificate_for(name: str, folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Contexts of a server with its own certificate and of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return server, ssl.create_default_context(cadata=pem.decode())


async def test_the_certificate_must_bear_the_name_of_the_url(tmp_path: Path) -> None:
    tls, trust = certificate_for("a.test", tmp_path)
    names = local("a_test", "b_test")
    async with (
        serving(lambda _: ok(), tls=tls) as server,
        OutboundClient(POLICY, resolver=names, verify=trust) as client,
    ):
        assert (await client.request("GET", f"https://a.test:{server.port}/")).status == 200
        with pytest.raises(OutboundFailed):
            await client.request("GET", f"https://b.test:{server.port}/")
