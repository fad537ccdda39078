// What has to be known before the page is painted. Light or dark: the visitor's choice, else the
// device's. Nothing depends on it; without script the page is light. The choice stays in this browser.
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
  // Where choices or a question stand in the address, what is above the choices goes: taken away
  // only by site.js, which a slow line brings late, it would let all below it move up.
  if (/[?&](q|kind|topic|journey|segment|party|source)=/.test(location.search)) {
    document.body.classList.add("yswd-asked");
  }
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
