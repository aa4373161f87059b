import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { errorDetails } from "../../api/api-error";
import type { Project } from "../../api/projects";
import { projectOptions } from "../../api/queries";
import { ErrorBox } from "../../design/message";
import { Skeleton, useSlow } from "../../design/progress";
import { usePageTitle } from "../../design/use-page-title";
import { t } from "../../i18n/t";
import "../../i18n/team";
import { AnnotationSection } from "./annotation-section";
import { DangerSection } from "./danger-section";
import { GeneralSection } from "./general-section";
import { SECTIONS, type SectionKey, sectionParam } from "./sections";
import styles from "./settings.module.css";
import "../../i18n/settings";

const LabelingSection = lazy(async () => ({ default: (await import("./labeling-section")).LabelingSection }));

const ModelSection = lazy(async () => ({ default: (await import("./models/model-section")).ModelSection }));

const StorageSection = lazy(async () => ({ default: (await import("./storage/storage-section")).StorageSection }));

const WebhookSection = lazy(async () => ({ default: (await import("./webhooks/webhook-section")).WebhookSection }));

const ReviewSection = lazy(async () => ({ default: (await import("./team/review-section")).ReviewSection }));

const MembersSection = lazy(async () => ({ default: (await import("./team/members-section")).MembersSection }));

interface SettingsPageProps {
  readonly projectId: number;
  readonly section: string | undefined;
}

export function SettingsPage({ projectId, section }: SettingsPageProps) {
  const { data: project, error } = useQuery(projectOptions(projectId));
  const current = SECTIONS.find(({ key }) => key === section) ?? SECTIONS[0];
  const title = t(current.name);
  usePageTitle(project === undefined ? title : `${title} · ${project.title}`);
  const slow = useSlow(project === undefined && error === null);
  return (
    <div className={styles.layout}>
      <nav className={styles.nav} aria-label={t("page.settings")}>
        {SECTIONS.map(({ key, name }) => (
          <Link
            key={key}
            to="/projects/$projectId/settings/{-$section}"
            params={{ projectId, section: sectionParam(key) }}
            activeOptions={{ exact: true }}
            className={styles.navLink}
          >
            {t(name)}
          </Link>
        ))}
      </nav>
      <div className={styles.content} data-wide={current.key === "labeling" || undefined}>
        <h1>{title}</h1>
        {error !== null && <ErrorBox title={t("app.projectFailed")} details={errorDetails(error)} />}
        {slow && <Skeleton height={120} />}
        {project !== undefined && <Section key={current.key} section={current.key} project={project} />}
      </div>
    </div>
  );
}

function Section({ section, project }: { readonly section: SectionKey; readonly project: Project }) {
  switch (section) {
    case "general":
      return <GeneralSection project={project} />;
    case "labeling":
      return (
        <Suspense fallback={null}>
          <LabelingSection project={project} />
        </Suspense>
      );
    case "annotation":
      return <AnnotationSection project={project} />;
    case "review":
      return (
        <Suspense fallback={null}>
          <ReviewSection project={project} />
        </Suspense>
      );
    case "members":
      return (
        <Suspense fallback={null}>
          <MembersSection projectId={project.id} />
        </Suspense>
      );
    case "ml":
      return (
        <Suspense fallback={null}>
          <ModelSection project={project} />
        </Suspense>
      );
    case "storage":
      return (
        <Suspense fallback={null}>
          <StorageSection projectId={project.id} />
        </Suspense>
      );
    case "webhooks":
      return (
        <Suspense fallback={null}>
          <WebhookSection scope={project.id} />
        </Suspense>
      );
    case "danger-zone":
      return <DangerSection project={project} />;
  }
}
