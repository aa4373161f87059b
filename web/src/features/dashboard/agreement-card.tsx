import { useState } from "react";
import type { Agreement, DaySpan, Person } from "../../api/statistics";
import { Select } from "../../design/field";
import { numberCell, Table } from "../../design/table";
import { formatNumber, t } from "../../i18n/t";
import { Card } from "./card";
import styles from "./dashboard.module.css";
import { formatScore, nameOf } from "./figures";

interface AgreementCardProps {
  readonly agreement: Agreement;
  readonly project: number;
  readonly span: DaySpan;
}

/** Who agrees with whom: the score, or kappa at one control. */
export function AgreementCard({ agreement, project, span }: AgreementCardProps) {
  const [measure, setMeasure] = useState("");
  const pairs = [...agreement.pairs, ...agreement.models.flatMap(({ users }) => users)];
  const kappas = [...new Set(pairs.flatMap(({ kappa }) => Object.keys(kappa)))].sort();
  const chosen = kappas.includes(measure) ? measure : "";
  const people = agreement.users.filter((user) => user !== null);
  const picker = kappas.length > 0 && (
    <Select
      size="small"
      aria-label={t("dashboard.measure")}
      value={chosen}
      onChange={(event) => setMeasure(event.target.value)}
    >
      <option value="">{t("dashboard.score")}</option>
      {kappas.map((control) => (
        <option key={control} value={control}>
          {t("dashboard.kappa", { control })}
        </option>
      ))}
    </Select>
  );
  return (
    <Card title={t("dashboard.agreement")} project={project} span={span} table="agreement" aside={picker}>
      {people.length === 0 ? (
        <p className={styles.hint}>{t("dashboard.noPairs")}</p>
      ) : (
        <>
          <Matrix agreement={agreement} people={people} control={chosen} />
          {agreement.controls.length > 0 && <Controls agreement={agreement} />}
        </>
      )}
    </Card>
  );
}

interface MatrixProps {
  readonly agreement: Agreement;
  readonly people: readonly Person[];
  /** Empty for the score. */
  readonly control: string;
}

/** A row for each annotator, and below one for each model version, against all annotators. */
function Matrix({ agreement, people, control }: MatrixProps) {
  const pairs = new Map(agreement.pairs.map((pair) => [pair.users.join("|"), pair]));
  const pairOf = (one: number, other: number) => pairs.get([one, other].sort((a, b) => a - b).join("|"));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section className={styles.scroll} aria-label={t("dashboard.pairs")} tabIndex={0}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <td />
            {people.map((user) => (
              <th key={user.id} scope="col" title={user.email}>
                {nameOf(user)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((row) => (
            <tr key={row.id}>
              <th scope="row" title={row.email}>
                {nameOf(row)}
              </th>
              {people.map((column) => (
                <Cell
                  key={column.id}
                  pair={row.id === column.id ? undefined : pairOf(row.id, column.id)}
                  control={control}
                />
              ))}
            </tr>
          ))}
          {agreement.models.map(({ version, users }) => (
            <tr key={version} data-model>
              <th scope="row" title={modelName(version)}>
                {modelName(version)}
              </th>
              {people.map((column) => (
                <Cell key={column.id} pair={users.find(({ user }) => user === column.id)} control={control} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function modelName(version: string): string {
  return version === "" ? t("dashboard.unnamedModel") : t("dashboard.model", { version });
}

interface CellProps {
  readonly pair: Pick<Agreement["pairs"][number], "tasks" | "score" | "kappa"> | undefined;
  readonly control: string;
}

function Cell({ pair, control }: CellProps) {
  const value = control === "" ? pair?.score : pair?.kappa[control];
  return (
    <td
      {...(typeof value === "number" && { style: { "--share": `${Math.max(0, value) * 40}%` } })}
      data-empty={typeof value === "number" ? undefined : true}
      {...(pair !== undefined && { title: t("dashboard.sharedTasks", { count: pair.tasks }) })}
    >
      {formatScore(value)}
    </td>
  );
}

function Controls({ agreement }: { readonly agreement: Agreement }) {
  return (
    <Table aria-label={t("dashboard.controls")}>
      <thead>
        <tr>
          <th scope="col">{t("dashboard.control")}</th>
          <th scope="col" className={numberCell}>
            {t("dashboard.comparisons")}
          </th>
          <th scope="col" className={numberCell}>
            {t("dashboard.score")}
          </th>
          <th scope="col" className={numberCell}>
            {t("dashboard.alpha")}
          </th>
        </tr>
      </thead>
      <tbody>
        {agreement.controls.map(({ control, comparisons, score, alpha }) => (
          <tr key={control}>
            <td>{control}</td>
            <td className={numberCell}>{formatNumber(comparisons)}</td>
            <td className={numberCell}>{formatScore(score)}</td>
            <td className={numberCell}>{formatScore(alpha)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
