"""`labelwright ml start`: serve a model backend."""

from pathlib import Path

import typer
import uvicorn

from labelwright.cli.failing import fail
from labelwright.ml.loading import NoBackend, load
from labelwright.ml.server import create_app


def start(folder: Path, *, host: str, port: int, data_dir: Path | None) -> None:
    """Load the backend of a folder and serve it until told to stop."""
    try:
        backend = load(folder)
    except NoBackend as error:
        fail(str(error))
    except Exception as error:  # noqa: BLE001 - whatever the author's file raises while it is loaded
        fail(f"{folder} cannot be loaded: {type(error).__name__}: {error}")
    app = create_app(backend, data_dir=data_dir or folder / "data")
    config = uvicorn.Config(app, host=host, port=port, log_level="info", access_log=False, ws="none")
    server = uvicorn.Server(config)
    try:
        listener = config.bind_socket()
    except SystemExit:
        fail(f"cannot listen on {host}:{port}. Try another --port.")
    listener.listen(config.backlog)  # who reads the next line may connect before uvicorn listens
    typer.echo(f"{backend.__name__} is ready at http://{host}:{listener.getsockname()[1]}")
    server.run(sockets=[listener])
