"""Every table of the product, imported in one place so that migrations see them all."""

from labelwright.annotations import models as annotations
from labelwright.core import idempotency
from labelwright.imports import models as imports
from labelwright.jobs import models as jobs
from labelwright.mlbackends import models as mlbackends
from labelwright.organizations import models as organizations
from labelwright.predictions import models as predictions
from labelwright.projects import models as projects
from labelwright.storage import models as storage
from labelwright.tasks import models as tasks
from labelwright.users import models as users
from labelwright.views import models as views
from labelwright.webhooks import models as webhooks

__all__ = [
    "annotations",
    "idempotency",
    "imports",
    "jobs",
    "mlbackends",
    "organizations",
    "predictions",
    "projects",
    "storage",
    "tasks",
    "users",
    "views",
    "webhooks",
]
