"""Addresses of storages: `connections` sets them up and synchronises, `media` gives their objects to browsers."""
