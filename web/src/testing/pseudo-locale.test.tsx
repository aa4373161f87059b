import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Project } from "../api/projects";
import { usersOptions } from "../api/queries";
import type { Session } from "../api/session";
import { projectPeopleOptions } from "../api/team";
import { ProblemBar } from "../design/code-editor/problem-bar";
import { Dialog } from "../design/dialog";
import { ErrorBox } from "../design/message";
import { Hotkeys } from "../editor/core/hotkeys";
import { RejectDialog } from "../editor/review/reject-dialog";
import { AppearanceCard } from "../features/account/appearance-card";
import { LegacyTokenCard } from "../features/account/legacy-token-card";
import { ProfileCard } from "../features/account/profile-card";
import { LoginPage } from "../features/auth/login-page";
import { SignUpPage } from "../features/auth/signup-page";
import { CreateFooter } from "../features/create-project/create-footer";
import { DataBlock } from "../features/create-project/data-block";
import { MappingBlock } from "../features/create-project/mapping-block";
import { TemplateBlock } from "../features/create-project/template-block";
import { AssignDialog } from "../features/data-manager/assign/assign-dialog";
import { ImportDialog } from "../features/data-manager/import/import-dialog";
import { MembersSection } from "../features/settings/team/members-section";
import { ReviewSection } from "../features/settings/team/review-section";
import { startPseudoLocale, unwrapped } from "./unwrapped";

const OUT: Session = { user: null, organization: null, role: null, permissions: [], signup: "open", version: "1" };
const USER = { id: 1, email: "ada@example.com", username: "ada", first_name: "Ada", last_name: "Holm" };
const ORGANIZATION = { id: 1, title: "Orbis" };
const ISSUE = {
  code: "x",
  severity: "error",
  line: 3,
  column: 1,
  tag: null,
  name: null,
  attribute: null,
  message: "words of the server",
} as const;
const nothing = (): void => undefined;
/** The fields that the section shows. */
const REVIEWED = {
  id: 1,
  rev: 1,
  enable_review: true,
  review_percentage: 100,
  review_settings: {
    requeue_rejected_tasks_mode: "flexible",
    require_comment_on_reject: true,
    only_finished_tasks: false,
    review_own_work: false,
  },
  assignment_settings: { label_stream_task_distribution: "auto_distribution" },
} as Project;

let stop = nothing;
beforeEach(() => {
  stop = startPseudoLocale();
});
afterEach(() => stop());

interface Case {
  readonly name: string;
  readonly view: ReactElement;
  /** What the page is right to show as it is. */
  readonly data?: readonly string[];
}

const CASES: readonly Case[] = [
  { name: "sign-in", view: <LoginPage session={OUT} onSignedIn={nothing} /> },
  { name: "sign-up", view: <SignUpPage session={OUT} onSignedIn={nothing} /> },
  { name: "sign-up of the first", view: <SignUpPage session={{ ...OUT, signup: "first" }} onSignedIn={nothing} /> },
  {
    name: "profile",
    view: <ProfileCard session={{ ...OUT, user: USER, organization: ORGANIZATION, role: "OW" }} />,
    data: ["Ada", "Holm"],
  },
  { name: "appearance", view: <AppearanceCard /> },
  { name: "legacy token", view: <LegacyTokenCard /> },
  { name: "templates", view: <TemplateBlock fitting="text" chosen="entities" onChoose={nothing} /> },
  { name: "data", view: <DataBlock files={[]} disabled={false} onAdd={nothing} onRemove={nothing} /> },
  {
    name: "mapping",
    view: <MappingBlock config={'<Text name="t" value="$text"/>'} columns={["body"]} onChange={nothing} />,
    data: ["Text", "body"],
  },
  {
    name: "create bar",
    view: (
      <CreateFooter
        state={{ step: "editing", error: undefined }}
        isFresh={false}
        obstacle=""
        tasks={3}
        fileCount={1}
        onCreate={nothing}
        onLeave={nothing}
        onStop={nothing}
      />
    ),
  },
  {
    name: "problems",
    view: <ProblemBar issues={[ISSUE]} checking={false} failure={undefined} onShow={nothing} />,
    data: ["words of the server"],
  },
  {
    name: "reject",
    data: ["Ctrl ↵"],
    view: (
      <RejectDialog
        hotkeys={new Hotkeys()}
        project={{ needsReason: true, rejects: "flexible" }}
        name="Noor"
        busy={false}
        refusal={null}
        onReject={nothing}
        onClose={nothing}
      />
    ),
  },
  {
    name: "assign",
    data: ["Ada Holm"],
    view: (
      <AssignDialog
        projectId={1}
        count={3}
        selectedItems={{ all: true }}
        filters={undefined}
        onAssigned={nothing}
        onClose={nothing}
      />
    ),
  },
  { name: "review settings", view: <ReviewSection project={REVIEWED} /> },
  { name: "project members", view: <MembersSection projectId={1} />, data: ["A", "Ada Holm", "ada@example.com"] },
  { name: "import", view: <ImportDialog projectId={1} onImported={nothing} onClose={nothing} /> },
];

/** Knows who there is, so that nothing is asked of a server. */
function informed(): QueryClient {
  const client = new QueryClient();
  const person = { ...USER, implicit_member: false, project_role: "AN" } as const;
  client.setQueryData(projectPeopleOptions(1).queryKey, { count: 1, results: [person] });
  client.setQueryData(usersOptions.queryKey, [USER]);
  return client;
}

test.each(CASES)("$name: every word comes from the catalogue", ({ view, data }) => {
  const { container } = render(<QueryClientProvider client={informed()}>{view}</QueryClientProvider>);
  expect(container.textContent).toContain("⟦");
  expect(unwrapped(container, data)).toEqual([]);
});

test("the check finds a word that does not", () => {
  const { container } = render(
    <Dialog title="Bare title" onClose={nothing}>
      <ErrorBox title="Bare words" />
    </Dialog>,
  );
  expect(unwrapped(container)).toEqual(["Bare title", "Bare words"]);
});
