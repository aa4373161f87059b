/** Reads a recording and keeps its outline only: decoded sound is large, what is drawn of it is small. */

import { type Peaks, peaksOf } from "./peaks";

/** Longer recordings are played without an outline: an hour of decoded sound fills a gigabyte of the tab. */
export const LONGEST_DECODED = 600;

/** The browser resamples to this while it decodes; enough for drawing. */
const SAMPLE_RATE = 8000;

/** Fetches and decodes; rejects when the address cannot be read from here, or holds no sound the browser knows. */
export async function loadPeaks(url: string, signal: AbortSignal): Promise<Peaks> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`.trim());
  const context = new OfflineAudioContext(1, 1, SAMPLE_RATE);
  const sound = await context.decodeAudioData(await answer.arrayBuffer());
  const channels = Array.from({ length: sound.numberOfChannels }, (_, channel) => sound.getChannelData(channel));
  return peaksOf(channels, sound.sampleRate);
}
