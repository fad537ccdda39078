// Light or dark before the page is painted: the visitor's choice, else the device's. Nothing
// depends on it; without script the page is light. The choice stays in this browser.
(() => {
  const key = "yswd-scheme";
  const device = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage can be switched off
    }
  };
  const isDark = () => (stored() ?? (device.matches ? "slate" : "default")) === "slate";
  const show = () => {
    document.body.dataset.mdColorScheme = isDark() ? "slate" : "default";
    const button = document.querySelector(".yswd-scheme");
    button?.setAttribute("aria-pressed", String(isDark()));
  };
  show();
  device.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".yswd-scheme");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      try {
        localStorage.setItem(key, isDark() ? "default" : "slate");
      } catch {
        return;
      }
      show();
    });
    show();
  });
})();
