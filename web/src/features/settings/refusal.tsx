import { ApiError, errorDetails, otherErrors } from "../../api/api-error";
import { ErrorBox } from "../../design/message";

interface RefusalProps {
  readonly title: string;
  readonly error: unknown;
  /** Fields whose reasons the form shows itself. */
  readonly fields: readonly string[];
}

/** Why something was refused, as far as no field says it. */
export function Refusal({ title, error, fields }: RefusalProps) {
  if (error === null) return null;
  const told = error instanceof ApiError ? Object.keys(error.body.validation_errors ?? {}) : [];
  return told.length > 0 && otherErrors(error, fields).length === 0 ? null : (
    <ErrorBox title={title} details={errorDetails(error)} />
  );
}
