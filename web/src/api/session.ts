/** Who is signed in in this browser. */

import { request, send } from "./http";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Account = Readonly<Pick<Schemas["WhoAmI"], "id" | "email" | "username" | "first_name" | "last_name">>;

export type Role = "OW" | "AD" | "MA" | "RE" | "AN";

export type Permission =
  | "organization.manage"
  | "members.view"
  | "members.invite"
  | "project.view"
  | "project.create"
  | "project.manage"
  | "project.export"
  | "review"
  | "annotations.see_all"
  | "label"
  | "activity.view"
  | "history.delete";

export interface Session extends Readonly<Pick<Schemas["SessionRead"], "permissions" | "version">> {
  readonly user: Account | null;
  readonly organization: { readonly id: number; readonly title: string } | null;
  readonly role: Role | null;
  readonly signup: "first" | "open" | "invite";
}

/** A session in which somebody is signed in. */
export interface SignedIn extends Session {
  readonly user: Account;
  readonly organization: { readonly id: number; readonly title: string };
  readonly role: Role;
}

export interface SignUpInput {
  readonly email: string;
  readonly password: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly token?: string;
}

const PATH = "/api/session";

export function fetchSession(): Promise<Session> {
  return request<Session>(PATH);
}

export function signIn(email: string, password: string): Promise<Session> {
  return request<Session>(PATH, { method: "POST", body: { email, password } });
}

export function signUp(input: SignUpInput): Promise<Session> {
  return request<Session>(`${PATH}/signup`, { method: "POST", body: input });
}

export async function signOut(): Promise<void> {
  await send(PATH, { method: "DELETE" });
}

/** Whether somebody is signed in and belongs to an organization. */
export function isSignedIn(session: Session): session is SignedIn {
  return session.user !== null && session.organization !== null && session.role !== null;
}

/** Whether the role allows it. The server decides again on every request. */
export function may(session: Session, permission: Permission): boolean {
  return session.permissions.includes(permission);
}

/** A person's name, or the address where there is none. */
export function displayName(account: {
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
}): string {
  const name = `${account.first_name} ${account.last_name}`.trim();
  return name === "" ? account.email : name;
}
