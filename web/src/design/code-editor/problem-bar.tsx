import { type ConfigIssue, errorDetails } from "../../api/api-error";
import { t } from "../../i18n/t";
import { Button } from "../button";
import { Icon } from "../icon";
import { Spinner } from "../spinner";
import styles from "./xml-editor.module.css";

interface ProblemBarProps {
  readonly issues: readonly ConfigIssue[];
  /** The text on screen has not been judged yet. */
  readonly checking: boolean;
  /** Why the server could not judge it. */
  readonly failure: unknown;
  readonly onShow: (issue: ConfigIssue) => void;
}

/** Errors first, then in the order of the lines. */
export function bySeverity(issues: readonly ConfigIssue[]): readonly ConfigIssue[] {
  const rank = (issue: ConfigIssue): number => (issue.severity === "error" ? 0 : 1);
  return [...issues].sort((one, other) => rank(one) - rank(other) || (one.line ?? 0) - (other.line ?? 0));
}

/** The server's words begin with the line where they stand alone; here it is shown beside them. */
function withoutLine(message: string): string {
  return message.replace(/^line \d+(, column \d+)?[:,]\s*/i, "");
}

/** What the server says about the config: the gravest issue in words, the rest as a number. */
export function ProblemBar({ issues, checking, failure, onShow }: ProblemBarProps) {
  const [worst, ...others] = bySeverity(issues);
  if (failure !== null && failure !== undefined) {
    return (
      <div className={styles.problems} role="status">
        <Icon name="alert" className={styles.warning} />
        <span className={styles.words}>{t("config.checkFailed", { reason: errorDetails(failure) })}</span>
      </div>
    );
  }
  if (worst === undefined) {
    return (
      <div className={styles.problems} role="status">
        {checking ? <Spinner /> : <Icon name="check" className={styles.ok} />}
        <span className={styles.words}>{t(checking ? "config.checking" : "config.fine")}</span>
      </div>
    );
  }
  return (
    <div className={styles.problems} role="status">
      <Icon name="alert" className={worst.severity === "error" ? styles.error : styles.warning} />
      <span className={styles.words}>
        {worst.line !== null && <span className={styles.line}>{t("config.line", { line: worst.line })} </span>}
        {withoutLine(worst.message)}
        {others.length > 0 && ` ${t("config.others", { count: others.length })}`}
      </span>
      {worst.line !== null && (
        <Button size="small" onClick={() => onShow(worst)}>
          {t("config.show")}
        </Button>
      )}
    </div>
  );
}
