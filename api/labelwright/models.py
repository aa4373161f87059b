"""Every table of the product, imported in one place so that migrations see them all."""

from labelwright.annotations import models as annotations
from labelwright.audit import models as audit
from labelwright.comments import models as comments
from labelwright.core import idempotency
from labelwright.exports import models as exports
from labelwright.imports import models as imports
from labelwright.jobs import models as jobs
from labelwright.labeling import models as labeling
from labelwright.labels import models as labels
from labelwright.mlbackends import models as mlbackends
from labelwright.organizations import models as organizations
from labelwright.predictions import models as predictions
from labelwright.projects import models as projects
from labelwright.reviews import models as reviews
from labelwright.statistics import models as statistics
from labelwright.storage import models as storage
from labelwright.tasks import models as tasks
from labelwright.users import models as users
from labelwright.views import models as views
from labelwright.webhooks import models as webhooks

__all__ = [
    "annotations",
    "audit",
    "comments",
    "exports",
    "idempotency",
    "imports",
    "jobs",
    "labeling",
    "labels",
    "mlbackends",
    "organizations",
    "predictions",
    "projects",
    "reviews",
    "statistics",
    "storage",
    "tasks",
    "users",
    "views",
    "webhooks",
]
