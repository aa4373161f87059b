/** Speaks to screen readers without moving the focus. */

import { useCallback, useMemo, useState } from "react";
import { VisuallyHidden } from "../../design/visually-hidden";

export function useAnnouncer(): { readonly announce: (text: string) => void; readonly text: string } {
  const [said, setSaid] = useState({ text: "", times: 0 });
  const announce = useCallback((text: string) => setSaid((last) => ({ text, times: last.times + 1 })), []);
  // The same words twice in a row would not be spoken again; a space no one sees makes them new.
  const text = said.times % 2 === 0 ? said.text : `${said.text}\u00a0`;
  return useMemo(() => ({ announce, text }), [announce, text]);
}

export function LiveRegion({ text }: { readonly text: string }) {
  return (
    <VisuallyHidden>
      <span aria-live="polite" role="log">
        {text}
      </span>
    </VisuallyHidden>
  );
}
