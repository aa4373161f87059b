/** The tool in hand on pictures; kept while tasks come and go. */

import type { IconName } from "../../design/icon-paths";
import type { CatalogueKey } from "../../i18n/catalogue";
import { Observable } from "../core/observable";
import type { Mode } from "../media/image/tools/tool";
import type { LabelInterface } from "../tags/interface";
import { outlineKinds } from "../tags/regions";
import { useObservable } from "./hooks";

export const tool = new Observable<Mode>("box");

export function useTool(): Mode {
  return useObservable(tool);
}

export interface Tool {
  readonly mode: Mode;
  readonly icon: IconName;
  readonly label: CatalogueKey;
  readonly key: string;
}

const SELECT: Tool = { mode: "select", icon: "cursor", label: "editor.tool.select", key: "v" };
const PAN: Tool = { mode: "pan", icon: "hand", label: "editor.tool.pan", key: "h" };
const DRAWING: readonly Tool[] = [
  { mode: "box", icon: "rectangle", label: "editor.tool.rectangle", key: "r" },
  { mode: "polygon", icon: "polygon", label: "editor.tool.polygon", key: "p" },
];

/** The tools a config has use for; none where nothing is drawn. */
export function toolsFor(ui: LabelInterface): readonly Tool[] {
  const kinds: ReadonlySet<Mode> = outlineKinds(ui);
  return kinds.size === 0 ? [] : [SELECT, PAN, ...DRAWING.filter((item) => kinds.has(item.mode))];
}
