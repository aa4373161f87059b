import { configDefaults, defineConfig } from "vitest/config";

/** Node 20 has source text access in JSON (numbers keep their spelling) behind a flag; browsers and later Nodes just have it. */
const execArgv = "rawJSON" in JSON ? [] : ["--harmony-json-parse-with-source"];

/**
 * Pure code runs in Node, so that a hidden use of the DOM fails; views run in happy-dom. The files of either share a
 * process and what it has loaded: two thirds of the time went into loading it anew. A test takes back what it stubs.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "core",
          environment: "node",
          isolate: false,
          include: ["src/**/*.test.ts"],
          exclude: [...configDefaults.exclude],
          execArgv,
        },
      },
      {
        test: {
          name: "views",
          environment: "happy-dom",
          isolate: false,
          include: ["src/**/*.test.tsx"],
          setupFiles: ["src/testing/setup-views.ts"],
          execArgv,
        },
      },
    ],
  },
});
