/** Sending files with progress, which `fetch` cannot report. */

import { NetworkError } from "./api-error";
import { csrfToken, errorFrom } from "./http";

export interface UploadOptions {
  readonly onProgress: (sent: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** Posts a form; progress counts the bytes that have left. Aborting the signal cancels the upload. */
export function upload<Shape>(path: string, form: FormData, { onProgress, signal }: UploadOptions): Promise<Shape> {
  return new Promise((resolve, reject) => {
    const wire = new XMLHttpRequest();
    const abort = (): void => wire.abort();
    const finish = (settle: () => void): void => {
      signal.removeEventListener("abort", abort);
      settle();
    };
    wire.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded, event.total);
    });
    wire.addEventListener("load", () =>
      finish(() => {
        if (wire.status < 200 || wire.status > 299) reject(errorFrom(wire.status, wire.responseText));
        else resolve(JSON.parse(wire.responseText) as Shape);
      }),
    );
    wire.addEventListener("error", () => finish(() => reject(new NetworkError(new Error("The upload broke off")))));
    wire.addEventListener("abort", () => finish(() => reject(new DOMException("Upload cancelled", "AbortError"))));
    signal.addEventListener("abort", abort);
    wire.open("POST", path);
    wire.setRequestHeader("Accept", "application/json");
    wire.setRequestHeader("X-CSRFToken", csrfToken());
    if (signal.aborted) {
      finish(() => reject(new DOMException("Upload cancelled", "AbortError")));
      return;
    }
    wire.send(form);
  });
}
