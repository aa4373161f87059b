import "./design/tokens.css";
import "./design/reset.css";

/** Signing in needs neither router nor cache, so those pages are an app of their own; leaving one is a page load. */
const AUTH_PATHS = /^\/user\/(login|signup)\/?$/;

function rootElement(): HTMLElement {
  const element = document.getElementById("root");
  if (element === null) throw new Error("index.html has no #root");
  return element;
}

async function start(): Promise<void> {
  const root = rootElement();
  if (AUTH_PATHS.test(window.location.pathname)) {
    const { mountAuth } = await import("./features/auth/auth-app");
    mountAuth(root);
    return;
  }
  const { mountApp } = await import("./app/app");
  mountApp(root);
}

void start();
