/** Value expressions: `$field`, `$a.b[0]`, and texts with such references inside. */

import { displayText, isArray, isObject, type Json, type JsonObject } from "./json";

const PATH = String.raw`[\p{L}\p{N}_{}]+(?:\.[\p{L}\p{N}_{}]+|\[[^\]\s]*\])*`;
const REFERENCE = new RegExp(String.raw`\$(${PATH})`, "gu");
const WHOLE = new RegExp(String.raw`^\$(${PATH})$`, "u");
const STEP = /[^.[\]]+/g;

/** The value at a path such as `a.b[0].c`; undefined when there is none. */
export function valueAt(data: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = data;
  for (const [step] of path.matchAll(STEP)) {
    if (isArray(value)) value = value[Number(step)];
    else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** A whole reference gives the value itself, any other text has its references replaced. A missing key gives "". */
export function resolve(expression: string, data: JsonObject): Json {
  const whole = WHOLE.exec(expression.trim())?.[1];
  return whole === undefined ? resolveText(expression, data) : (valueAt(data, whole) ?? "");
}

export function resolveText(expression: string, data: JsonObject): string {
  return expression.replace(REFERENCE, (_whole, path: string) => displayText(valueAt(data, path)));
}
