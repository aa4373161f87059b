/** Finds words on the page that did not come from the catalogue: under the pseudo-locale those carry no brackets. */

import { setTextTransform } from "../i18n/t";

const OPEN = "⟦";
const CLOSE = "⟧";

/** Turns the pseudo-locale on; the result turns it off. */
export function startPseudoLocale(): () => void {
  setTextTransform((text) => `${OPEN}${text}${CLOSE}`);
  return () => setTextTransform((text) => text);
}

function wordsOf(root: Element): readonly string[] {
  const words: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) words.push(node.textContent ?? "");
  for (const element of root.querySelectorAll("[aria-label], [title], [placeholder]")) {
    for (const name of ["aria-label", "title", "placeholder"]) words.push(element.getAttribute(name) ?? "");
  }
  return words;
}

/** Texts with letters outside brackets; `data` lists what the page is right to show as it is. */
export function unwrapped(root: Element, data: readonly string[] = []): readonly string[] {
  const pattern = new RegExp(`${OPEN}[^${CLOSE}]*${CLOSE}`, "g");
  return wordsOf(root).filter((text) => !data.includes(text.trim()) && /\p{L}/u.test(text.replace(pattern, "")));
}
