/** Members of the organization, invitations, and one's own account and tokens. */

import { request, send } from "./http";
import type { components } from "./schema";
import type { Account, Role } from "./session";

type Schemas = components["schemas"];

export type Member = Readonly<Pick<Schemas["MemberRead"], "id" | "organization">> & {
  readonly role: Role;
  readonly user: Account & Readonly<Pick<Schemas["MemberUser"], "last_activity">>;
};

export type MemberPage = Readonly<Pick<Schemas["MemberPage"], "count">> & { readonly results: readonly Member[] };

export type Invite = Readonly<Schemas["Invite"]>;

export type PersonalToken = Readonly<Schemas["PersonalToken"]>;

const memberships = (organizationId: number): string => `/api/organizations/${organizationId}/memberships`;

export function listMembers(
  organizationId: number,
  page: number,
  pageSize: number,
  signal?: AbortSignal,
): Promise<MemberPage> {
  return request<MemberPage>(memberships(organizationId), { query: { page, page_size: pageSize }, signal });
}

export function setRole(organizationId: number, userId: number, role: Role): Promise<Member> {
  return request<Member>(memberships(organizationId), { method: "PATCH", body: { user_id: userId, role } });
}

export async function removeMember(organizationId: number, userId: number): Promise<void> {
  await send(`${memberships(organizationId)}/${userId}`, { method: "DELETE" });
}

export function listUsers(signal?: AbortSignal): Promise<readonly Account[]> {
  return request<readonly Account[]>("/api/users", { signal });
}

export function getInvite(signal?: AbortSignal): Promise<Invite> {
  return request<Invite>("/api/invite", { signal });
}

export function rotateInvite(): Promise<Invite> {
  return request<Invite>("/api/invite/reset-token", { method: "POST" });
}

export function updateAccount(
  id: number,
  change: { readonly first_name: string; readonly last_name: string },
): Promise<Account> {
  return request<Account>(`/api/users/${id}`, { method: "PATCH", body: change });
}

export function getLegacyToken(signal?: AbortSignal): Promise<{ readonly token: string }> {
  return request<{ readonly token: string }>("/api/current-user/token", { signal });
}

export function resetLegacyToken(): Promise<{ readonly token: string }> {
  return request<{ readonly token: string }>("/api/current-user/reset-token", { method: "POST" });
}

export function listPersonalTokens(signal?: AbortSignal): Promise<readonly PersonalToken[]> {
  return request<readonly PersonalToken[]>("/api/token", { signal });
}

export function createPersonalToken(): Promise<PersonalToken> {
  return request<PersonalToken>("/api/token", { method: "POST" });
}

export async function revokePersonalToken(refresh: string): Promise<void> {
  await send("/api/token/blacklist", { method: "POST", body: { refresh } });
}
