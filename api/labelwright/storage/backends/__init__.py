"""Adapters of storages, one module for each kind, behind the interface of `base`. All of them block: use a thread."""
