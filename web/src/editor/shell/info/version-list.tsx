import "../../../i18n/history";
import { useId } from "react";
import { Tag } from "../../../design/badges";
import { Button } from "../../../design/button";
import { ErrorBox } from "../../../design/message";
import type { CatalogueKey } from "../../../i18n/catalogue";
import { t } from "../../../i18n/t";
import type { StoredAnnotation, Version } from "../../host";
import { Deed, DeedList } from "../deed-list";
import type { HistoryActions } from "../use-panel";
import { useVersions } from "./use-versions";
import styles from "./version-list.module.css";

const WHY: Readonly<Record<string, CatalogueKey>> = {
  submitted: "history.submitted",
  skipped: "history.skipped",
  imported: "history.imported",
  prediction: "history.prediction",
  updated: "history.updated",
  fixed_and_accepted: "history.fixed",
  accepted: "history.accepted",
  rejected: "history.rejected",
};
const VERDICTS: ReadonlySet<string> = new Set(["accepted", "rejected"]);

const why = ({ action }: Version): string => {
  const known = WHY[action];
  return known === undefined ? action : t(known);
};

interface VersionListProps {
  readonly annotation: StoredAnnotation;
  /** The tab of the version that is looked at. */
  readonly open: string | null;
  readonly history: HistoryActions;
}

/** What an annotation held, who made it so and why; an earlier version can be looked at and gone on from. */
export function VersionList({ annotation, open, history }: VersionListProps) {
  const { versions, failure, retry } = useVersions(history, annotation.id);
  const heading = useId();
  const present = versions?.find((version) => !VERDICTS.has(version.action));
  return (
    <section className={styles.history} aria-labelledby={heading}>
      <h2 id={heading}>{t("history.title")}</h2>
      {failure !== null && (
        <ErrorBox
          title={t("history.loadFailed")}
          details={failure}
          actions={
            <Button size="small" onClick={retry}>
              {t("editor.tryAgain")}
            </Button>
          }
        />
      )}
      {versions !== null && (
        <DeedList>
          {versions.map((version) => (
            <VersionItem
              key={version.id}
              version={version}
              isPresent={version === present}
              isOpen={open === `v${version.id}`}
              annotation={annotation}
              history={history}
            />
          ))}
        </DeedList>
      )}
    </section>
  );
}

interface VersionItemProps {
  readonly version: Version;
  readonly isPresent: boolean;
  readonly isOpen: boolean;
  readonly annotation: StoredAnnotation;
  readonly history: HistoryActions;
}

function VersionItem({ version, isPresent, isOpen, annotation, history }: VersionItemProps) {
  const { show, use } = history;
  const isEarlier = !isPresent && !VERDICTS.has(version.action);
  const { rev } = version;
  return (
    <Deed
      author={version.authorName || t("history.somebody")}
      at={version.createdAt}
      state={isPresent && <Tag>{t("history.now")}</Tag>}
      isOpen={isOpen}
    >
      <span>{why(version)}</span>
      {version.comment !== "" && (
        <p className={styles.comment} dir="auto">
          {version.comment}
        </p>
      )}
      {isEarlier && (
        <div className={styles.actions}>
          <Button
            kind="ghost"
            size="small"
            icon="eye"
            disabled={isOpen}
            aria-label={t("history.showWhat", { rev })}
            onClick={() => show(annotation, version, t("history.version", { rev }))}
          >
            {t("history.show")}
          </Button>
          {use !== null && (
            <Button
              kind="ghost"
              size="small"
              icon="undo"
              aria-label={t("history.useWhat", { rev })}
              onClick={() => use(version)}
            >
              {t("history.use")}
            </Button>
          )}
        </div>
      )}
    </Deed>
  );
}
