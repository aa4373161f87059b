/** Who may import whom: app → features → editor → design → api | i18n. A layer sees only what stands to its right. */
const UPWARDS = [
  { layer: "features", above: "app" },
  { layer: "editor", above: "app|features" },
  { layer: "design", above: "app|features|editor" },
  { layer: "api", above: "app|features|editor|design|i18n" },
  { layer: "i18n", above: "app|features|editor|design|api" },
];

const TEST = "\\.test\\.tsx?$";
const RUNTIME_FREE = "^node_modules/(react|react-dom|radix-ui|@radix-ui|@tanstack)/";

module.exports = {
  forbidden: [
    ...UPWARDS.map(({ layer, above }) => ({
      name: `${layer}-imports-upwards`,
      severity: "error",
      from: { path: `^src/${layer}/` },
      to: { path: `^src/(${above})/` },
    })),
    {
      name: "features-stay-apart",
      comment: "Two features share through api/, design/ or editor/, never with each other.",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/([^/]+)/", pathNot: "^src/features/$1/" },
    },
    {
      name: "editor-core-is-plain",
      comment: "The core and every tag's model run in Node and in workers: no React, no views, no design.",
      severity: "error",
      from: { path: "^src/editor/(core/.+|tags/[^/]+/model)\\.ts$", pathNot: TEST },
      to: { path: `${RUNTIME_FREE}|^src/(design|i18n)/|^src/editor/shell/|\\.tsx$|\\.css$` },
    },
    {
      name: "editor-knows-no-network",
      comment: "The editor is handed a host; it neither fetches nor routes.",
      severity: "error",
      from: { path: "^src/editor/", pathNot: TEST },
      to: { path: "^src/api/|^node_modules/@tanstack/react-(router|query)/" },
    },
    {
      name: "no-test-in-product",
      severity: "error",
      from: { path: "^src/", pathNot: `${TEST}|^src/testing/` },
      to: { path: `${TEST}|^src/testing/` },
    },
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "\\?(url|raw|worker)$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "browser", "types", "default"] },
  },
};
