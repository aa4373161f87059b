"""Addresses that connect storages. Each kind and direction has the same seven."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from labelwright.core.access import Manager
from labelwright.core.db import Database, DbSession, ReadSession
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.http import MAX_ID, JsonResponse, PathId, answered, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.storage import schemas, service, wire
from labelwright.storage.models import Direction, Kind
from labelwright.storage.schemas import StorageRead, StorageType
from labelwright.storage.service.connecting import Connections

router = APIRouter(
    prefix="/api/storages", tags=["Storages"], route_class=IdempotentFormRoute, responses=error_responses(401, 403)
)

TYPES = {
    "s3": "AWS S3",
    "gcs": "Google Cloud Storage",
    "azure": "Microsoft Azure",
    "redis": "Redis",
    "localfiles": "Local files",
}
"""Kinds as the published API lists them; those that are not built in refuse to be connected, with a way out."""

WAYS_OUT = {
    "gcs": "Google Cloud Storage is not built in. Use its S3 interface: an S3 storage with the endpoint "
    "https://storage.googleapis.com and an HMAC key.",
    "azure": "Microsoft Azure is not built in. A gateway that speaks S3 can be connected as an S3 storage.",
    "redis": "Redis is not built in. Import the tasks over the API.",
}

ProjectId = Annotated[int, Query(ge=1, le=MAX_ID, description="Project whose storages are meant.", examples=[1])]


def _connections(request: Request) -> Connections:
    found: Connections = request.app.state.storages
    return found


def _database(request: Request) -> Database:
    found: Database = request.app.state.db
    return found


Wired = Annotated[Connections, Depends(_connections)]
Data = Annotated[Database, Depends(_database)]


@router.get("/types", summary="List kinds of import storages")
@router.get("/export/types", summary="List kinds of export storages")
async def list_types(_actor: Manager) -> list[StorageType]:
    """Name and title of each kind that the published API has."""
    return [StorageType(name=name, title=title) for name, title in TYPES.items()]


@router.get("", summary="List import storages", response_model=list[StorageRead], responses=error_responses(400, 404))
async def list_imports(project: ProjectId, actor: Manager, session: ReadSession) -> JsonResponse:
    """Of every kind, oldest first."""
    rows = await service.list_of(session, actor, project, Direction.IMPORT)
    return JsonResponse([wire.storage(row) for row in rows])


@router.get(
    "/export", summary="List export storages", response_model=list[StorageRead], responses=error_responses(400, 404)
)
async def list_exports(project: ProjectId, actor: Manager, session: ReadSession) -> JsonResponse:
    """Of every kind, oldest first."""
    rows = await service.list_of(session, actor, project, Direction.EXPORT)
    return JsonResponse([wire.storage(row) for row in rows])


def _add_kind(kind: Kind, direction: Direction, body: Any, shown: type[StorageRead]) -> None:
    """The seven addresses of one kind in one direction."""
    base = f"/export/{kind}" if direction is Direction.EXPORT else f"/{kind}"
    what = f"{direction} storage ({TYPES[kind]})"
    _add_all(base, what, body, shown, kind=kind, direction=direction)
    _add_one(f"{base}/{{storage_id}}", what, body, shown, kind=kind, direction=direction)


def _add_all(base: str, what: str, body: Any, shown: type[StorageRead], **which: Any) -> None:
    """Listing, connecting and testing."""

    @router.get(base, summary=f"List {what}", response_model=list[shown], responses=error_responses(400, 404))  # type: ignore[valid-type]  # made at run time
    async def list_storages(project: ProjectId, actor: Manager, session: ReadSession) -> JsonResponse:
        """Oldest first."""
        rows = await service.list_of(session, actor, project, **which)
        return JsonResponse([wire.storage(row) for row in rows])

    @router.post(
        base, status_code=201, summary=f"Connect {what}", response_model=shown, responses=error_responses(400, 404)
    )
    async def create_storage(body: body, actor: Manager, database: Data, wired: Wired) -> JsonResponse:
        """Settings that do not lead to a readable storage are refused, naming the field. Keys are sealed."""
        row = await service.create(database, wired, actor, body, **which)
        return JsonResponse(wire.storage(row), status_code=201)

    @router.post(f"{base}/validate", summary=f"Test {what}", responses=error_responses(400, 404) | answered({}))
    async def validate_storage(body: body, actor: Manager, database: Data, wired: Wired) -> JsonResponse:
        """Try settings without keeping them. With `id`, what is left out comes from that storage."""
        await service.validate(database, wired, actor, body, **which)
        return JsonResponse({})


def _add_one(base: str, what: str, body: Any, shown: type[StorageRead], **which: Any) -> None:
    """What is done with one storage."""

    @router.get(base, summary=f"Get {what}", response_model=shown, responses=error_responses(404))
    async def get_storage(storage_id: PathId, actor: Manager, session: ReadSession) -> JsonResponse:
        """Its settings without keys, and how the last synchronisation ended."""
        return JsonResponse(wire.storage(await service.get(session, actor, storage_id, **which)))

    @router.patch(base, summary=f"Change {what}", response_model=shown, responses=error_responses(400, 404))
    @router.put(base, include_in_schema=False)
    async def update_storage(
        storage_id: PathId,
        body: body,
        actor: Manager,
        database: Data,
        wired: Wired,
    ) -> JsonResponse:
        """Fields left out stay, keys included; an empty text removes a key."""
        return JsonResponse(wire.storage(await service.update(database, wired, actor, storage_id, body, **which)))

    @router.delete(base, status_code=204, summary=f"Disconnect {what}", responses=error_responses(404))
    async def delete_storage(storage_id: PathId, actor: Manager, session: DbSession) -> Response:
        """Tasks stay; their media cannot be opened any more."""
        await service.delete(session, actor, storage_id, **which)
        return Response(status_code=204)

    @router.post(
        f"{base}/sync",
        summary=f"Synchronise {what}",
        response_model=shown,
        responses=error_responses(400, 404),
    )
    async def sync_storage(storage_id: PathId, actor: Manager, database: Data) -> JsonResponse:
        """A job does it; a small one is finished when the call returns, a large one is `in_progress` then."""
        return JsonResponse(wire.storage(await service.sync(database, actor, storage_id, **which)))


_add_kind(Kind.S3, Direction.IMPORT, schemas.S3ImportInput, schemas.S3ImportRead)
_add_kind(Kind.S3, Direction.EXPORT, schemas.S3ExportInput, schemas.S3ExportRead)
_add_kind(Kind.LOCAL, Direction.IMPORT, schemas.LocalImportInput, schemas.LocalImportRead)
_add_kind(Kind.LOCAL, Direction.EXPORT, schemas.LocalExportInput, schemas.LocalExportRead)


def _add_missing(name: str) -> None:
    """A kind that is not built in: nothing is listed, connecting it is refused."""
    for base in (f"/{name}", f"/export/{name}"):

        @router.get(base, include_in_schema=False)
        async def list_none(project: ProjectId, actor: Manager, session: ReadSession) -> list[StorageRead]:
            """There cannot be any."""
            await service.list_of(session, actor, project, Direction.IMPORT)
            return []

        async def refuse(_actor: Manager) -> None:
            """400 with what to do instead."""
            raise Invalid(non_field_errors=WAYS_OUT[name])

        async def none_of_these(storage_id: PathId, _actor: Manager) -> None:  # noqa: ARG001 - none has an id
            """404, as there cannot be any."""
            raise NotFound("No Storage matches the given query.")

        for path in (base, f"{base}/validate"):
            router.add_api_route(path, refuse, methods=["POST"], include_in_schema=False)
        one = base + "/{storage_id}"
        router.add_api_route(one, none_of_these, methods=["GET", "PATCH", "PUT", "DELETE"], include_in_schema=False)
        router.add_api_route(f"{one}/sync", none_of_these, methods=["POST"], include_in_schema=False)


for _name in WAYS_OUT:
    _add_missing(_name)
