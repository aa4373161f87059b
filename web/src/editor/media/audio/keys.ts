/**
 * A recording by keyboard: play, step, and sections. With a section selected the arrows move its end, with Alt its beginning;
 * with a label active Enter begins a section where playback stands and ends it where playback stands then.
 */

import type { Player } from "./player";
import { moveEdge, SHORTEST, spanBetween } from "./spans";
import type { SoundHand } from "./tools/tool";

/** What the person should hear about. */
export type SoundNews = "begun" | "ended" | "cancelled" | "moved" | "played";

const FINE = 0.01;
const COARSE = 0.1;

interface Arrow {
  readonly step: 1 | -1;
  readonly alt: boolean;
  readonly shift: boolean;
}

function arrowOf(combo: string): Arrow | null {
  const key = combo.split("+").at(-1);
  if (combo.includes("ctrl+") || (key !== "left" && key !== "right")) return null;
  return { step: key === "left" ? -1 : 1, alt: combo.includes("alt+"), shift: combo.includes("shift+") };
}

export class SoundKeys {
  readonly #hand: SoundHand;
  readonly #player: Player;
  readonly #tell: (news: SoundNews) => void;
  #mark: number | null = null;

  constructor(hand: SoundHand, player: Player, tell: (news: SoundNews) => void) {
    this.#hand = hand;
    this.#player = player;
    this.#tell = tell;
  }

  /** True when the key meant something here. */
  press(combo: string): boolean {
    const arrow = arrowOf(combo);
    if (arrow !== null) return this.#arrow(arrow);
    switch (combo) {
      case "space":
      case "alt+space":
        this.#playOrPause();
        return true;
      case "shift+space":
        return this.#playSelected();
      case "ctrl+b":
        this.#player.seek(this.#player.time.value - 1);
        return true;
      case "<":
      case ">":
        this.#player.stepSpeed(combo === ">" ? 1 : -1);
        return true;
      case "enter":
        return this.#markHere();
      case "escape":
        return this.cancel();
      default:
        return false;
    }
  }

  /** Draws a begun section up to where playback stands. */
  follow(time: number): void {
    if (this.#mark === null) return;
    const { surface, newSection } = this.#hand;
    surface.setDraft(newSection(spanBetween(this.#mark, time, surface.duration), 0));
  }

  /** Gives a begun section up; false when there is none. */
  cancel(): boolean {
    if (this.#mark === null) return false;
    this.#mark = null;
    this.#hand.surface.setDraft(null);
    this.#tell("cancelled");
    return true;
  }

  #arrow({ step, alt, shift }: Arrow): boolean {
    const { surface, mayEdit, change } = this.#hand;
    const section = surface.onlySelected;
    if (this.#mark === null && section !== null && !section.locked && mayEdit()) {
      const edge = alt ? "start" : "end";
      const to = section[edge] + step * (shift ? COARSE : FINE);
      const { start, end } = moveEdge(section, edge, to, surface.duration);
      change(section.key, { start, end }, "Nudge");
      this.#tell("moved");
      return true;
    }
    this.#player.seek(this.#player.time.value + step * (alt ? COARSE : shift ? 5 : 1));
    return true;
  }

  /** While a section repeats, playing means playing that section. */
  #playOrPause(): void {
    const { playing, loops } = this.#player.state.value;
    const section = this.#hand.surface.onlySelected;
    if (!playing && loops && section !== null) this.#player.play(section);
    else this.#player.toggle();
  }

  #playSelected(): boolean {
    const section = this.#hand.surface.onlySelected;
    if (section === null) return false;
    this.#player.play(section);
    this.#tell("played");
    return true;
  }

  #markHere(): boolean {
    const { surface, newSection, add, mayEdit } = this.#hand;
    const now = this.#player.time.value;
    if (this.#mark === null) {
      if (!mayEdit() || newSection({ start: now, end: now }, 0) === null) return false;
      this.#mark = now;
      this.#tell("begun");
      return true;
    }
    const span = spanBetween(this.#mark, now, surface.duration);
    this.#mark = null;
    surface.setDraft(null);
    if (span.end - span.start >= SHORTEST) add(span, 0);
    this.#tell("ended");
    return true;
  }
}
