import { SHORTEST, spanBetween } from "../spans";
import { isDrag, type Press, type SoundHand, type ToolState } from "./tool";

/** A section grows between where the pointer went down and where it is. A press without a drag is a click. */
export function drawing(hand: SoundHand, from: Press, onClick: () => void): ToolState {
  const { surface } = hand;
  let drags = false;
  const spanTo = (press: Press) => spanBetween(from.time, press.time, surface.duration);
  return {
    move: (press) => {
      drags ||= isDrag(from, press);
      if (drags) surface.setDraft(hand.newSection(spanTo(press), from.lane));
    },
    up: (press) => {
      surface.setDraft(null);
      const span = spanTo(press);
      if (!drags) onClick();
      else if (span.end - span.start >= SHORTEST) hand.add(span, from.lane);
    },
    cancel: () => surface.setDraft(null),
  };
}
