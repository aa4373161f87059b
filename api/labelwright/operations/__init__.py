"""What operators do beside a running server: back up, restore, verify."""
