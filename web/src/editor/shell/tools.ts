/** The tool in hand on pictures; kept while tasks come and go. */

import { Observable } from "../core/observable";
import type { Mode } from "../media/image/tools/tool";
import { useObservable } from "./hooks";

export const tool = new Observable<Mode>("draw");

export function useTool(): Mode {
  return useObservable(tool);
}
