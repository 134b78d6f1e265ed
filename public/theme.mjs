// Runs before the first paint. Without a choice of the reader the system decides (themes.css).
try {
  const theme = localStorage.getItem("muster:theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden: then the system decides.
}
