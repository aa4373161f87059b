/** The outline of a recording: for each of its five hundred parts of a second how far it swings down and up. */

import type { Span } from "./timeline";

export const PEAKS_PER_SECOND = 500;

export interface ChannelPeaks {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

export interface Peaks {
  readonly perSecond: number;
  readonly duration: number;
  readonly channels: readonly ChannelPeaks[];
}

export function peaksOf(channels: readonly Float32Array[], sampleRate: number): Peaks {
  const length = channels[0]?.length ?? 0;
  return {
    perSecond: PEAKS_PER_SECOND,
    duration: length / sampleRate,
    channels: channels.map((samples) => channelPeaks(samples, sampleRate)),
  };
}

function channelPeaks(samples: Float32Array, sampleRate: number): ChannelPeaks {
  const count = Math.ceil((samples.length / sampleRate) * PEAKS_PER_SECOND);
  const low = new Float32Array(count);
  const high = new Float32Array(count);
  for (let at = 0; at < samples.length; at += 1) {
    const bucket = Math.min(count - 1, Math.floor((at * PEAKS_PER_SECOND) / sampleRate));
    const sample = samples[at] ?? 0;
    if (sample < (low[bucket] ?? 0)) low[bucket] = sample;
    if (sample > (high[bucket] ?? 0)) high[bucket] = sample;
  }
  return { low, high };
}

/** How far the sound swings in each of `count` columns that share a span; 0 where there is no sound. */
export function columns(
  peaks: Peaks,
  channel: number,
  span: Span,
  count: number,
): readonly (readonly [number, number])[] {
  const data = peaks.channels[channel];
  if (data === undefined) return [];
  const width = (span.end - span.start) / count;
  return Array.from({ length: count }, (_, column) => {
    const from = Math.floor((span.start + column * width) * peaks.perSecond);
    const to = Math.max(from + 1, Math.ceil((span.start + (column + 1) * width) * peaks.perSecond));
    let [low, high] = [0, 0];
    for (let at = Math.max(0, from); at < Math.min(to, data.low.length); at += 1) {
      low = Math.min(low, data.low[at] ?? 0);
      high = Math.max(high, data.high[at] ?? 0);
    }
    return [low, high] as const;
  });
}

/** The widest swing, so that a quiet recording can fill the height. */
export function loudest(peaks: Peaks): number {
  let most = 0;
  for (const { low, high } of peaks.channels) {
    for (let at = 0; at < low.length; at += 1) most = Math.max(most, -(low[at] ?? 0), high[at] ?? 0);
  }
  return most;
}
