"""Model backends of projects: connecting them, asking for predictions, training."""
