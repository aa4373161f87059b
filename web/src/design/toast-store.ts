/** What just happened, told in the corner. Any part of the interface may speak; `Toaster` shows it. */

import { createStore } from "zustand/vanilla";

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface ToastMessage {
  readonly id: number;
  readonly kind: "ok" | "error";
  readonly text: string;
  readonly action: ToastAction | undefined;
}

interface ToastState {
  readonly messages: readonly ToastMessage[];
}

const OK_STAYS_MS = 5000;
const MOST_SHOWN = 4;

export const toastStore = createStore<ToastState>(() => ({ messages: [] }));

let lastId = 0;

/** Takes one message away. */
export function dismissToast(id: number): void {
  toastStore.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }));
}

/** Shows a message. Good news leaves by itself, an error stays until it is closed. */
export function showToast(kind: ToastMessage["kind"], text: string, action?: ToastAction): void {
  lastId += 1;
  const message: ToastMessage = { id: lastId, kind, text, action };
  toastStore.setState(({ messages }) => ({ messages: [...messages, message].slice(-MOST_SHOWN) }));
  if (kind === "ok") setTimeout(() => dismissToast(message.id), OK_STAYS_MS);
}
