"""Wire shapes of the dashboard."""

from datetime import date, datetime

from pydantic import BaseModel, Field

Share = float | None


class PersonRead(BaseModel):
    """Somebody."""

    id: int
    email: str
    first_name: str
    last_name: str


class Totals(BaseModel):
    """Numbers over the span; `tasks` and `finished_tasks` are those of the project as it is now."""

    tasks: int
    finished_tasks: int
    finished: int = Field(description="Tasks that were done in the span.")
    submitted: int
    skipped: int
    median_lead_time: float | None = Field(description="Seconds.")
    mean_lead_time: float | None = Field(description="Seconds, without idle time.")
    idle_beyond: float | None = Field(description="Seconds; lead times beyond count as idle.")
    agreement: Share = Field(description="0 to 1: the mean over the tasks with two annotators or more.")
    compared_tasks: int
    disputed_tasks: int = Field(description="Those of them with an agreement below 0.5.")


class DayRead(BaseModel):
    """One day, in UTC. Days on which nothing was done are left out."""

    day: date
    finished: int
    submitted: int
    skipped: int
    accepted: int = Field(description="Verdicts that accepted, with a correction or without.")
    rejected: int
    agreement: Share


class ReviewStates(BaseModel):
    """How many annotations are in each state of review."""

    pending: int
    accepted: int
    fixed: int
    returned: int
    rejected: int


class AnnotatorWork(BaseModel):
    """The work of one annotator in the span."""

    user: PersonRead | None = Field(description="Null for work whose author is not known.")
    submitted: int
    skipped: int
    active_days: int
    per_day: float | None = Field(description="Submitted per day on which anything was done.")
    median_lead_time: float | None = Field(description="Seconds.")
    mean_lead_time: float | None = Field(description="Seconds, without idle time.")
    lead_time: float = Field(description="Seconds in all, without idle time.")
    reviews: ReviewStates
    accepted_share: Share = Field(description="Accepted or fixed, of what was judged.")
    agreement: Share = Field(description="Mean agreement with the others, 0 to 1.")
    comparisons: int = Field(description="With how many annotations of others on the same tasks.")
    ground_truth_agreement: Share = Field(description="Mean agreement with ground truths of others, 0 to 1.")
    ground_truths: int = Field(description="How many ground truths that was compared with.")


class ReviewerRead(BaseModel):
    """The verdicts of one reviewer in the span."""

    user: PersonRead | None
    accepted: int
    fixed: int
    rejected: int


class LabelCount(BaseModel):
    """How often a label was given: once for each region or choice."""

    label: str
    count: int


class LabelsRead(BaseModel):
    """The labels of one control, the most frequent first."""

    control: str
    total: int
    others: int = Field(description="Labels beyond the 1,000 most frequent ones.")
    labels: list[LabelCount]


class PairRead(BaseModel):
    """How far two annotators agree."""

    users: tuple[int, int]
    tasks: int
    score: Share
    kappa: dict[str, float | None] = Field(description="Cohen's kappa for each control where each chose one label.")


class ControlRead(BaseModel):
    """How far all agree at one control."""

    control: str
    comparisons: int
    score: Share
    alpha: float | None = Field(description="Krippendorff's alpha, where annotators chose one label each.")


class GuessedRead(BaseModel):
    """How far predictions agree with an annotator."""

    user: int
    tasks: int
    score: Share
    kappa: dict[str, float | None] = Field(description="As of pairs.")


class ModelRead(BaseModel):
    """How far the predictions of a model version agree with each annotator."""

    version: str = Field(examples=["v1"])
    users: list[GuessedRead]


class AgreementRead(BaseModel):
    """Who agrees with whom. Counted on the day of a task's newest annotation."""

    users: list[PersonRead | None]
    pairs: list[PairRead]
    controls: list[ControlRead]
    models: list[ModelRead] = Field(description="Of the ten model versions with the newest predictions.")


class DashboardRead(BaseModel):
    """The statistics of a project over a span of days."""

    project: int
    computed_at: datetime | None = Field(description="As of when; null while the project was never counted.")
    first_day: date | None
    last_day: date | None
    totals: Totals
    days: list[DayRead]
    annotators: list[AnnotatorWork]
    reviewers: list[ReviewerRead]
    labels: list[LabelsRead]
    agreement: AgreementRead


class Refreshed(BaseModel):
    """The job that counts the project."""

    job: int = Field(examples=[12])
