import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const SERVER = process.env["LABELWRIGHT_URL"] ?? "http://127.0.0.1:8080";

/** Addresses the API process answers itself; everything else belongs to the router of the SPA. */
const SERVER_PATHS = ["/api", "/data", "/health", "/ready", "/metrics", "/docs"];

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    manifest: true,
    // The server sends `style-src 'self'` and `img-src 'self' data:`; fonts and scripts stay files of their own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  server: {
    port: 5181,
    strictPort: true,
    proxy: Object.fromEntries(SERVER_PATHS.map((path) => [path, { target: SERVER, changeOrigin: false }])),
  },
});
