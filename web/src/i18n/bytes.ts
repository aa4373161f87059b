import { formatNumber } from "./t";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const STEP = 1000;

/** A size of data: "4.2 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP;
    unit += 1;
  }
  const name = UNITS[unit] ?? "byte";
  if (name === "byte") return `${formatNumber(value)} B`;
  return new Intl.NumberFormat("en", {
    style: "unit",
    unit: name,
    unitDisplay: "short",
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value);
}
