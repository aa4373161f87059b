/** Where to go after signing in: a path of this site, whatever the address bar was made to say. */

const HOME = "/projects";

/** The `next` of a query, or the projects page when it is missing or leads anywhere else. */
export function nextPath(search: string, origin: string): string {
  const next = new URLSearchParams(search).get("next");
  if (next === null || !next.startsWith("/")) return HOME;
  // `//host` and `/\host` start like a path but leave the site; the URL parser knows, so it decides.
  let target: URL;
  try {
    target = new URL(next, origin);
  } catch {
    return HOME;
  }
  if (target.origin !== origin || target.pathname.startsWith("/user/")) {
    const isAccount = target.origin === origin && target.pathname === "/user/account";
    return isAccount ? target.pathname : HOME;
  }
  return target.pathname + target.search + target.hash;
}
