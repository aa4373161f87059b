/** `<Number>` and `<Rating>`: questions answered by one number, about the whole object or about a region. */

import type { Codec } from "../core/codec";
import { sameOrNew } from "../core/codec";
import { isObject, toNumber } from "../core/json";
import { attr, boolAttr, listAttr, numberAttr, type TagNode } from "../core/tag-tree";

export interface AmountModel {
  readonly kind: "amount";
  readonly tag: "Number" | "Rating";
  readonly name: string;
  readonly toNames: readonly string[];
  readonly node: TagNode;
  readonly least: number | null;
  readonly most: number | null;
  readonly step: number | null;
  /** Shown with a slider, where both ends are given. */
  readonly slides: boolean;
  /** What a required question is answered with when nobody says otherwise. */
  readonly start: number | null;
  readonly required: boolean;
  readonly requiredMessage: string | null;
  readonly perRegion: boolean;
}

const MOST_STARS = 20;

function optional(node: TagNode, name: string): number | null {
  const number = numberAttr(node, name, Number.NaN);
  return Number.isNaN(number) ? null : number;
}

function common(node: TagNode) {
  return {
    kind: "amount",
    name: attr(node, "name") ?? "",
    toNames: listAttr(node, "toName"),
    node,
    start: optional(node, "defaultValue"),
    required: boolAttr(node, "required", false),
    requiredMessage: attr(node, "requiredMessage") ?? null,
    perRegion: boolAttr(node, "perRegion", false),
  } as const;
}

export function createNumber(node: TagNode): AmountModel {
  const [least, most] = [optional(node, "min"), optional(node, "max")];
  return {
    ...common(node),
    tag: "Number",
    least,
    most,
    step: optional(node, "step"),
    slides: boolAttr(node, "slider", false) && least !== null && most !== null,
  };
}

export function createRating(node: TagNode): AmountModel {
  const most = Math.min(Math.max(Math.round(numberAttr(node, "maxRating", 5)), 1), MOST_STARS);
  const made = common(node);
  // No star at all is no answer.
  const start = made.start !== null && made.start >= 1 ? made.start : null;
  return { ...made, tag: "Rating", least: 1, most, step: 1, slides: false, start };
}

/** The number within its limits; what cannot be answered is null. */
export function withinLimits({ least, most }: AmountModel, amount: number): number | null {
  if (!Number.isFinite(amount)) return null;
  return Math.min(Math.max(amount, least ?? amount), most ?? amount);
}

/** Under `number` or `rating`, the name of the result type. */
export function amountCodec({ tag }: AmountModel): Codec {
  const type = tag.toLowerCase();
  return {
    type,
    read: ({ value }) => {
      const amount = isObject(value) ? toNumber(value[type]) : null;
      return amount === null || !Number.isFinite(amount) ? null : { kind: "amount", amount };
    },
    write: (value, previous) =>
      value.kind === "amount" && value.amount !== null ? { [type]: sameOrNew(previous[type], value.amount) } : {},
  };
}
