import { Table } from "../../design/table";
import { t } from "../../i18n/t";
import styles from "./create-project.module.css";
import { ONLY_KEY, type ParsedSource } from "./records";

const FIRST_ROWS = 5;

function display(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The first rows of a source, to see that it was read as meant. */
export function RecordsTable({ source }: { readonly source: ParsedSource }) {
  const columns = source.kind === "lines" ? [ONLY_KEY] : source.columns;
  const rows = source.records.slice(0, FIRST_ROWS).map((record, index) => ({ number: index + 1, record }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.rows} tabIndex={0} aria-label={t("projects.firstRows")}>
      <Table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column === ONLY_KEY ? t("projects.lineHead") : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ number, record }) => (
            <tr key={number}>
              {columns.map((column) => (
                <td key={column} title={display(record[column])}>
                  {display(record[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
