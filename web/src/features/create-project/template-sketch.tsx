/** A template at a glance: what is labeled and with what, drawn with the tokens. */

import type { ReactNode } from "react";
import styles from "./create-project.module.css";

function Line({ x, y, width }: { readonly x: number; readonly y: number; readonly width: number }) {
  return <rect className={styles.inkLine} x={x} y={y} width={width} height="5" rx="2" />;
}

function Option({ x }: { readonly x: number }) {
  return <rect className={styles.inkBox} x={x} y="44" width="26" height="10" rx="3" />;
}

function Span({
  x,
  y,
  width,
  hue,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly hue: 1 | 2 | 3;
}) {
  return (
    <g style={{ color: `var(--label-${hue})` }}>
      <rect x={x} y={y - 2} width={width} height="8" fill="currentColor" opacity=".22" />
      <rect x={x} y={y + 6} width={width} height="2" fill="currentColor" />
    </g>
  );
}

const HILLS = "M10 50 40 24l22 18 14-10 34 20v2H10Z";

const SKETCHES: Readonly<Record<string, ReactNode>> = {
  entities: (
    <>
      <Line x={10} y={14} width={30} />
      <Span x={44} y={14} width={24} hue={1} />
      <Line x={72} y={14} width={36} />
      <Span x={10} y={29} width={36} hue={2} />
      <Line x={50} y={29} width={54} />
      <Line x={10} y={44} width={42} />
      <Span x={56} y={44} width={20} hue={3} />
    </>
  ),
  sentiment: (
    <>
      <Line x={10} y={14} width={98} />
      <Line x={10} y={27} width={70} />
      <Option x={10} />
      <Option x={42} />
      <Option x={74} />
    </>
  ),
  boxes: (
    <>
      <path className={styles.inkHills} d={HILLS} />
      <g fill="none" strokeWidth="2">
        <rect x="20" y="26" width="34" height="24" style={{ stroke: "var(--label-1)" }} />
        <rect x="66" y="18" width="26" height="34" style={{ stroke: "var(--label-2)" }} />
      </g>
    </>
  ),
  "image-classes": (
    <>
      <path className={styles.inkHills} d="M10 36 40 12l22 16 14-8 34 16v2H10Z" />
      <Option x={10} />
      <Option x={42} />
      <Option x={74} />
    </>
  ),
  outlines: (
    <>
      <path className={styles.inkHills} d={HILLS} />
      <g fill="none" strokeWidth="2">
        <path d="M24 48 30 22l24-6 10 18-12 14Z" style={{ stroke: "var(--label-3)" }} />
        <path d="m72 50 6-26 22 8-4 18Z" style={{ stroke: "var(--label-1)" }} />
      </g>
    </>
  ),
  transcript: (
    <>
      <path
        className={styles.inkWave}
        d="M12 20v4M20 14v16M28 18v8M36 8v28M44 14v16M52 18v8M60 12v20M68 17v10M76 9v26M84 15v14M92 19v6M100 16v12"
      />
      <rect className={styles.inkBox} x="10" y="42" width="98" height="13" rx="3" />
    </>
  ),
};

export function TemplateSketch({ id }: { readonly id: string }) {
  return (
    <svg className={styles.sketch} viewBox="0 0 118 64" aria-hidden="true">
      {SKETCHES[id]}
    </svg>
  );
}
