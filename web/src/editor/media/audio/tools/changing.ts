import type { Section } from "../section-index";
import { type Edge, moveEdge, moveSpan } from "../spans";
import type { Span } from "../timeline";
import { isDrag, type Press, type SoundHand, type ToolState } from "./tool";

/** A section, or one of its edges, follows the pointer and stops at the ends. A press without a drag is a click. */
export function changing(
  hand: SoundHand,
  from: Press,
  { section, edge }: { readonly section: Section; readonly edge: Edge | null },
  onClick: () => void,
): ToolState {
  const { surface } = hand;
  let drags = false;
  const spanAt = (press: Press): Span => {
    if (edge === null) return moveSpan(section, press.time - from.time, surface.duration);
    // What was taken hold of is the edge, not the place beside it.
    return moveEdge(section, edge, section[edge] + press.time - from.time, surface.duration);
  };
  return {
    move: (press) => {
      drags ||= isDrag(from, press);
      if (drags) surface.setDraft({ ...section, ...edges(spanAt(press)) });
    },
    up: (press) => {
      surface.setDraft(null);
      if (drags) hand.change(section.key, edges(spanAt(press)), edge === null ? "Move" : "Resize");
      else onClick();
    },
    cancel: () => surface.setDraft(null),
  };
}

function edges({ start, end }: Span): Span {
  return { start, end };
}
