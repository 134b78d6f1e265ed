/** The callbacks of `Store.onLost`. */
export function lostListeners() {
  const callbacks = new Set<() => void>();
  return {
    add(callback: () => void): () => void {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    tell(): void {
      for (const callback of callbacks) callback();
    },
  };
}
