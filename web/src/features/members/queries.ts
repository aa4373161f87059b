/** Members and the invite link. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getInvite, listMembers } from "../../api/people";

export const MEMBERS_PAGE_SIZE = 50;

export const memberKeys = { all: ["members"] as const, invite: ["invite"] as const };

export const memberPageOptions = (organizationId: number, page: number) =>
  queryOptions({
    queryKey: [...memberKeys.all, organizationId, page],
    queryFn: ({ signal }) => listMembers(organizationId, page, MEMBERS_PAGE_SIZE, signal),
    placeholderData: keepPreviousData,
  });

export const inviteOptions = queryOptions({
  queryKey: memberKeys.invite,
  queryFn: ({ signal }) => getInvite(signal),
});
