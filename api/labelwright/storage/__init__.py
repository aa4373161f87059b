"""Storages: where tasks and media come from and annotations go to. One interface, a small adapter for each kind."""
