import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { errorDetails } from "../../api/api-error";
import type { Project } from "../../api/projects";
import { Count, Kbd } from "../../design/badges";
import { Button, buttonClass } from "../../design/button";
import { SearchInput, Select } from "../../design/field";
import { Icon } from "../../design/icon";
import layoutStyles from "../../design/layout.module.css";
import { Empty, ErrorBox } from "../../design/message";
import { Skeleton, useSlow } from "../../design/progress";
import { Segmented } from "../../design/segmented";
import { useDebounced } from "../../design/use-debounced";
import { useMayOpen } from "../../design/use-may-open";
import { usePageTitle } from "../../design/use-page-title";
import { formatNumber, t } from "../../i18n/t";
import { ProjectCard } from "./project-card";
import { ProjectTable } from "./project-table";
import styles from "./projects-page.module.css";
import { ORDERINGS, type Ordering, projectListOptions } from "./queries";
import { ResumeLine } from "./resume-line";
import "../../i18n/projects";

type Layout = "cards" | "table";

const SEARCH_DELAY_MS = 200;

const ORDERING_NAMES = {
  "-updated_at": "projects.byActivity",
  title: "projects.byTitle",
  "-created_at": "projects.byAge",
  "-task_number": "projects.bySize",
} as const;

function NewProjectLink() {
  return (
    <Link to="/projects/new" className={buttonClass({ kind: "primary" })}>
      <Icon name="plus" />
      {t("page.newProject")}
    </Link>
  );
}

/** `/` leads to the search field, unless somebody is typing. */
function useSearchKey() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return field;
}

export function ProjectsPage() {
  usePageTitle(t("page.projects"));
  const [search, setSearch] = useState("");
  const [ordering, setOrdering] = useState<Ordering>("-updated_at");
  const [layout, setLayout] = useState<Layout>("cards");
  const mayCreate = useMayOpen()("/projects/new");
  const list = useInfiniteQuery(projectListOptions(useDebounced(search.trim(), SEARCH_DELAY_MS), ordering));
  const projects = list.data?.pages.flatMap((page) => page.results) ?? [];
  const count = list.data?.pages[0]?.count;

  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <h1>{t("page.projects")}</h1>
        {count !== undefined && <Count>{formatNumber(count)}</Count>}
        <span className={styles.grow} />
        <ListControls
          search={search}
          onSearch={setSearch}
          ordering={ordering}
          onOrdering={setOrdering}
          layout={layout}
          onLayout={setLayout}
        />
        {mayCreate && <NewProjectLink />}
      </div>

      <ResumeLine />
      {list.isError && (
        <ErrorBox
          title={t("projects.loadFailed")}
          details={errorDetails(list.error)}
          actions={
            <Button size="small" onClick={() => void list.refetch()}>
              {t("app.tryAgain")}
            </Button>
          }
        />
      )}
      {list.isPending && <ProjectsLoading />}
      {count === 0 && <NoProjects search={search} mayCreate={mayCreate} />}
      {projects.length > 0 && <ProjectList projects={projects} layout={layout} />}
      {list.hasNextPage && (
        <div className={styles.more}>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("projects.more")}
          </Button>
        </div>
      )}
    </div>
  );
}

interface ListControlsProps {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly ordering: Ordering;
  readonly onOrdering: (ordering: Ordering) => void;
  readonly layout: Layout;
  readonly onLayout: (layout: Layout) => void;
}

/** Which projects are shown, in which order, and how. */
function ListControls({ search, onSearch, ordering, onOrdering, layout, onLayout }: ListControlsProps) {
  const field = useSearchKey();
  return (
    <>
      <SearchInput
        ref={field}
        className={styles.search}
        placeholder={t("projects.find")}
        aria-label={t("projects.find")}
        value={search}
        onChange={(event) => onSearch(event.target.value)}
        keyHint={<Kbd>/</Kbd>}
      />
      <Select
        className={styles.sort}
        aria-label={t("projects.sort")}
        value={ordering}
        onChange={(event) => onOrdering(ORDERINGS.find((one) => one === event.target.value) ?? ordering)}
      >
        {ORDERINGS.map((one) => (
          <option key={one} value={one}>
            {t(ORDERING_NAMES[one])}
          </option>
        ))}
      </Select>
      <Segmented<Layout>
        label={t("projects.layout")}
        value={layout}
        onChange={onLayout}
        segments={[
          { value: "cards", label: t("projects.cards"), picture: <Icon name="cards" /> },
          { value: "table", label: t("projects.table"), picture: <Icon name="rows" /> },
        ]}
      />
    </>
  );
}

function NoProjects({ search, mayCreate }: { readonly search: string; readonly mayCreate: boolean }) {
  if (search.trim() !== "") return <Empty icon="search">{t("projects.noneFound", { search: search.trim() })}</Empty>;
  if (!mayCreate) return <Empty icon="cards">{t("projects.noneForYou")}</Empty>;
  return (
    <Empty icon="cards" action={<NewProjectLink />}>
      {t("projects.none")}
    </Empty>
  );
}

function ProjectsLoading() {
  const slow = useSlow(true);
  if (!slow) return null;
  return (
    <div className={styles.grid} aria-busy="true">
      {["a", "b", "c"].map((key) => (
        <div key={key} className={styles.card}>
          <Skeleton width="60%" height={14} />
          <Skeleton width="80%" />
          <div className={styles.progress}>
            <Skeleton width="40%" />
            <Skeleton height={4} />
          </div>
          <Skeleton width="30%" />
        </div>
      ))}
    </div>
  );
}

interface ProjectListProps {
  readonly projects: readonly Project[];
  readonly layout: Layout;
}

function ProjectList({ projects, layout }: ProjectListProps) {
  const pinned = projects.filter((project) => project.pinned_at !== null);
  const others = projects.filter((project) => project.pinned_at === null);
  const groups = [
    { key: "pinned", title: t("projects.pinned"), members: pinned },
    { key: "all", title: t("projects.all"), members: others },
  ].filter((group) => group.members.length > 0);
  return groups.map((group) => (
    <section key={group.key} aria-label={group.title}>
      <h2 className={groups.length === 1 ? layoutStyles.hidden : styles.group}>{group.title}</h2>
      {layout === "table" ? (
        <ProjectTable projects={group.members} />
      ) : (
        <div className={styles.grid}>
          {group.members.map((project) => (
            <ProjectCard key={project.id} project={project} />
          ))}
        </div>
      )}
    </section>
  ));
}
