"""Addresses of the data manager."""
