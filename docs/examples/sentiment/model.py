"""A sentiment model that learns: words as features, a linear classifier, from scikit-learn. Runs on any CPU.

Serve it with `labelwright ml start docs/examples/sentiment`, and connect http://localhost:9090 in a project whose
config has a Text and a single Choices.
"""

import pickle
from typing import Any
from xml.etree import ElementTree

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from labelwright.ml import ModelBackend

Json = dict[str, Any]


class SentimentBackend(ModelBackend):
    """Guesses the choice of a text; before it has learnt anything, the first choice with a score of zero."""

    model_version = "untrained"

    def __init__(self, **kwargs: Any) -> None:
        """Take up what was learnt before."""
        super().__init__(**kwargs)
        config = ElementTree.fromstring(self.label_config or "<View/>")
        choices, text = config.find(".//Choices"), config.find(".//Text")
        self.control = choices.get("name", "") if choices is not None else ""
        self.object = text.get("name", "") if text is not None else ""
        self.field = text.get("value", "").lstrip("$") if text is not None else ""
        self.labels = [choice.get("value", "") for choice in config.iter("Choice")]
        self.path = self.data_dir / "model.pickle"
        self.model: Any = None
        if self.path.exists():
            self.model_version, self.model = pickle.loads(self.path.read_bytes())

    def predict(self, tasks: list[Json], **_: Any) -> list[Json]:
        """The likeliest choice of each text, with its probability."""
        texts = [str(task["data"].get(self.field, "")) for task in tasks]
        if self.model is None:
            return [self._prediction(self.labels[0], 0.0) for _ in texts]
        chances = self.model.predict_proba(texts)
        guesses = zip(self.model.classes_[chances.argmax(axis=1)], chances.max(axis=1), strict=True)
        return [self._prediction(str(label), float(score)) for label, score in guesses]

    def fit(self, annotations: list[Json], **_: Any) -> Json:
        """Learn from every task that has a choice."""
        texts, labels = [], []
        for task in annotations:
            for annotation in task["annotations"]:
                for item in annotation["result"]:
                    if item.get("from_name") == self.control:
                        texts.append(str(task["data"].get(self.field, "")))
                        labels.append(item["value"]["choices"][0])
        if len(set(labels)) < 2:
            raise ValueError("at least two different choices are needed to learn from")
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(max_iter=1000, C=10))
        model.fit(texts, labels)
        self.model, self.model_version = model, f"trained-on-{len(texts)}"
        self.path.write_bytes(pickle.dumps((self.model_version, model)))
        return {"model_version": self.model_version}

    def _prediction(self, label: str, score: float) -> Json:
        item = {"from_name": self.control, "to_name": self.object, "type": "choices", "value": {"choices": [label]}}
        return {"result": [item], "score": score, "model_version": self.model_version}
