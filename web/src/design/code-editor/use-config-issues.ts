import { useQuery } from "@tanstack/react-query";
import type { ConfigIssue } from "../../api/api-error";
import { configIssuesOptions } from "../../api/queries";
import { useDebounced } from "../use-debounced";

const CHECK_AFTER_MS = 400;

export interface ConfigVerdict {
  readonly issues: readonly ConfigIssue[];
  /** The text on screen has not been judged yet. */
  readonly checking: boolean;
  readonly failure: unknown;
  readonly errors: number;
}

/** The server's word on a config, asked for once typing pauses. */
export function useConfigIssues(config: string, projectId?: number): ConfigVerdict {
  const settled = useDebounced(config, CHECK_AFTER_MS);
  const { data = [], error, isFetching } = useQuery(configIssuesOptions(settled, projectId));
  return {
    issues: data,
    checking: isFetching || settled !== config,
    failure: error,
    errors: data.filter((issue) => issue.severity === "error").length,
  };
}
