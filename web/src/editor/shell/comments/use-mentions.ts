/** The list of people while a name is typed after `@`. */

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { showToast } from "../../../design/toast-store";
import { t } from "../../../i18n/t";
import type { CommentHost, LabelUser } from "../../host";
import { useEditor } from "../editor-context";
import { type MentionAt, matching, mentionAt, withMention } from "./mentions";

const MOST_SHOWN = 6;
const NOBODY: readonly LabelUser[] = [];
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

interface Mentions {
  /** Everybody who can be named; empty until the first `@`. */
  readonly people: readonly LabelUser[];
  readonly found: readonly LabelUser[];
  readonly at: number;
  readonly pick: (person: LabelUser) => void;
  /** Whether the list had use for the key. */
  readonly onKey: (key: string) => boolean;
  /** Looks whether the caret stands in a name. */
  readonly look: () => void;
  readonly close: () => void;
}

export function useMentions(
  host: CommentHost,
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  onText: (text: string) => void,
): Mentions {
  const { announce } = useEditor();
  const [people, setPeople] = useState<readonly LabelUser[]>(NOBODY);
  const [typed, setTyped] = useState<MentionAt | null>(null);
  const [at, setAt] = useState(0);
  const caret = useRef<number | null>(null);
  const asks = text.includes("@");
  useEffect(() => {
    if (!asks) return;
    host.people().then(setPeople, (error: unknown) => showToast("error", String(error)));
  }, [host, asks]);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const found = typed === null ? NOBODY : matching(people, typed.query, MOST_SHOWN);
  const count = found.length;
  useEffect(() => {
    if (count > 0) announce(t("comments.peopleFound", { count }));
  }, [count, announce]);

  const look = (): void => {
    const element = field.current;
    const next = element === null ? null : mentionAt(element.value, element.selectionStart);
    if (next?.start === typed?.start && next?.query === typed?.query) return;
    setTyped(next);
    setAt(0);
  };
  const pick = (person: LabelUser): void => {
    if (typed === null) return;
    const next = withMention(text, typed, person.name);
    caret.current = next.caret;
    onText(next.text);
    setTyped(null);
  };
  const onKey = (key: string): boolean => {
    const step = STEPS[key];
    const person = found[at];
    if (person === undefined) return false;
    if (step !== undefined) setAt((at + step + count) % count);
    else if (key === "Enter" || key === "Tab") pick(person);
    else if (key === "Escape") setTyped(null);
    else return false;
    return true;
  };
  return { people, found, at, pick, onKey, look, close: () => setTyped(null) };
}
