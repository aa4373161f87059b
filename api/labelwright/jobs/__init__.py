"""Durable background jobs: a table that users see, named handlers, and two ways of running them. Knows no domain."""
