"""Addresses of accounts: `session`, `tokens`, `people`."""
