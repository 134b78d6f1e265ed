/** A value others may watch: the shape `useSyncExternalStore` asks for. */
export type Watched<T> = { get: () => T; subscribe: (listener: () => void) => () => void };
export type Watchable<T> = Watched<T> & { set: (value: T) => void };

/** Listeners hear of a new value only when it is another one (`Object.is`). */
export const watchable = <T>(first: T): Watchable<T> => {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
