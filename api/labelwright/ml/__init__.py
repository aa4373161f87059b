"""What model backends are made of: a base class, and a server that speaks the published protocol."""

from labelwright.ml.backend import ModelBackend

__all__ = ["ModelBackend"]
