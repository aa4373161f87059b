/** The review page over the API. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Project } from "../../api/projects";
import { projectKeys, projectOptions, sessionOptions } from "../../api/queries";
import { useSlow } from "../../design/progress";
import { MemoryJournal } from "../../editor/core/journal";
import type { ReviewProject } from "../../editor/review/host";
import { ReviewPage } from "../../editor/review/review-page";
import { t } from "../../i18n/t";
import { ApiComments, nameOf } from "./comments";
import { DatabaseJournal } from "./database";
import { Aside, Home, Opening, useLabelUser } from "./frame";
import { ApiReviewHost } from "./review-host";
import { type BrowserStorage, useDatabase } from "./use-database";

function toReviewProject(project: Project): ReviewProject {
  const { review_settings: settings } = project;
  return {
    id: project.id,
    title: project.title || t("app.untitled"),
    config: project.label_config,
    instruction: project.expert_instruction,
    showsInstruction: false,
    showsSkip: false,
    allowsEmpty: true,
    total: 0,
    done: 0,
    needsReason: settings.require_comment_on_reject,
    rejects: settings.requeue_rejected_tasks_mode,
    judgesOwn: settings.review_own_work,
  };
}

function useHost(projectId: number, storage: BrowserStorage): ApiReviewHost | null {
  const database = storage.kind === "open" ? storage.database : undefined;
  const cache = useQueryClient();
  return useMemo(() => {
    if (database === undefined) return null;
    // While reviewing nobody looks at the lists.
    const onKept = (): void => void cache.invalidateQueries({ queryKey: projectKeys.all, refetchType: "none" });
    return new ApiReviewHost({
      projectId,
      journal: database === null ? new MemoryJournal() : new DatabaseJournal(database),
      comments: new ApiComments({ projectId, cache, listsPeople: true, onKept }),
      nameOf: async (userId) => (await nameOf(cache, userId)) ?? t("review.somebody"),
      onKept,
    });
  }, [projectId, database, cache]);
}

interface ReviewRouteProps {
  readonly projectId: number;
  /** Stands at the end of the bar. */
  readonly tools: ReactNode;
}

export function ReviewRoute({ projectId, tools }: ReviewRouteProps) {
  const session = useQuery(sessionOptions);
  // The config and the settings of the moment the page was opened stay for the visit.
  const { data, error, isLoading, isFetching } = useQuery({
    ...projectOptions(projectId),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const [project, setProject] = useState<ReviewProject | null>(null);
  const account = session.data?.user ?? null;
  const host = useHost(projectId, useDatabase(account?.id));
  const user = useLabelUser(account);
  const slow = useSlow(isLoading);
  useEffect(() => {
    if (data !== undefined && !isFetching) setProject((known) => known ?? toReviewProject(data));
  }, [data, isFetching]);

  const failure = error ?? session.error;
  if (failure !== null && project === null) {
    return <Opening failure={failure} slow={false} />;
  }
  if (project === null || host === null || user === null || account === null) {
    return <Opening failure={null} slow={slow} />;
  }
  return (
    <ReviewPage
      host={host}
      project={project}
      user={user}
      home={<Home projectId={projectId} title={project.title} />}
      aside={<Aside account={account} tools={tools} />}
    />
  );
}
