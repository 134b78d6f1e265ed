/**
 * Runs before the first paint: without a choice of the reader the system decides (themes.css), also where storage is
 * forbidden. It stands in the page: a file of its own would hold the paint up for one more way to the server and back.
 */
export const THEME_SCRIPT = `try {
  const theme = localStorage.getItem("muster:theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}`;
