"""Comments: what people tell each other about tasks, annotations and regions."""
