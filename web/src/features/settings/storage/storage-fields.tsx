import { fieldErrors } from "../../../api/api-error";
import type { Direction, StorageKind } from "../../../api/storages";
import { Checkbox } from "../../../design/choice";
import { Field, Input, Select } from "../../../design/field";
import { Segmented } from "../../../design/segmented";
import type { CatalogueKey } from "../../../i18n/catalogue";
import { t } from "../../../i18n/t";
import styles from "../connections.module.css";
import { intervalText } from "./interval-text";
import own from "./storage.module.css";
import { intervals, type StorageDraft } from "./storage-form";

type TextKey = "title" | "bucket" | "prefix" | "region" | "endpoint" | "keyId" | "secret" | "path" | "filter";

interface TextSpec {
  readonly key: TextKey;
  readonly wire: string;
  readonly label: CatalogueKey;
  readonly hint?: CatalogueKey;
  readonly secret?: true;
}

const S3: readonly TextSpec[] = [
  { key: "bucket", wire: "bucket", label: "storage.bucket" },
  { key: "prefix", wire: "prefix", label: "storage.prefix" },
  { key: "region", wire: "region_name", label: "storage.region" },
  { key: "endpoint", wire: "s3_endpoint", label: "storage.endpoint", hint: "storage.endpointHint" },
];
const KEYS: readonly TextSpec[] = [
  { key: "keyId", wire: "aws_access_key_id", label: "storage.keyId" },
  { key: "secret", wire: "aws_secret_access_key", label: "storage.secret", secret: true },
];
const LOCAL: readonly TextSpec[] = [{ key: "path", wire: "path", label: "storage.path", hint: "storage.pathHint" }];
const FILTER: TextSpec = {
  key: "filter",
  wire: "regex_filter",
  label: "storage.filter",
  hint: "storage.filterHint",
};

interface FieldsProps {
  readonly draft: StorageDraft;
  /** Kind and direction are fixed once a storage is connected. */
  readonly isNew: boolean;
  readonly hasKeys: boolean;
  readonly error: unknown;
  readonly onChange: (part: Partial<StorageDraft>) => void;
}

function TextInput({ spec, props }: { readonly spec: TextSpec; readonly props: FieldsProps }) {
  const { draft, hasKeys, error, onChange } = props;
  const keeps = hasKeys && (spec.key === "keyId" || spec.key === "secret");
  return (
    <Field
      label={t(spec.label)}
      errors={fieldErrors(error, spec.wire)}
      {...(spec.hint === undefined ? {} : { hint: t(spec.hint) })}
    >
      {(wiring) => (
        <Input
          {...wiring}
          type={spec.secret === true ? "password" : "text"}
          autoComplete="off"
          spellCheck={false}
          placeholder={keeps ? t("storage.kept") : undefined}
          value={draft[spec.key]}
          onChange={(event) => onChange({ [spec.key]: event.target.value })}
        />
      )}
    </Field>
  );
}

function Kinds({ draft, onChange }: FieldsProps) {
  return (
    <div className={own.kinds}>
      <Segmented<Direction>
        label={t("storage.direction")}
        segments={[
          { value: "import", label: t("storage.source") },
          { value: "export", label: t("storage.target") },
        ]}
        value={draft.direction}
        onChange={(direction) => onChange({ direction })}
      />
      <Segmented<StorageKind>
        label={t("storage.kind")}
        segments={[
          { value: "s3", label: t("storage.s3") },
          { value: "localfiles", label: t("storage.local") },
        ]}
        value={draft.kind}
        onChange={(kind) => onChange({ kind, presign: kind === "s3" })}
      />
    </div>
  );
}

function ImportChoices({ draft, onChange }: FieldsProps) {
  return (
    <>
      <Checkbox checked={draft.asMedia} onChange={(event) => onChange({ asMedia: event.target.checked })}>
        {t("storage.asMedia")}
      </Checkbox>
      <Checkbox checked={draft.recursive} onChange={(event) => onChange({ recursive: event.target.checked })}>
        {t("storage.recursive")}
      </Checkbox>
      {draft.kind === "s3" && (
        <Checkbox checked={draft.presign} onChange={(event) => onChange({ presign: event.target.checked })}>
          {t("storage.presign")}
        </Checkbox>
      )}
    </>
  );
}

function Interval({ draft, error, onChange }: FieldsProps) {
  return (
    <Field label={t("storage.every")} errors={fieldErrors(error, "sync_minutes")}>
      {(wiring) => (
        <Select
          {...wiring}
          value={String(draft.every)}
          onChange={(event) => onChange({ every: Number(event.target.value) })}
        >
          {intervals(draft.every).map((minutes) => (
            <option key={minutes} value={minutes}>
              {intervalText(minutes)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

export function StorageFields(props: FieldsProps) {
  const { draft, isNew, onChange } = props;
  const texts = draft.kind === "s3" ? [...S3, ...KEYS] : LOCAL;
  return (
    <>
      {isNew && <Kinds {...props} />}
      <TextInput spec={{ key: "title", wire: "title", label: "storage.title" }} props={props} />
      <div className={styles.pairs}>
        {texts.map((spec) => (
          <TextInput key={spec.key} spec={spec} props={props} />
        ))}
        {draft.direction === "import" && <TextInput spec={FILTER} props={props} />}
        <Interval {...props} />
      </div>
      <div className={styles.choices}>
        {draft.direction === "import" ? (
          <ImportChoices {...props} />
        ) : (
          <Checkbox checked={draft.deletes} onChange={(event) => onChange({ deletes: event.target.checked })}>
            {t("storage.deletes")}
          </Checkbox>
        )}
      </div>
    </>
  );
}
