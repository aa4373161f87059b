"""Organizations, their members and invites; who a request comes from."""
