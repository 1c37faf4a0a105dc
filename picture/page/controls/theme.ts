type Theme = "light" | "dark";

const PLACE = "picture-theme";

/** Follows the system until somebody chooses; remembers the choice where the browser allows it. */
export function startTheme(changed: () => void): () => void {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const stored = rememberedTheme();
  if (stored !== undefined) root.dataset["theme"] = stored;
  system.addEventListener("change", changed);
  return () => {
    const now = root.dataset["theme"] ?? (system.matches ? "dark" : "light");
    const next: Theme = now === "dark" ? "light" : "dark";
    root.dataset["theme"] = next;
    try {
      localStorage.setItem(PLACE, next);
    } catch {
      // A page that was opened from a disk may have no storage; the choice then lasts as long as the page.
    }
    changed();
  };
}

function rememberedTheme(): Theme | undefined {
  try {
    const stored = localStorage.getItem(PLACE);
    return stored === "light" || stored === "dark" ? stored : undefined;
  } catch {
    return undefined;
  }
}
