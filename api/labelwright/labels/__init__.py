"""The labels manager: labels that an organization keeps beside its label configs, and where they are linked."""
