/** Leaves for the sign-in page and remembers where the reader was. A page load, so nothing of theirs stays in memory. */
export function leaveToLogin(from: string = window.location.pathname + window.location.search): void {
  window.location.assign(`/user/login?next=${encodeURIComponent(from)}`);
}
