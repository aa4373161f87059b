"""Labelwright: data annotation platform."""
