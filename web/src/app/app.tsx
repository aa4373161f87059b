import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startAppearance } from "../design/theme";
import { Toaster } from "../design/toaster";
import { createQueryClient } from "./query-client";
import { createAppRouter } from "./router";

/** Shows the pages for signed-in people. */
export function mountApp(root: HTMLElement): void {
  startAppearance();
  const queryClient = createQueryClient();
  const router = createAppRouter(queryClient);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Toaster />
      </QueryClientProvider>
    </StrictMode>,
  );
}
