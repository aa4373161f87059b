/** The label page over the API: who labels what, and where unsent work is kept. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { rememberTask } from "../../api/last-task";
import type { Project } from "../../api/projects";
import { projectKeys, projectOptions, sessionOptions } from "../../api/queries";
import { may } from "../../api/session";
import { useSlow } from "../../design/progress";
import { MemoryJournal } from "../../editor/core/journal";
import type { LabelProject } from "../../editor/host";
import { LabelPage } from "../../editor/shell/label-page";
import { timers } from "../../editor/shell/timers";
import { t } from "../../i18n/t";
import { ApiHost } from "./api-host";
import { ApiComments, nameOf } from "./comments";
import { DatabaseJournal, DatabaseOutbox, MemoryOutbox } from "./database";
import { Aside, Home, Opening, useLabelUser } from "./frame";
import { type BrowserStorage, useDatabase } from "./use-database";

interface LabelRouteProps {
  readonly projectId: number;
  /** Label this one task; without it the queue is worked off. */
  readonly taskId?: number;
  /** Stands at the end of the bar. */
  readonly tools: ReactNode;
}

interface OpenProject extends LabelProject {
  /** Models are asked about tasks while they are labeled. */
  readonly asksModels: boolean;
  /** The role may list who is in the project. */
  readonly listsPeople: boolean;
}

function toLabelProject(project: Project, listsPeople: boolean): OpenProject {
  return {
    id: project.id,
    title: project.title || t("app.untitled"),
    config: project.label_config,
    instruction: project.expert_instruction,
    showsInstruction: project.show_instruction,
    showsSkip: project.show_skip_button,
    allowsEmpty: project.enable_empty_annotation,
    asksModels: project.show_collab_predictions,
    listsPeople,
    total: project.queue_total,
    done: project.queue_done,
  };
}

function useHost(project: OpenProject | null, storage: BrowserStorage, userId: number | undefined): ApiHost | null {
  const database = storage.kind === "open" ? storage.database : undefined;
  const [host, setHost] = useState<ApiHost | null>(null);
  const cache = useQueryClient();
  useEffect(() => {
    if (project === null || database === undefined || userId === undefined) return;
    let left = false;
    // While labeling nobody looks at the lists; work that arrives after leaving shows in the open one.
    const onKept = (): void =>
      void cache.invalidateQueries({ queryKey: projectKeys.all, refetchType: left ? "active" : "none" });
    const made = new ApiHost({
      projectId: project.id,
      config: project.config,
      asksModels: project.asksModels,
      journal: database === null ? new MemoryJournal() : new DatabaseJournal(database),
      outboxStore: database === null ? new MemoryOutbox() : new DatabaseOutbox(database),
      timers,
      comments: new ApiComments({ projectId: project.id, cache, listsPeople: project.listsPeople, onKept }),
      nameOf: (userId) => nameOf(cache, userId),
      onKept,
      onWork: (task) => {
        const at = new Date().toISOString();
        rememberTask(userId, task && { project: project.id, task: task.id, number: task.number, at });
      },
    });
    setHost(made);
    void made.start();
    const onOnline = (): void => made.online();
    window.addEventListener("online", onOnline);
    return () => {
      left = true;
      window.removeEventListener("online", onOnline);
      made.close();
    };
  }, [project, database, userId, cache]);
  return host;
}

export function LabelRoute({ projectId, taskId, tools }: LabelRouteProps) {
  const session = useQuery(sessionOptions);
  // The config and the counts of the moment the page was opened stay for the visit.
  const query = useQuery({ ...projectOptions(projectId), refetchOnWindowFocus: false, refetchOnReconnect: false });
  const account = session.data?.user ?? null;
  const [project, setProject] = useState<OpenProject | null>(null);
  const storage = useDatabase(account?.id);
  const host = useHost(project, storage, account?.id);
  const { data, isFetching } = query;
  const user = useLabelUser(account);
  const isReviewer = session.data !== undefined && may(session.data, "review");
  const slow = useSlow(query.isLoading);

  useEffect(() => {
    if (data !== undefined && !isFetching)
      setProject((known) => (known?.config === data.label_config ? known : toLabelProject(data, isReviewer)));
  }, [data, isFetching, isReviewer]);

  const failure = query.error ?? session.error;
  if (failure !== null && project === null) {
    return <Opening failure={failure} slow={false} />;
  }
  if (project === null || host === null || user === null || account === null) {
    return <Opening failure={null} slow={slow} />;
  }
  return (
    <LabelPage
      host={host}
      project={project}
      user={user}
      taskId={taskId ?? null}
      home={<Home projectId={projectId} title={project.title} />}
      aside={<Aside account={account} tools={tools} />}
    />
  );
}
