/** React's eyes on the editor: each hook watches one thing, so that a change redraws only what shows it. */

import { useCallback, useSyncExternalStore } from "react";
import type { Entry } from "../core/entries";
import type { Observable } from "../core/observable";
import type { HiddenSet } from "../core/selection";
import type { RegionStore } from "../core/store";

export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get);
}

/** Grows with every change of the store; for what shows sums over all entries. */
export function useStoreVersion(store: RegionStore): number {
  const subscribe = useCallback((listener: () => void) => store.subscribeAll(listener), [store]);
  return useSyncExternalStore(subscribe, () => store.version);
}

/** The order of entries; a new array only when entries come or go. */
export function useStoreKeys(store: RegionStore): readonly string[] {
  const subscribe = useCallback((listener: () => void) => store.subscribeAll(listener), [store]);
  return useSyncExternalStore(subscribe, () => store.keys);
}

export function useEntry(store: RegionStore, key: string): Entry | undefined {
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key]);
  return useSyncExternalStore(subscribe, () => store.get(key));
}

/** Selected or hidden keys. */
export function useKeys(set: HiddenSet): ReadonlySet<string> {
  const subscribe = useCallback((listener: () => void) => set.subscribe(listener), [set]);
  return useSyncExternalStore(subscribe, () => set.keys);
}

export function useHasKey(set: HiddenSet, key: string): boolean {
  const subscribe = useCallback((listener: () => void) => set.subscribe(listener), [set]);
  return useSyncExternalStore(subscribe, () => set.has(key));
}
