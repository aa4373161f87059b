/** OKLCH to sRGB luminance, as the browser does it; for the tests that hold the tokens to their contrast. */

export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

/** Reads `oklch(0.47 0.145 257)`; refuses anything else. */
export function parseOklch(text: string): Oklch {
  const match = /^oklch\(\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*\)$/.exec(text.trim());
  const [l, c, h] = (match?.slice(1) ?? []).map(Number);
  if (l === undefined || c === undefined || h === undefined) throw new Error(`Not an opaque oklch colour: ${text}`);
  return { l, c, h };
}

/** Cartesian form: lightness, green-red, blue-yellow. */
export function toOklab({ l, c, h }: Oklch): readonly [number, number, number] {
  const angle = (h * Math.PI) / 180;
  return [l, c * Math.cos(angle), c * Math.sin(angle)];
}

/** Linear sRGB, cut to what a screen can show. Matrices: Björn Ottosson, "A perceptual color space". */
export function toLinearRgb(colour: Oklch): readonly [number, number, number] {
  const [lightness, a, b] = toOklab(colour);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const cut = (value: number): number => Math.min(1, Math.max(0, value));
  return [
    cut(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
    cut(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
    cut(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
  ];
}

/** Relative luminance of WCAG 2. */
export function luminance(colour: Oklch): number {
  const [red, green, blue] = toLinearRgb(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of WCAG 2, from 1 to 21. */
export function contrast(one: Oklch, other: Oklch): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}
