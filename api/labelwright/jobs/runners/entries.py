"""pgqueuer's queries, save one thing: an entry that another worker has taken over is left to that worker."""

from dataclasses import dataclass, field

from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.models import JOB_STATUS, Job, TracebackRecord


@dataclass
class OwnEntries(Queries):
    """Settles no entry of others.

    pgqueuer settles by id alone. A worker that was silent for too long and comes back would remove the entry of a job
    that another one works on by then; if that one died as well, nobody would ever take the job up again.
    """

    overtaken: list[Job] = field(default_factory=list)
    """Entries as this process had picked them; the very objects, since the same entry may be picked again."""

    async def log_jobs(self, job_status: list[tuple[Job, JOB_STATUS, TracebackRecord | None]]) -> None:
        """Settle those that are still ours."""
        ours = [settled for settled in job_status if not self._was_overtaken(settled[0])]
        if ours:
            await super().log_jobs(ours)

    def _was_overtaken(self, entry: Job) -> bool:
        for place, other in enumerate(self.overtaken):
            if other is entry:
                del self.overtaken[place]
                return True
        return False
