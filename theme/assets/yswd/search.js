// Suggestions while one types in the box at the head of the page: a combobox with a list. Without
// this script the box is a plain form; the list of insights reads what was asked from the address.
const form = document.querySelector(".yswd-search");

if (form && location.protocol.startsWith("http")) {
  const AT_ONCE = 7;
  const UNSEEN = "yswd-hidden";
  const SEEN = "yswd-search__found yswd-search__none";
  const { index: address, root } = form.dataset;
  const say = JSON.parse(form.dataset.words);
  const { lang } = document.documentElement;
  const plural = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  const field = form.querySelector("input");

  const list = document.createElement("ul");
  list.id = "yswd-found";
  list.className = "yswd-search__found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", say.suggestions);
  list.hidden = true;

  const status = document.createElement("p");
  status.className = UNSEEN;
  status.setAttribute("role", "status");
  form.append(list);

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");

  let engine; // a promise of find.js, once somebody starts to search
  let asked = 0;
  let telling;

  const count = (texts, n) => (texts[plural.select(n)] ?? texts.other).replace("{n}", number.format(n));

  // Told once the typing rests, so that a screen reader is not interrupted at every key.
  // What there is no list for is also shown.
  const tell = (text, seen = false) => {
    if (!status.isConnected) form.append(status); // some screen readers read it out where it is empty
    clearTimeout(telling);
    telling = setTimeout(() => {
      status.textContent = text;
      status.className = seen && document.activeElement === field ? SEEN : UNSEEN;
    }, 500);
  };

  const choose = (option) => {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };

  const close = () => {
    list.hidden = true;
    status.className = UNSEEN;
    field.setAttribute("aria-expanded", "false");
    choose(null);
  };

  const option = (at, title, language, what, go) => {
    const made = document.createElement("li");
    made.id = `yswd-found-${at}`;
    made.className = "yswd-search__one";
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.textContent = title;
    if (language) name.lang = language;
    made.append(name);
    if (what) {
      const kind = document.createElement("span");
      kind.className = "yswd-search__what";
      kind.textContent = what;
      made.append(" ", kind);
    }
    made.addEventListener("click", go);
    return made;
  };

  const suggest = async () => {
    const query = field.value.trim();
    const turn = ++asked;
    if (!query) {
      close();
      tell("");
      return;
    }
    let found;
    try {
      engine ??= import("./find.js");
      found = await (await engine).find(address, field.value.trimStart());
    } catch {
      engine = undefined;
      close();
      tell(say.failed, true);
      return;
    }
    if (turn !== asked || document.activeElement !== field) return;
    const shown = found.slice(0, AT_ONCE).map((page, at) =>
      option(at, page.title, page.language, page.what, () => location.assign(root + page.address)),
    );
    if (found.length > AT_ONCE) {
      const all = option(AT_ONCE, count(say.all, found.length), "", "", () => {
        close();
        form.requestSubmit();
      });
      all.classList.add("yswd-search__one--all");
      shown.push(all);
    }
    list.replaceChildren(...shown);
    choose(null);
    list.hidden = !shown.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (found.length) status.className = UNSEEN;
    const none = query.length > 1 ? say.none : ""; // a first letter is no question yet
    tell(found.length ? count(say.found, found.length) : none, !found.length && none !== "");
  };

  const move = (step) => {
    const options = [...list.children];
    const now = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
    const next = now + step;
    choose(options[next < -1 ? options.length - 1 : next] ?? null);
  };

  field.addEventListener("focus", () => {
    (engine ??= import("./find.js")).then(({ load }) => load(address)).catch(() => { engine = undefined; });
  }, { once: true });
  field.addEventListener("input", suggest);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) suggest();
      else move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const chosen = list.hidden ? null : list.querySelector('[aria-selected="true"]');
      if (!chosen) return close();
      event.preventDefault();
      chosen.click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  field.addEventListener("blur", close);
  form.addEventListener("submit", (event) => {
    if (field.value.trim()) return;
    event.preventDefault();
    field.focus();
  });
}
