"""The shared kernel: what every domain stands on. Imports no domain."""
