"""S3 and what speaks like it. The only module that knows boto3, which loads when a storage is first used.

Connections are opened to judged addresses only, as those of `core.outbound`: an endpoint is a URL that a user gave.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from labelwright.core.addresses import parsed_address, refusal
from labelwright.core.outbound import OutboundPolicy, OutboundRefused
from labelwright.storage.backends.base import PAGE, BadRange, Down, Missing, ObjectInfo, Opened, Unreachable, under

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection

CONNECT_SECONDS = 5
READ_SECONDS = 30
POOL = 32
CHUNK = 1 << 16

_MAKING = Lock()
"""Held while a client is made: a session serves one thread at a time, the clients that it has made any number."""

_BAD_KEYS = frozenset({"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken"})
_DENIED = frozenset({"AccessDenied", "AllAccessDisabled", "403"})
_LATER = frozenset({"SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "500", "503"})


@dataclass(frozen=True, slots=True)
class S3Place:
    """Where the objects are, and how to get at them. Without keys requests are not signed."""

    bucket: str
    prefix: str = ""
    region: str | None = None
    endpoint: str | None = None
    access_key: str | None = None
    secret_key: str | None = None
    session_token: str | None = None
    kms_key: str | None = None
    uses_server_credentials: bool = False


class S3Backend:
    """A bucket, or the part of it under a prefix."""

    def __init__(self, place: S3Place, policy: OutboundPolicy) -> None:
        """Nothing is opened before the first call. The client may be used by several threads."""
        self._place = place
        self._client = _client(place, policy)

    def check(self) -> None:
        """The bucket must exist and be readable."""
        with self._explained(field="bucket"):
            self._client.list_objects_v2(Bucket=self._place.bucket, Prefix=self._prefix(), MaxKeys=1)

    def _prefix(self) -> str:
        folder = self._place.prefix.strip("/")
        return f"{folder}/" if folder else ""

    def pages(self, after: str) -> Iterator[list[ObjectInfo]]:
        """Objects under the prefix; S3 lists them by key."""
        paginator = self._client.get_paginator("list_objects_v2")
        wanted = {"Bucket": self._place.bucket, "Prefix": self._prefix(), "StartAfter": after}
        with self._explained():
            for page in paginator.paginate(**wanted, PaginationConfig={"PageSize": PAGE}):
                yield [
                    ObjectInfo(item["Key"], item["Size"], item["ETag"].strip('"'))
                    for item in page.get("Contents", ())
                    if item["Key"] != after
                ]

    def read(self, key: str, *, most: int) -> bytes:
        """A whole object."""
        with self._explained():
            answer = self._client.get_object(Bucket=self._place.bucket, Key=key)
            if answer["ContentLength"] > most:
                answer["Body"].close()
                raise Unreachable(f"{key} is larger than {most // 1_000_000} MB")
            body: bytes = answer["Body"].read()
            return body

    def open(self, key: str, byte_range: str | None) -> Opened:
        """An object as it comes."""
        wanted = {"Range": byte_range} if byte_range else {}
        with self._explained():
            answer = self._client.get_object(Bucket=self._place.bucket, Key=key, **wanted)
        return Opened(
            answer["Body"].iter_chunks(CHUNK),
            answer["ContentLength"],
            answer.get("ContentType"),
            answer.get("ContentRange"),
            answer.get("ETag"),
            answer.get("LastModified"),
        )

    def write(self, key: str, body: bytes) -> None:
        """Put an object, under the storage's KMS key if it has one."""
        more = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": self._place.kms_key} if self._place.kms_key else {}
        with self._explained():
            self._client.put_object(
                Bucket=self._place.bucket, Key=key, Body=body, ContentType="application/json", **more
            )

    def delete(self, key: str) -> None:
        """Remove an object."""
        with self._explained():
            self._client.delete_object(Bucket=self._place.bucket, Key=key)

    def presign(self, key: str, seconds: int) -> str:
        """A signed address. Made without a call."""
        with self._explained():
            address: str = self._client.generate_presigned_url(
                "get_object", Params={"Bucket": self._place.bucket, "Key": key}, ExpiresIn=seconds
            )
            return address

    def covers(self, key: str) -> bool:
        """Whether a key lies under the prefix."""
        return under(self._place.prefix, key)

    def key_in(self, name: str) -> str:
        """Under the prefix."""
        return self._prefix() + name

    def uri(self, key: str) -> str:
        """`s3://bucket/key`."""
        return f"s3://{self._place.bucket}/{key}"

    def label(self, key: str) -> str:
        """The key alone, as the published API shows it."""
        return key

    @contextmanager
    def _explained(self, *, field: str = "non_field_errors") -> Iterator[None]:
        """Turn what boto3 raises into words that may be shown: never a body, never a key."""
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ParamValidationError

        try:
            yield
        except ParamValidationError as error:
            raise Unreachable(
                f"{self._place.bucket!r} is no name of a bucket, or the key is none.", field="bucket"
            ) from error
        except NoCredentialsError as error:
            raise Unreachable("There are no keys to sign with.", field="aws_access_key_id") from error
        except ClientError as error:
            raise self._refused(error.response.get("Error", {}).get("Code", ""), field) from error
        except BotoCoreError as error:
            cause = error.kwargs.get("error")
            if isinstance(cause, OutboundRefused):
                raise Unreachable(f"The S3 endpoint may not be called: {cause.rule}", field="s3_endpoint") from error
            raise Down(f"S3 does not answer ({type(error).__name__}).", field="s3_endpoint") from error

    def _refused(self, code: str, field: str) -> Unreachable:
        """What an error code means to people."""
        bucket = self._place.bucket
        known = {
            "NoSuchBucket": Unreachable(f"Cannot find bucket {bucket} in S3"),
            "NoSuchKey": Missing("The object does not exist."),
            "InvalidRange": BadRange("The range lies behind the end."),
        }
        if code in known:
            return known[code]
        if code in _BAD_KEYS:
            return Unreachable(f"S3 does not accept the keys ({code}).", field="aws_access_key_id")
        if code in _DENIED:
            return Unreachable(f"S3 denies access to bucket {bucket} with these keys.", field="aws_access_key_id")
        if code in _LATER:
            return Down(f"S3 asks to come back later ({code}).")
        return Unreachable(f"S3 refused the request ({code or 'no reason given'}).", field=field)


