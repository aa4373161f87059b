import { useQuery } from "@tanstack/react-query";
import { Outlet, useMatches } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { sessionOptions } from "../api/queries";
import { isSignedIn, may } from "../api/session";
import { PaletteHost } from "./palette/palette-host";

const RefusedPage = lazy(async () => ({ default: (await import("./refused-page")).RefusedPage }));

/** What stands around every page of somebody signed in. */
export function SignedInPages() {
  return (
    <>
      <Guard />
      <PaletteHost />
    </>
  );
}

/** Shows the page of the address, or says that it is not for its reader's role: the one place that decides. */
function Guard() {
  const page = useMatches({ select: (matches) => matches.at(-1)?.staticData });
  const { data: session } = useQuery(sessionOptions);
  const needs = page?.needs ?? null;
  if (needs === null || session === undefined || !isSignedIn(session) || may(session, needs)) return <Outlet />;
  return (
    <Suspense fallback={null}>
      <RefusedPage page={page?.name} needs={needs} session={session} />
    </Suspense>
  );
}
