import { useQuery } from "@tanstack/react-query";
import { type RegisteredRouter, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { sessionOptions } from "../api/queries";
import { may } from "../api/session";

type PagePath = keyof RegisteredRouter["routesByPath"];

/** Tells whether the reader's role may open a page, by what the page itself says it needs: links to others are not shown. */
export function useMayOpen(): (page: PagePath) => boolean {
  const { routesByPath } = useRouter();
  const { data: session } = useQuery(sessionOptions);
  return useCallback(
    (page) => {
      const { needs } = routesByPath[page].options.staticData;
      return session !== undefined && (needs === null || may(session, needs));
    },
    [routesByPath, session],
  );
}
