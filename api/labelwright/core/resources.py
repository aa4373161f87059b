"""Files that ship beside the code: schemas, migrations, the built SPA."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_BUNDLED = _PACKAGE / "_bundled"
_CHECKOUT = _PACKAGE.parent.parent

# The built SPA has another place in the checkout than in the wheel.
_CHECKOUT_PLACES = {"web": Path("web") / "dist"}


def resource(name: str) -> Path:
    """Path of a shipped file or folder: inside the wheel first, else in the checkout.

    The path is not promised to exist: a checkout has no SPA before it is built.
    """
    bundled = _BUNDLED / name
    if bundled.exists():
        return bundled
    return _CHECKOUT / _CHECKOUT_PLACES.get(name, Path(name))
