/** Lines and bars by day, drawn by uPlot. */

import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { appearanceStore } from "../../design/theme";
import { t } from "../../i18n/t";
import styles from "./dashboard.module.css";
import type { Series } from "./figures";
import "../../i18n/dashboard";

const HEIGHT = 280;
const dayMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const DARK = "(prefers-color-scheme: dark)";

interface Ink {
  readonly text: string;
  readonly accent: string;
  readonly bar: string;
  readonly grid: string;
  readonly axis: string;
  readonly font: string;
}

function inkOf(element: Element): Ink {
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: value("--text"),
    accent: value("--accent"),
    bar: value("--press"),
    grid: value("--hair"),
    axis: value("--subtle"),
    font: `11px ${style.fontFamily}`,
  };
}

function optionsOf(ink: Ink, width: number): uPlot.Options {
  const axis = { stroke: ink.axis, font: ink.font, grid: { stroke: ink.grid, width: 1 }, ticks: { show: false } };
  const bars = uPlot.paths.bars;
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: { y: { range: (_plot, _least, most) => [0, Math.max(4, most * 1.05)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 72,
        gap: 10,
        size: 28,
        values: (_plot, seconds) => seconds.map((at) => dayMonth.format(at * 1000)),
        incrs: [1, 2, 3, 7, 14, 28, 56, 112, 365].map((days) => days * 86_400),
      },
      { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5] },
    ],
    series: [
      {},
      {
        label: t("dashboard.perDay"),
        fill: ink.bar,
        stroke: ink.bar,
        points: { show: false },
        ...(bars && { paths: bars({ size: [0.6, 16], radius: 0.1 }) }),
      },
      { label: t("dashboard.doneLine"), stroke: ink.text, width: 2, points: { show: false } },
      { label: t("dashboard.acceptedLine"), stroke: ink.accent, width: 2, points: { show: false } },
    ],
  };
}

/** Drawn anew when the days or the colours change; a change of width only resizes it. */
export function ProgressChart({ series }: { readonly series: Series }) {
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const data: uPlot.AlignedData = [[...series.days], [...series.submitted], [...series.done], [...series.accepted]];
    let plot: uPlot | undefined;
    const draw = () => {
      plot?.destroy();
      plot = new uPlot(optionsOf(inkOf(element), element.clientWidth), data, element);
    };
    draw();
    const sizes = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height: HEIGHT }));
    sizes.observe(element);
    const stop = appearanceStore.subscribe(draw);
    const system = matchMedia(DARK);
    system.addEventListener("change", draw);
    return () => {
      system.removeEventListener("change", draw);
      stop();
      sizes.disconnect();
      plot?.destroy();
    };
  }, [series]);

  return <div ref={frame} className={styles.plot} aria-hidden="true" />;
}
