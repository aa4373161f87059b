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
import { sessionOptions } from "../api/queries";
import { isSignedIn, type SignedIn } from "../api/session";
import { dataSearch } from "../features/data-manager/search";
import { AppShell } from "./app-shell";
import { leaveToLogin } from "./leave-to-login";
import { NotFoundPage } from "./not-found-page";
import { PageError } from "./page-error";
import { PagePending } from "./page-pending";
import { DashboardRoute, DataRoute, LabelRoutePage, ReviewRoutePage, SettingsRoute } from "./project-routes";

interface RouterContext {
  readonly queryClient: QueryClient;
}

/** An address that is no page's, such as that of a project without a number, still has the bar that leads back. */
function NowherePage() {
  return (
    <AppShell>
      <NotFoundPage />
    </AppShell>
  );
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
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
  component: Outlet,
  beforeLoad: async ({ context, location }): Promise<{ session: SignedIn }> => {
    const session = await context.queryClient.ensureQueryData(sessionOptions);
    return isSignedIn(session) ? { session } : leave(location.href);
  },
});

const shellRoute = createRoute({ getParentRoute: () => signedInRoute, id: "shell", component: AppShell });

const indexRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/projects", replace: true });
  },
});

const projectsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects",
  component: lazyRouteComponent(() => import("../features/projects/projects-page"), "ProjectsPage"),
});

const newProjectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects/new",
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
  params: projectParams,
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/projects/$projectId/data", params, replace: true });
  },
});

const dataRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects/$projectId/data",
  params: projectParams,
  validateSearch: dataSearch,
  component: DataRoute,
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/projects/$projectId/settings/{-$section}",
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
  params: projectParams,
  validateSearch: spanSearch,
  component: DashboardRoute,
});

const labelRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/projects/$projectId/label",
  params: projectParams,
  validateSearch: taskSearch,
  component: LabelRoutePage,
});

const reviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/projects/$projectId/review",
  params: projectParams,
  component: ReviewRoutePage,
});

const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people",
  component: lazyRouteComponent(() => import("../features/members/members-page"), "MembersPage"),
});

const activityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people/activity",
  component: lazyRouteComponent(() => import("../features/members/members-page"), "ActivityRoute"),
});

const organizationWebhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/organization/webhooks",
  component: lazyRouteComponent(
    () => import("../features/settings/webhooks/organization-webhooks-page"),
    "OrganizationWebhooksPage",
  ),
});

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/user/account",
  component: lazyRouteComponent(() => import("../features/account/account-page"), "AccountPage"),
});

/** Whatever no page answers to is still a place inside the application: the bar leads back. */
const nowhereRoute = createRoute({ getParentRoute: () => shellRoute, path: "$", component: NotFoundPage });

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
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
