import { useState } from "react";
import type { LabelColours } from "../../api/label-colours";
import type { DaySpan, LabelsOfControl } from "../../api/statistics";
import { Button } from "../../design/button";
import { Select } from "../../design/field";
import { numberCell, Table } from "../../design/table";
import { formatNumber, t } from "../../i18n/t";
import { Card } from "./card";
import styles from "./dashboard.module.css";
import { formatShare } from "./figures";

const FIRST = 12;
/** Labels that were given and are in the config no more. */
const UNKNOWN = "var(--line)";

interface LabelsCardProps {
  readonly colours: LabelColours;
  readonly labels: readonly LabelsOfControl[];
  readonly project: number;
  readonly span: DaySpan;
  readonly wide: boolean;
}

/** How often each label of a control was given: a table whose counts are drawn as well. */
export function LabelsCard({ colours, labels, project, span, wide }: LabelsCardProps) {
  const [chosen, setChosen] = useState("");
  const [isWhole, setWhole] = useState(false);
  const control = labels.find((one) => one.control === chosen) ?? labels[0];
  if (control === undefined) return null;
  const shown = isWhole ? control.labels : control.labels.slice(0, FIRST);
  const known = colours.get(control.control);
  const most = Math.max(1, ...control.labels.map(({ count }) => count));
  const picker = labels.length > 1 && (
    <Select
      size="small"
      aria-label={t("dashboard.control")}
      value={control.control}
      onChange={(event) => setChosen(event.target.value)}
    >
      {labels.map((one) => (
        <option key={one.control}>{one.control}</option>
      ))}
    </Select>
  );
  return (
    <Card title={t("dashboard.labels")} project={project} span={span} table="labels" wide={wide} aside={picker}>
      <p className={styles.hint}>{t("dashboard.given", { count: control.total })}</p>
      <Table className={styles.labels}>
        <thead>
          <tr>
            <th scope="col">{t("dashboard.label")}</th>
            <th scope="col">{t("dashboard.count")}</th>
            <th scope="col" className={numberCell}>
              {t("dashboard.share")}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ label, count }) => (
            <tr key={label}>
              <td title={label}>{label}</td>
              <td>
                <span className={styles.bar}>
                  <i style={{ "--share": `${(100 * count) / most}%`, "--c": known?.get(label) ?? UNKNOWN }} />
                  {formatNumber(count)}
                </span>
              </td>
              <td className={numberCell}>{formatShare(count / Math.max(1, control.total))}</td>
            </tr>
          ))}
          {control.others > 0 && (
            <tr>
              <td>{t("dashboard.others")}</td>
              <td>{formatNumber(control.others)}</td>
              <td className={numberCell}>{formatShare(control.others / control.total)}</td>
            </tr>
          )}
        </tbody>
      </Table>
      {!isWhole && control.labels.length > FIRST && (
        <Button kind="ghost" size="small" onClick={() => setWhole(true)}>
          {t("dashboard.more", { count: control.labels.length - FIRST })}
        </Button>
      )}
    </Card>
  );
}
