import "react";

declare module "react" {
  interface CSSProperties {
    /** Custom properties are set like any other; React hands them to the CSSOM. */
    [name: `--${string}`]: string | number | undefined;
  }
}
