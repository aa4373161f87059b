import type { Timers } from "../core/draft-saver";

/** The browser's clock. */
export const timers: Timers = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
