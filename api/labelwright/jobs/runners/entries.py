"""pgqueuer's queries, save that the entry of a job which is not over stays where somebody finds it."""

from dataclasses import dataclass, field

from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.models import JOB_STATUS, Job, TracebackRecord


@dataclass
class OwnEntries(Queries):
    """Settles what this worker has ended, and nothing else; the rest is taken up when its heartbeat has stopped.

    pgqueuer settles by id alone, and what was cancelled or could not be put back as well. But a worker that was silent
    for too long would remove the entry of a job that another one works on by then; and work that outlasts the end of
    its worker is cancelled, not over. Without an entry nobody would ever take such a job up again. (Users cancel jobs
    by the job's own row.)
    """

    overtaken: list[Job] = field(default_factory=list)
    """Entries as this process had picked them; the very objects, since the same entry may be picked again."""

    async def log_jobs(self, job_status: list[tuple[Job, JOB_STATUS, TracebackRecord | None]]) -> None:
        """Settle what is over and ours."""
        over = [item for item in job_status if not self._was_overtaken(item[0]) and item[1] == "successful"]
        if over:
            await super().log_jobs(over)

    def _was_overtaken(self, entry: Job) -> bool:
        for place, other in enumerate(self.overtaken):
            if other is entry:
                del self.overtaken[place]
                return True
        return False
