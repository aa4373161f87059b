import { configDefaults, defineConfig } from "vitest/config";

/** Pure code runs in Node, so that a hidden use of the DOM fails; views run in happy-dom. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "core",
          environment: "node",
          include: ["src/**/*.test.ts"],
          exclude: [...configDefaults.exclude],
        },
      },
      {
        test: {
          name: "views",
          environment: "happy-dom",
          include: ["src/**/*.test.tsx"],
          setupFiles: ["src/testing/setup-views.ts"],
        },
      },
    ],
  },
});
