import type { ReactNode } from "react";
import layout from "./layout.module.css";

/** Read aloud, not seen. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className={layout.hidden}>{children}</span>;
}
