"""Webhooks: who wants to be told what, the outbox of what happened, and its delivery."""
