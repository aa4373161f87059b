import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { sessionOptions } from "../api/queries";
import { isSignedIn, type Permission, type SignedIn } from "../api/session";
import { dataSearch } from "../features/data-manager/search";
import type { CatalogueKey } from "../i18n/catalogue";
import { SignedInPages } from "./guard";
import { leaveToLogin } from "./leave-to-login";
import { NotFoundPage } from "./not-found-page";
import { PageError } from "./page-error";
import { PagePending } from "./page-pending";
import { DashboardRoute, DataRoute, LabelRoutePage, ReviewRoutePage, SettingsRoute } from "./project-routes";

interface RouterContext {
  readonly queryClient: QueryClient;
}

const AppShell = lazy(async () => ({ default: (await import("./app-shell")).AppShell }));

/** An address that is no page's, such as that of a project without a number, still has the bar that leads back. */
function NowherePage() {
  return (
    <Suspense fallback={null}>
      <AppShell>
        <NotFoundPage />
      </AppShell>
    </Suspense>
  );
}

/** A frame around pages, or an address that leads on: nothing to name, nothing to refuse. */
const NO_PAGE = { needs: null } as const;

const rootRoute = createRootRouteWithContext<RouterContext>()({
  staticData: NO_PAGE,
  component: Outlet,
  notFoundComponent: NowherePage,
  errorComponent: PageError,
});

/** The way to the sign-in page is a page load; until it happens nothing is shown. */
function leave(href: string): Promise<never> {
  leaveToLogin(href);
  return new Promise(() => undefined);
}

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  staticData: NO_PAGE,
  component: SignedInPages,
  beforeLoad: async ({ context, location }): Promise<{ session: SignedIn }> => {
    const session = await context.queryClient.ensureQueryData(sessionOptions);
    return isSignedIn(session) ? { session } : leave(location.href);
  },
});

const shellRoute = createRoute({
  getParentRoute: () => signedInRoute,
  id: "shell",
  staticData: NO_PAGE,
  // The label and the review page have a bar of their own, and do without this one's menus.
  component: lazyRouteComponent(() => import("./app-shell"), "AppShell"),
});

const indexRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  staticData: NO_PAGE,
  beforeLoad: () => {
    throw redirect({ to: "/projects", replace: true });
  },
});

const projectsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects",
  staticData: { name: "page.projects", needs: null },
  component: lazyRouteComponent(() => import("../features/projects/projects-page"), "ProjectsPage"),
});

const newProjectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects/new",
  staticData: { name: "page.newProject", needs: "project.create" },
  component: lazyRouteComponent(() => import("../features/create-project/create-project-page"), "CreateProjectPage"),
});

const parseId = (text: string): number => {
  if (!/^[1-9]\d{0,15}$/.test(text)) throw notFound();
  return Number(text);
};

const projectParams = {
  parse: ({ projectId }: { projectId: string }) => ({ projectId: parseId(projectId) }),
  stringify: ({ projectId }: { projectId: number }) => ({ projectId: String(projectId) }),
};

/** `?task=7`; anything that is no positive whole number is as good as nothing. */
function taskSearch(search: Readonly<Record<string, unknown>>): { task?: number | undefined } {
  const task = Number(search["task"]);
  // Said to be nothing: the router keeps what is not spoken of.
  return { task: Number.isSafeInteger(task) && task > 0 ? task : undefined };
}

const projectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects/$projectId",
  staticData: NO_PAGE,
  params: projectParams,
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/projects/$projectId/data", params, replace: true });
  },
});

const dataRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects/$projectId/data",
  staticData: { name: "page.data", needs: "project.view" },
  params: projectParams,
  validateSearch: dataSearch,
  component: DataRoute,
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects/$projectId/settings/{-$section}",
  staticData: { name: "page.settings", needs: "project.manage" },
  params: {
    parse: ({ projectId, section }: { projectId: string; section?: string | undefined }) => ({
      projectId: parseId(projectId),
      section,
    }),
    stringify: ({ projectId, section }: { projectId: number; section?: string | undefined }) => ({
      projectId: String(projectId),
      section,
    }),
  },
  component: SettingsRoute,
});

/** `?span=week` or `?span=all`; anything else is the month that is shown without it. */
function spanSearch(search: Readonly<Record<string, unknown>>): { span?: "week" | "all" | undefined } {
  const span = search["span"];
  return { span: span === "week" || span === "all" ? span : undefined };
}

const dashboardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects/$projectId/dashboard",
  staticData: { name: "page.dashboard", needs: "annotations.see_all" },
  params: projectParams,
  validateSearch: spanSearch,
  component: DashboardRoute,
});

const labelRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/projects/$projectId/label",
  staticData: { name: "page.labeling", needs: "label" },
  params: projectParams,
  validateSearch: taskSearch,
  component: LabelRoutePage,
});

const reviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/projects/$projectId/review",
  staticData: { name: "page.review", needs: "review" },
  params: projectParams,
  component: ReviewRoutePage,
});

const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people",
  staticData: { name: "page.people", needs: "members.view" },
  component: lazyRouteComponent(() => import("../features/members/members-page"), "MembersPage"),
});

const activityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people/activity",
  staticData: { name: "page.activity", needs: "activity.view" },
  component: lazyRouteComponent(() => import("../features/members/members-page"), "ActivityRoute"),
});

const organizationWebhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/organization/webhooks",
  staticData: { name: "page.webhooks", needs: "members.invite" },
  component: lazyRouteComponent(
    () => import("../features/settings/webhooks/organization-webhooks-page"),
    "OrganizationWebhooksPage",
  ),
});

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/user/account",
  staticData: { name: "page.account", needs: null },
  component: lazyRouteComponent(() => import("../features/account/account-page"), "AccountPage"),
});

/** Whatever no page answers to is still a place inside the application: the bar leads back. */
const nowhereRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "$",
  staticData: { name: "page.none", needs: null },
  component: NotFoundPage,
});

const routeTree = rootRoute.addChildren([
  signedInRoute.addChildren([
    shellRoute.addChildren([
      indexRoute,
      projectsRoute,
      newProjectRoute,
      projectRoute,
      dataRoute,
      settingsRoute,
      dashboardRoute,
      peopleRoute,
      activityRoute,
      organizationWebhooksRoute,
      accountRoute,
      nowhereRoute,
    ]),
    labelRoute,
    reviewRoute,
  ]),
]);

/** The pages and their addresses. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultPendingComponent: PagePending,
    defaultPendingMs: 150,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  /** What a page says of itself; a route without it does not compile. */
  interface StaticDataRouteOption {
    /** What it asks of its reader's role: the guard refuses by it, and links that lead here are shown by it. */
    readonly needs: Permission | null;
    readonly name?: CatalogueKey;
  }
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
