import { onlineManager, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render, screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sessionOptions } from "../api/queries";
import type { Permission, Role, SignedIn } from "../api/session";
import { createQueryClient } from "./query-client";
import { createAppRouter } from "./router";

/** What the server's matrix allows each role (`core/access.py`); each has what those above it in this list have. */
const GAINS: readonly (readonly [Role, readonly Permission[]])[] = [
  ["AN", ["members.view", "project.view", "label"]],
  ["RE", ["project.export", "annotations.see_all", "review"]],
  ["MA", ["project.create", "project.manage"]],
  ["AD", ["members.invite", "activity.view", "history.delete"]],
  ["OW", ["organization.manage"]],
];

function permissionsOf(role: Role): readonly Permission[] {
  const place = GAINS.findIndex(([one]) => one === role);
  return GAINS.slice(0, place + 1).flatMap(([, permissions]) => permissions);
}

function sessionOf(role: Role): SignedIn {
  return {
    user: { id: 1, email: "ada@example.com", username: "ada", first_name: "Ada", last_name: "Holm" },
    organization: { id: 1, title: "Orbis" },
    role,
    permissions: [...permissionsOf(role)],
    signup: "invite",
    version: "1",
  };
}

// There is no server behind the pages, so that none is asked.
beforeAll(() => onlineManager.setOnline(false));
afterAll(() => onlineManager.setOnline(true));

/** A router at an address, for somebody of a role who is known already. */
function routerFor(role: Role, address: string) {
  const cache = createQueryClient();
  cache.setQueryData(sessionOptions.queryKey, sessionOf(role));
  const router = createAppRouter(cache);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [address] }) });
  return { router, cache };
}

const PAGES = Object.values(routerFor("OW", "/").router.routesByPath).map(({ fullPath, options }) => ({
  address: fullPath.replace("$projectId", "1").replace("/{-$section}", "").replace("$", "nowhere"),
  needs: options.staticData.needs,
}));

const CASES = PAGES.flatMap((page) => GAINS.map(([role]) => ({ ...page, role })));

test.each(CASES)("$address as $role", async ({ address, needs, role }) => {
  const { router, cache } = routerFor(role, address);
  const { container, unmount } = render(
    <QueryClientProvider client={cache}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  // The label and the review page stand without the bar, and have no title before they know their project.
  const isThere = (): boolean =>
    container.querySelector("main h1") !== null ||
    (container.querySelector("main") !== null && container.querySelector("header") === null);
  await waitFor(() => expect(isThere()).toBe(true), { timeout: 4_000 });
  const refusals = screen.queryAllByRole("heading", { level: 1, name: /^You may not open/ });
  expect(refusals).toHaveLength(needs === null || permissionsOf(role).includes(needs) ? 0 : 1);
  expect(screen.queryByText("Something broke")).toBeNull();
  unmount();
  cache.clear();
});

test("some page is refused to every role but the owner's", () => {
  for (const [role] of GAINS.slice(0, 3)) {
    expect(PAGES.filter(({ needs }) => needs !== null && !permissionsOf(role).includes(needs))).not.toEqual([]);
  }
});
