import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { type Job, withJob } from "../../api/jobs";
import { projectTitlesOptions } from "../../api/queries";
import { JobsDrawer } from "./jobs-drawer";

const AT = "2026-11-18T10:00:00Z";

function job(id: number, more: Partial<Job> = {}): Job {
  return {
    id,
    kind: "import",
    state: "running",
    project: 7,
    created_by: 1,
    done: 0,
    total: null,
    message: "",
    error: null,
    is_cancelling: false,
    attempt: 1,
    run_at: AT,
    created_at: AT,
    started_at: AT,
    finished_at: null,
    changed_at: AT,
    ...more,
  };
}

function show(...jobs: readonly Job[]): void {
  const cache = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  cache.setQueryData(projectTitlesOptions([7]).queryKey, new Map([[7, "Reviews"]]));
  render(
    <QueryClientProvider client={cache}>
      <JobsDrawer jobs={jobs} error={null} onClose={() => undefined} />
    </QueryClientProvider>,
  );
}

describe("the list", () => {
  test("a changed job takes the place of its older self, a new one comes first", () => {
    const jobs = [job(2), job(1)];
    expect(withJob(jobs, job(3)).map(({ id }) => id)).toEqual([3, 2, 1]);
    const later = job(1, { done: 5, changed_at: "2026-11-18T10:00:05Z" });
    expect(withJob(jobs, later)[1]).toBe(later);
    expect(withJob([later], job(1))).toEqual([later]);
  });
});

describe("the drawer", () => {
  test("what runs has a bar, a count and a way to cancel it", () => {
    show(job(1, { done: 8412, total: 21370, message: "Checking records" }));
    const running = within(screen.getByRole("region", { name: "Running" }));
    expect(running.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("39");
    expect(running.getByText("Running · 8,412 of 21,370 · Checking records")).toBeTruthy();
    expect(running.getByRole("button", { name: "Cancel" })).toBeTruthy();
  });

  test("a job is told by what it does and the title of its project", () => {
    show(job(1));
    expect(screen.getByRole("heading", { name: "Import of tasks, Reviews" })).toBeTruthy();
  });

  test("what failed says why and can be run again", () => {
    show(job(1, { kind: "storage.sync", state: "failed", error: "line 812: no field text", finished_at: AT }));
    const finished = within(screen.getByRole("region", { name: "Finished" }));
    expect(finished.getByText("line 812: no field text")).toBeTruthy();
    expect(finished.getByRole("button", { name: "Run again" })).toBeTruthy();
    expect(screen.queryByRole("region", { name: "Running" })).toBeNull();
  });

  test("an import that failed has to be sent again", () => {
    show(job(1, { kind: "import", state: "failed", error: "no field text", finished_at: AT }));
    expect(screen.queryByRole("button", { name: "Run again" })).toBeNull();
  });

  test("what is done offers nothing more; a kind of a newer server keeps its name", () => {
    show(job(1, { kind: "model.train", state: "completed", project: null, finished_at: AT }));
    expect(screen.getByRole("heading", { name: "model.train" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Cancel|Run again/ })).toBeNull();
  });

  test("without jobs it says so", () => {
    show();
    expect(screen.getByText("Nothing has run in the background yet.")).toBeTruthy();
  });
});
