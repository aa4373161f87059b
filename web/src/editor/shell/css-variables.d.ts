import "react";

declare module "react" {
  interface CSSProperties {
    /** Width of the side panel. */
    "--side"?: string;
    /** The colour of a label; the tokens derive fills and inks from it. */
    "--c"?: string;
  }
}
