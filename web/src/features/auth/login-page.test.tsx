import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Session } from "../../api/session";
import { LoginPage } from "./login-page";

const SESSION: Session = {
  user: null,
  organization: null,
  role: null,
  permissions: [],
  signup: "invite",
  version: "1.2.3",
};

/** The server's answer to the next request; returns what was asked. */
function answer(status: number, body: unknown): { readonly calls: Request[] } {
  const calls: Request[] = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    calls.push(new Request(new URL(path, "http://label.example"), init));
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return { calls };
}

afterEach(() => vi.unstubAllGlobals());

async function signIn(): Promise<void> {
  const user = userEvent.setup();
  await user.type(screen.getByLabelText("Email"), " ada@example.com ");
  await user.type(screen.getByLabelText("Password"), "wrong horse");
  await user.keyboard("{Enter}");
}

describe("signing in", () => {
  test("somebody who was removed from the organization is told so", async () => {
    answer(401, { code: "no_organization", detail: "Your account is in no organization any more." });
    const onSignedIn = vi.fn();
    render(<LoginPage session={SESSION} onSignedIn={onSignedIn} />);
    await signIn();
    expect(await screen.findByText("Your account is in no organization any more.")).toBeTruthy();
    expect(onSignedIn).not.toHaveBeenCalled();
  });

  test("hands over the address and the password, and goes on", async () => {
    const { calls } = answer(200, SESSION);
    const onSignedIn = vi.fn();
    render(<LoginPage session={SESSION} onSignedIn={onSignedIn} />);
    await signIn();
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
    expect(await calls[0]?.json()).toEqual({ email: "ada@example.com", password: "wrong horse" });
  });

  test("refused: the address stays, the password is empty and has the focus", async () => {
    answer(401, { detail: "The e-mail and password do not fit together." });
    const onSignedIn = vi.fn();
    render(<LoginPage session={SESSION} onSignedIn={onSignedIn} />);
    await signIn();
    expect((await screen.findByRole("alert")).textContent).toContain("Email or password is wrong.");
    expect(screen.getByLabelText<HTMLInputElement>("Email").value).toContain("ada@example.com");
    const password = screen.getByLabelText<HTMLInputElement>("Password");
    expect(password.value).toBe("");
    expect(document.activeElement).toBe(password);
    expect(onSignedIn).not.toHaveBeenCalled();
  });

  test("any other failure shows the server's own words", async () => {
    answer(503, { id: "7f3c", detail: "The database is away." });
    render(<LoginPage session={SESSION} onSignedIn={vi.fn()} />);
    await signIn();
    const box = await screen.findByRole("alert");
    expect(box.textContent).toContain("503 The database is away.");
    expect(box.textContent).toContain("7f3c");
  });
});