@cache
def _session() -> Any:
    """One for all clients: each of its own would read the description of S3 anew, a tenth of a second of work."""
    import boto3

    return boto3.session.Session()


def _client(place: S3Place, policy: OutboundPolicy) -> Any:
    import botocore
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    has_keys = bool(place.access_key and place.secret_key)
    config = Config(
        signature_version="s3v4" if has_keys or place.uses_server_credentials else botocore.UNSIGNED,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        max_pool_connections=POOL,
        retries={"total_max_attempts": 2},
        proxies={},
        s3={"addressing_style": "path" if place.endpoint else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    try:
        with _MAKING:
            client = _session().client(
                "s3",
                region_name=place.region or "us-east-1",
                endpoint_url=place.endpoint,
                aws_access_key_id=place.access_key if has_keys else None,
                aws_secret_access_key=place.secret_key if has_keys else None,
                aws_session_token=place.session_token if has_keys else None,
                config=config,
            )
    except (BotoCoreError, ValueError) as error:
        raise Unreachable(f"The settings of S3 are not valid: {error}", field="s3_endpoint") from error
    _guard(client, policy)
    return client


def _guard(client: Any, policy: OutboundPolicy) -> None:
    """Have the client open its connections through ours. botocore has no setting for it: its pool manager is told."""
    from botocore.awsrequest import (
        AWSHTTPConnection,
        AWSHTTPConnectionPool,
        AWSHTTPSConnection,
        AWSHTTPSConnectionPool,
    )

    def guarded(pool: Any, connection: Any) -> Any:
        members = {"_new_conn": _opener(policy)}
        kind = type(f"Guarded{connection.__name__}", (connection,), members)
        return type(f"Guarded{pool.__name__}", (pool,), {"ConnectionCls": kind})

    manager = client._endpoint.http_session._manager  # noqa: SLF001 - see above; a test would notice a change
    manager.pool_classes_by_scheme = {
        "http": guarded(AWSHTTPConnectionPool, AWSHTTPConnection),
        "https": guarded(AWSHTTPSConnectionPool, AWSHTTPSConnection),
    }


def _opener(policy: OutboundPolicy) -> "Callable[[HTTPConnection], socket.socket]":
    from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
    from urllib3.util.connection import create_connection

    def opened(connection: "HTTPConnection") -> socket.socket:
        host, port = connection.host, connection.port
        try:
            addresses = _judged(host, port, policy)
        except socket.gaierror as error:
            raise NameResolutionError(host, connection, error) from error
        failure: Exception = NewConnectionError(connection, "the host has no address")
        for address in addresses:
            try:
                return create_connection((address, port), connection.timeout, socket_options=connection.socket_options)
            except TimeoutError:
                failure = ConnectTimeoutError(connection, f"connecting to {host} took too long")
            except OSError as error:
                failure = NewConnectionError(connection, f"cannot connect: {error}")
        raise failure

    return opened


def _judged(host: str, port: int | None, policy: OutboundPolicy) -> list[str]:
    """All addresses of a host; one that is forbidden refuses the call."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if policy.protect:
        for address in addresses:
            rule = refusal(parsed_address(address), policy.addresses)
            if rule is not None:
                raise OutboundRefused(f"{rule}{policy.hint}")
    return addresses
