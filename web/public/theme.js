// Classic script, run before the first paint: puts the remembered theme on <html> so that nothing flashes.
(() => {
  const root = document.documentElement.dataset;
  const read = (key) => {
    try {
      return localStorage.getItem(`labelwright.${key}`);
    } catch {
      return null; // storage is blocked: the system decides
    }
  };
  const theme = read("theme");
  root.theme =
    theme === "light" || theme === "dark"
      ? theme
      : matchMedia("(prefers-color-scheme: dark)").matches
        ? "dark"
        : "light";
  const contrast = read("contrast");
  if (contrast === "more" || (contrast !== "normal" && matchMedia("(prefers-contrast: more)").matches))
    root.contrast = "more";
  if (read("density") === "compact") root.density = "compact";
})();
