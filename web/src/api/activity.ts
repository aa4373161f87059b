/** The activity log of the organization. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { address, type QueryValue, request } from "./http";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type ActivityEntry = Readonly<Schemas["ActivityLog"]>;
export type ActivityArea = Schemas["Area"];

/** Which entries; what is left out does not count. */
export interface ActivityFilters {
  readonly area?: ActivityArea | undefined;
  readonly user?: number | undefined;
  /** First day, in UTC. */
  readonly from?: string | undefined;
  readonly search?: string | undefined;
}

export const ACTIVITY_PAGE_SIZE = 50;
const PATH = "/api/activity-logs";

function query({ area, user, from, search }: ActivityFilters): Readonly<Record<string, QueryValue>> {
  return { area, user, start_date: from, search: search === "" ? undefined : search };
}

export const activityOptions = (filters: ActivityFilters, page: number) =>
  queryOptions({
    queryKey: ["activity", filters, page],
    queryFn: async ({ signal }) => {
      // The published shape is an array with one page in it.
      const [found] = await request<readonly Schemas["ActivityLogPage"][]>(PATH, {
        query: { ...query(filters), page, page_size: ACTIVITY_PAGE_SIZE },
        signal,
      });
      return found ?? { data: [], recordsFiltered: 0, recordsTotal: 0 };
    },
    placeholderData: keepPreviousData,
    // Whatever is done here or elsewhere may be in it a moment later.
    staleTime: 0,
  });

/** Where the entries that the filters leave are downloaded. */
export function activityAddress(filters: ActivityFilters): string {
  return address(`${PATH}/export`, query(filters));
}
