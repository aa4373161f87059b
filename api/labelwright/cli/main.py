"""The command line: one thin function for each command. Heavy modules load when a command needs them."""

from pathlib import Path
from typing import Annotated, Any

import typer

from labelwright.cli.loading import heavy

app = typer.Typer(
    name="labelwright",
    help="Data annotation platform.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
user = typer.Typer(help="Accounts.", no_args_is_help=True)
organization = typer.Typer(help="Organizations.", no_args_is_help=True)
app.add_typer(user, name="user")
app.add_typer(organization, name="organization")
ml = typer.Typer(help="Model backends.", no_args_is_help=True)
app.add_typer(ml, name="ml")

DataDir = Annotated[Path | None, typer.Option(help="Folder of the embedded database, uploads and keys.")]
DatabaseUrl = Annotated[
    str | None, typer.Option(help="postgresql+asyncpg://user:password@host:port/name, or sqlite:///path.")
]
Level = Annotated[str | None, typer.Option(help="DEBUG, INFO, WARNING or ERROR.")]


@app.command()
def start(
    project: Annotated[str | None, typer.Argument(metavar="PROJECT_TITLE", help="Created if missing.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; 0.0.0.0 for every one.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    username: Annotated[str | None, typer.Option(help="E-mail of the owner to create or update.")] = None,
    password: Annotated[str | None, typer.Option(help="Password of that owner.")] = None,
    user_token: Annotated[str | None, typer.Option(help="Legacy API token of that owner.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,  # noqa: FBT002
    log_level: Level = None,
) -> None:
    """Start the server."""
    with heavy():
        from labelwright.cli import serve

    overrides = {
        "host": host,
        "port": port,
        "data_dir": data_dir,
        "database_url": database_url,
        "username": username,
        "password": password,
        "user_token": user_token,
        "log_level": log_level,
    }
    serve.run(overrides, project=project, open_browser=not no_browser)


@app.command()
def worker(data_dir: DataDir = None, database_url: DatabaseUrl = None, log_level: Level = None) -> None:
    """Run background jobs of a PostgreSQL database, beside any number of servers and other workers."""
    with heavy():
        from labelwright.cli import work

    work.run({"data_dir": data_dir, "database_url": database_url, "log_level": log_level})


@app.command()
def migrate(data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Bring the database's schema up to date."""
    with heavy():
        from labelwright.cli import admin

    admin.migrate({"data_dir": data_dir, "database_url": database_url})


@app.command()
def config(data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Show the effective settings and where each comes from; secrets are masked."""
    with heavy():
        from labelwright.cli import admin

    admin.show_config({"data_dir": data_dir, "database_url": database_url})


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Made anew; an existing file is not overwritten.")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Write a backup of database and uploads, also while a server runs."""
    with heavy():
        from labelwright.cli import operate

    operate.backup(_target(data_dir, database_url), file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A backup.")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Restore a backup into an empty database and data directory, of either kind."""
    with heavy():
        from labelwright.cli import operate

    operate.restore(_target(data_dir, database_url), file)


@app.command()
def verify(
    fix: Annotated[bool, typer.Option("--fix", help="Put wrong counters right.")] = False,  # noqa: FBT002
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Check counters, references and files against the rows; exit code 1 when something is off."""
    with heavy():
        from labelwright.cli import operate

    operate.verify(_target(data_dir, database_url), fix=fix)


@app.command()
def doctor(
    recount: Annotated[bool, typer.Option("--recount", help="Also recompute all counters.")] = False,  # noqa: FBT002
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Look at what a server needs: database, schema, disk, clock, jobs."""
    with heavy():
        from labelwright.cli import operate

    operate.doctor(_target(data_dir, database_url), recount=recount)


@app.command()
def version() -> None:
    """Show the version."""
    from labelwright.core.version import VERSION

    typer.echo(VERSION)


@user.command("create")
def user_create(
    email: Annotated[str, typer.Argument(help="E-mail of the account.")],
    password: Annotated[str, typer.Option(help="Its password.", prompt=True, hide_input=True)],
    role: Annotated[str, typer.Option(help="owner, administrator, manager, reviewer or annotator.")] = "annotator",
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Create an account in the first organization; the very first account owns a new one."""
    with heavy():
        from labelwright.cli import admin

    admin.create_user(_target(data_dir, database_url), email=email, password=password, role=role)


@user.command("token")
def user_token(
    email: Annotated[str, typer.Argument(help="E-mail of the account.")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Show the legacy API token of an account."""
    with heavy():
        from labelwright.cli import admin

    admin.show_token(_target(data_dir, database_url), email=email)


@organization.command("create")
def organization_create(
    name: Annotated[str, typer.Argument(help="Name of the organization.")],
    owner: Annotated[str, typer.Option(help="E-mail of its owner; created if missing.")],
    password: Annotated[str | None, typer.Option(help="Password of a new owner.")] = None,
    print_token: Annotated[bool, typer.Option("--print-token", help="Print the owner's token last.")] = False,  # noqa: FBT002
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Create an organization with its owner."""
    with heavy():
        from labelwright.cli import admin

    admin.create_organization(
        _target(data_dir, database_url), name=name, owner=owner, password=password, print_token=print_token
    )


@ml.command("start")
def ml_start(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with a ModelBackend.")],
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 9090,
    data_dir: Annotated[Path | None, typer.Option(help="Folder for what models keep. Default: data in DIR.")] = None,
) -> None:
    """Serve a model backend."""
    with heavy():
        from labelwright.cli import ml as backends

    backends.start(folder, host=host, port=port, data_dir=data_dir)


def _target(data_dir: Path | None, database_url: str | None) -> dict[str, Any]:
    return {"data_dir": data_dir, "database_url": database_url}
