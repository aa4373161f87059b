"""Predictions: results proposed by models."""
