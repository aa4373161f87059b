"""The history of annotations: what each held, who made it so, when and why. Told from what is stored anyway."""
