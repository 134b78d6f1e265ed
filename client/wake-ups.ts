/** Calls back when a hidden, frozen or stored page is in front of the person again, or the device came online. */
export const onWakeUp = (woke: () => void): (() => void) => {
  const shown = (): void => {
    if (document.visibilityState === "visible") woke();
  };
  const restored = (event: PageTransitionEvent): void => {
    if (event.persisted) woke();
  };
  document.addEventListener("visibilitychange", shown);
  document.addEventListener("resume", shown);
  window.addEventListener("online", woke);
  window.addEventListener("pageshow", restored);
  return () => {
    document.removeEventListener("visibilitychange", shown);
    document.removeEventListener("resume", shown);
    window.removeEventListener("online", woke);
    window.removeEventListener("pageshow", restored);
  };
};
