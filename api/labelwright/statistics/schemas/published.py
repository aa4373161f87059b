"""Wire shapes of the statistics that the published client asks for."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Share = float | None
ByLabel = dict[str, Share]


class User(BaseModel):
    """Somebody."""

    id: int = Field(examples=[7])
    email: str = Field(examples=["ann@example.org"])
    username: str = Field(examples=["ann"])
    first_name: str = Field(examples=["Ann"])
    last_name: str = Field(examples=["Lee"])
    avatar: None


class Matrix(BaseModel):
    """Who agrees with whom."""

    IAA: list[list[Share]] | dict[str, list[list[Share]]] = Field(
        description="Scores from 0 to 1; with `per_label` a matrix for each label.",
        examples=[[[None, 0.82], [0.82, None]]],
    )
    common_tasks: list[list[float]] | dict[str, list[list[float]]] = Field(
        description="How many tasks each pair shares.", examples=[[[0, 40], [40, 0]]]
    )
    std: Share = Field(None, description="Standard deviation of the scores, with `std`.", examples=[0.21])
    users: list[User] = Field(description="Of the rows and columns.")


class TotalAgreement(BaseModel):
    """The agreement of a project."""

    total_agreement: float | ByLabel = Field(description="With `per_label` one for each.", examples=[0.82])


class AnnotatorAgreement(BaseModel):
    """The agreement of an annotator with all others."""

    Agreement_per_annotator: Share = Field(examples=[0.78])


class Agreement(BaseModel):
    """One agreement."""

    agreement: Share = Field(description="0 to 1; null without anything to compare.", examples=[0.78])


class AgreementByUser(BaseModel):
    """Agreements by user id."""

    agreement: dict[str, float | ByLabel | None] = Field(
        description="With `per_label`, where it is told, one for each.", examples=[{"7": 0.78, "9": None}]
    )


class ModelsAgreement(BaseModel):
    """The agreement of a model version with others."""

    average_prediction_agreement_per_model: float | ByLabel | None = Field(examples=[0.9])


class PredictionAgreement(BaseModel):
    """The agreement of an annotator with predictions."""

    average_prediction_agreement_per_user: float | ByLabel | None = Field(examples=[0.74])


class LeadTime(BaseModel):
    """Lead times of an annotator, in seconds."""

    user_id: int = Field(examples=[7])
    mean_time: float | None = Field(description="Without idle time.", examples=[14.2])
    median_time: float = Field(examples=[11.5])
    sum_lead_time: float = Field(description="Without idle time.", examples=[568.0])


class LeadTimes(BaseModel):
    """Lead times of each annotator."""

    lead_time_stats: list[LeadTime]


class Finished(BaseModel):
    """How much is done."""

    finished: int = Field(description="Tasks.", examples=[40])
    id: int | None = Field(description="The user that was asked for.", examples=[7])
    progress: int = Field(description="Of all tasks, in percent.", examples=[80])


class LabelDimension(BaseModel):
    """The labels of a control."""

    name: str = Field(examples=["sentiment"])
    choices: list[str] = Field(examples=[["Negative", "Positive"]])
    choice_keys: list[str] = Field(examples=[["sentiment___SEP___Negative", "sentiment___SEP___Positive"]])


class LabelStructure(BaseModel):
    """The labels of a project."""

    dimensions: list[LabelDimension]
    choice_keys: list[str] = Field(examples=[["sentiment___SEP___Negative", "sentiment___SEP___Positive"]])


class GivenLabel(BaseModel):
    """How often a label was given."""

    choice: str = Field(examples=["Positive"])
    choice_key: str = Field(examples=["sentiment___SEP___Positive"])
    dimension_name: str = Field(examples=["sentiment"])
    from_annotations_count: int = Field(examples=[120])
    from_annotations_percent: float = Field(examples=[60.0])
    from_predictions_count: int = Field(description="Predictions are not counted.", examples=[0])
    from_predictions_percent: float = Field(examples=[0.0])


class LabelTotals(BaseModel):
    """How many labels were given at each control."""

    annotation_totals_by_dimension: dict[str, int] = Field(examples=[{"sentiment": 200}])
    prediction_totals_by_dimension: dict[str, int] = Field(examples=[{}])


class LabelCounts(BaseModel):
    """A page of labels."""

    results: list[GivenLabel]
    totals: LabelTotals
    next_offset: int | None = Field(examples=[None])


class ReviewScores(BaseModel):
    """Review scores by user id, from 0 to 1."""

    review_score: dict[str, Share] = Field(description="Accepted as it was.", examples=[{"7": 0.9}])
    performance_score: dict[str, Share] = Field(description="With corrections as well.", examples=[{"7": 0.95}])


class ReviewScore(BaseModel):
    """The review scores of one annotator, from 0 to 1."""

    review_score: Share = Field(description="Accepted as it was.", examples=[0.9])
    performance_score: Share = Field(description="With corrections as well.", examples=[0.95])


class Dimension(BaseModel):
    """How far all agree at a control."""

    name: str = Field(examples=["sentiment"])
    from_name: str = Field(examples=["sentiment"])
    agreement: Share = Field(examples=[0.82])


class Distribution(BaseModel):
    """How agreement is spread over tasks."""

    average_agreement: Share = Field(examples=[0.82])
    histogram: list[int] = Field(description="Tasks in each tenth.", examples=[[1, 0, 0, 0, 2, 0, 3, 5, 9, 20]])
    low_agreement_count: int = Field(description="Tasks below 0.5.", examples=[3])
    total_tasks: int = Field(examples=[40])


class ConfusedPair(BaseModel):
    """A label that was taken for another."""

    from_name: str = Field(description="The control.", examples=["sentiment"])
    actual: str = Field(examples=["Negative"])
    label: str = Field(examples=["Positive"])
    count: int = Field(examples=[6])
    rate: float = Field(description="The share of all confusions.", examples=[0.75])


class ConfusionMatrix(BaseModel):
    """How often which label met which."""

    labels: list[str] = Field(description="Of the rows and columns.", examples=[["Negative", "Positive"]])
    matrix: list[list[int]] = Field(examples=[[[20, 6], [2, 40]]])
    precision: list[float] = Field(
        description="Of each label; 0 where it was never given.", examples=[[0.9091, 0.8696]]
    )
    recall: list[float] = Field(examples=[[0.7692, 0.9524]])
    top_confusion_pairs: list[ConfusedPair]


class DataFilter(BaseModel):
    """A filter for what one annotator or model version did."""

    id: str = Field(description="A user id, or `model:` and a version.", examples=["model:v1"])
    filters: dict[str, Any] = Field(
        examples=[
            {
                "conjunction": "and",
                "items": [
                    {
                        "filter": "filter:tasks:predictions_model_versions",
                        "operator": "contains",
                        "type": "List",
                        "value": "v1",
                    }
                ],
            }
        ]
    )


class UserFilters(BaseModel):
    """Filters of the data manager."""

    stats: list[DataFilter]
    tasks_with_annotations: dict[str, Any] = Field(description="A title, and the filter for all that is annotated.")


class DataFilters(BaseModel):
    """Filters for what each did."""

    user_filters: UserFilters


class Participant(BaseModel):
    """An annotator or a model version."""

    id: int | str = Field(description="A user id, or `model:` and a version.", examples=["model:v1"])
    model_version: str | None = Field(None, examples=["v1"])
    email: str | None = Field(None, description="Of annotators, as what follows.", examples=["ann@example.org"])
    username: str | None = Field(None, examples=["ann"])
    first_name: str | None = Field(None, examples=["Ann"])
    last_name: str | None = Field(None, examples=["Lee"])


class TaskMatrix(BaseModel):
    """Who agrees on a task."""

    matrix: list[list[Share]] = Field(examples=[[[None, 0.5], [0.5, None]]])
    users: list[Participant] = Field(description="Of the rows and columns.")


class Performance(BaseModel):
    """The work of one annotator, or the verdicts of one reviewer."""

    model_config = ConfigDict(extra="allow")

    id: int = Field(examples=[7])
    submitted: int = Field(0, description="Of annotators, as what follows.", examples=[120])
    skipped: int = Field(0, examples=[3])
    mean_time: float | None = Field(None, description="Seconds, without idle time.", examples=[14.2])
    median_time: float | None = Field(None, description="Seconds.", examples=[11.5])
    sum_lead_time: float = Field(0.0, description="Seconds, without idle time.", examples=[1704.0])
    agreement: Share = Field(None, examples=[0.82])
    ground_truth_agreement: Share = Field(None, examples=[0.9])
    review_score: Share = Field(None, examples=[0.9])
    performance_score: Share = Field(None, examples=[0.95])
    reviewed: int = Field(0, description="Of reviewers, as what follows.", examples=[60])
    accepted: int = Field(0, examples=[50])
    fixed: int = Field(0, examples=[6])
    rejected: int = Field(0, examples=[4])


class PerformancePage(BaseModel):
    """A page of members."""

    count: int = Field(examples=[1])
    page: int = Field(examples=[1])
    page_size: int = Field(examples=[30])
    results: list[Performance]


class PerformanceSummary(BaseModel):
    """The sums of the counts of the rows."""

    summary: dict[str, float] = Field(
        examples=[{"members": 4, "submitted": 480, "skipped": 12, "sum_lead_time": 6816.0}]
    )


class CountStarted(BaseModel):
    """The job that compares and counts."""

    response: str = Field(examples=["started"])
    job: int = Field(examples=[12])
