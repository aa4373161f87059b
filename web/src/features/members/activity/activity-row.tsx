import type { ActivityEntry } from "../../../api/activity";
import { Person } from "../../../design/person";
import { formatExact } from "../../../i18n/dates";
import { t } from "../../../i18n/t";
import list from "../list-page.module.css";
import styles from "./activity.module.css";
import { detailTexts } from "./details";

/** Who did it. Of somebody who is not known the address is told; without one it was done on the server itself. */
function Author({ entry }: { readonly entry: ActivityEntry }) {
  const name = entry.extra_data.person || entry.email;
  if (name === "") return <span className={list.hint}>{entry.ip_address ?? t("activity.commandLine")}</span>;
  return <Person name={name} title={[entry.email, entry.ip_address].filter(Boolean).join(", ")} />;
}

export function ActivityRow({ entry }: { readonly entry: ActivityEntry }) {
  const told = entry.extra_data;
  const { project_id: project } = entry;
  const isOfProject = told.subject === "project";
  // Whose name stands in the column before needs no second mention.
  const showsName = told.name !== "" && told.name !== entry.email && !isOfProject;
  return (
    <tr>
      <td className={styles.time}>{formatExact(entry.datetime)}</td>
      <td>
        <Author entry={entry} />
      </td>
      <td>
        <span className={styles.what}>{t(`activity.deed.${told.action}`)}</span>
        {showsName && <span className={styles.name}>{told.name}</span>}
      </td>
      <td className={styles.details}>
        {detailTexts(told).map((text) => (
          <span key={text}>{text}</span>
        ))}
      </td>
      <td>
        {project !== null &&
          (isOfProject ? told.name : told.project_title || t("activity.project", { id: `${project}` }))}
      </td>
    </tr>
  );
}
