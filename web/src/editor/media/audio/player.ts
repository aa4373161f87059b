/** Playing a recording: the browser's own media element, with speed, loops and a clock that ticks every frame. */

import { Observable } from "../../core/observable";
import type { Span } from "./timeline";

export interface PlayerState {
  readonly playing: boolean;
  readonly speed: number;
  readonly muted: boolean;
  /** Whether a section repeats until told otherwise. */
  readonly loops: boolean;
}

export const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

export class Player {
  readonly state: Observable<PlayerState>;
  /** Where playback stands, in seconds. */
  readonly time = new Observable(0);
  readonly #media: HTMLMediaElement;
  readonly #stop = new AbortController();
  #span: Span | null = null;
  #frame: number | null = null;

  constructor(
    media: HTMLMediaElement,
    { speed = 1, volume = 1 }: { readonly speed?: number; readonly volume?: number },
  ) {
    this.#media = media;
    media.preservesPitch = true;
    media.volume = Math.min(Math.max(volume, 0), 1);
    media.playbackRate = speed;
    this.state = new Observable<PlayerState>({ playing: false, speed, muted: media.muted, loops: false });
    const { signal } = this.#stop;
    media.addEventListener("play", () => this.#started(), { signal });
    media.addEventListener("pause", () => this.#paused(), { signal });
    media.addEventListener("seeked", () => this.time.set(media.currentTime), { signal });
  }

  toggle(): void {
    if (this.#media.paused) this.play(null);
    else this.pause();
  }

  /** Plays on from here, or a section from its beginning to its end. */
  play(span: Span | null): void {
    this.#span = span;
    if (span !== null) this.#jump(span.start);
    // Rejected when a pause comes first, or when the sound cannot be played: the media element says so by its own event.
    this.#media.play().catch(() => this.#paused());
  }

  pause(): void {
    this.#media.pause();
  }

  seek(time: number): void {
    this.#span = null;
    this.#jump(time);
  }

  setSpeed(speed: number): void {
    this.#media.playbackRate = speed;
    this.state.update((state) => ({ ...state, speed }));
  }

  /** One step slower or faster. */
  stepSpeed(step: 1 | -1): void {
    const { speed } = this.state.value;
    const next = step === 1 ? SPEEDS.find((one) => one > speed) : SPEEDS.findLast((one) => one < speed);
    if (next !== undefined) this.setSpeed(next);
  }

  setMuted(muted: boolean): void {
    this.#media.muted = muted;
    this.state.update((state) => ({ ...state, muted }));
  }

  setLoops(loops: boolean): void {
    this.state.update((state) => ({ ...state, loops }));
  }

  destroy(): void {
    this.#media.pause();
    this.#stop.abort();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
  }

  #jump(time: number): void {
    const { duration } = this.#media;
    this.#media.currentTime = Math.max(0, Number.isFinite(duration) ? Math.min(time, duration) : time);
    this.time.set(this.#media.currentTime);
  }

  #started(): void {
    this.state.update((state) => ({ ...state, playing: true }));
    if (this.#frame === null) this.#tick();
  }

  #paused(): void {
    this.state.update((state) => ({ ...state, playing: false }));
    this.time.set(this.#media.currentTime);
  }

  #tick(): void {
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      const span = this.#span;
      if (span !== null && this.#media.currentTime >= span.end) this.#endOf(span);
      this.time.set(this.#media.currentTime);
      if (!this.#media.paused) this.#tick();
    });
  }

  #endOf(span: Span): void {
    if (this.state.value.loops) {
      this.#jump(span.start);
      return;
    }
    this.#media.pause();
    this.#span = null;
    this.#jump(span.end);
  }
}
