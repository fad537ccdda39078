// Filters that combine. The page has links to lists that exist; this makes choices of them, which
// live in the address (?topic=…&kind=…), with what was searched for (?q=…). The index is fetched once
// somebody chooses. Without this script, or where it can't read the index, the links and the list stay as they are.
(() => {
  const filters = document.querySelector(".yswd-filters");
  if (!filters || !location.protocol.startsWith("http")) return;

  const AT_ONCE = 50;
  const { root, index: address, presetName, presetValue } = filters.dataset;
  const results = document.querySelector(".yswd-results");
  const status = document.querySelector(".yswd-results__count");
  const list = results.querySelector("ol");
  const others = results.querySelector("ul");
  const whole = document.querySelectorAll(".yswd-list, .yswd-nothing, .yswd-tally, .yswd-lead");
  const found = JSON.parse(filters.dataset.found);
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const selects = new Map();
  let index; // a promise of the index, once it is needed
  let shown = AT_ONCE;
  let turns = 0;
  let query = ""; // what was asked in the box at the head of the page
  let lost = false; // no insight was found for it: who chooses then, begins anew
  const search = presetName ? null : document.querySelector(".yswd-search");

  const say = (n) => (found[plural.select(n)] ?? found.other).replace("{n}", number.format(n));

  // A choice for each group of links; what the page already is stays as it is.
  for (const facet of filters.querySelectorAll("[data-facet]")) {
    const name = facet.dataset.facet;
    if (name === presetName) continue;
    const select = document.createElement("select");
    select.id = `filter-${name}`;
    select.append(new Option(facet.querySelector(".yswd-facet__all").textContent, ""));
    for (const item of facet.querySelectorAll("[data-value]")) {
      const option = new Option("", item.dataset.value);
      option.dataset.label = item.querySelector(".yswd-facet__label").textContent.trim();
      const count = item.querySelector(".yswd-facet__count").textContent.trim();
      option.textContent = presetName ? option.dataset.label : `${option.dataset.label} (${count})`;
      select.append(option);
    }
    const label = document.createElement("label");
    label.className = "yswd-facet__name";
    label.htmlFor = select.id;
    label.textContent = facet.querySelector(".yswd-facet__name").textContent;
    const choice = document.createElement("div");
    choice.className = "yswd-facet";
    choice.append(label, select, facet.querySelector(".yswd-facet__caret"));
    facet.replaceWith(choice);
    selects.set(name, select);
  }

  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "yswd-clear";
  clear.textContent = filters.dataset.clear;
  clear.hidden = true;
  filters.append(clear);

  const more = document.createElement("button");
  more.type = "button";
  more.className = "yswd-button yswd-button--quiet";
  more.textContent = filters.dataset.more;
  more.hidden = true;
  results.append(more);

  const fetchIndex = async () => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    const { facets, insights } = await answer.json();
    const names = Object.keys(facets);
    return insights.map(([id, title, language, look, ...places]) => ({
      id,
      title,
      language,
      look,
      values: Object.fromEntries(
        names.map((name, at) => [name, places[at].map((place) => facets[name][place])]),
      ),
    }));
  };

  const chosen = () => {
    const wanted = [...selects].filter(([, select]) => select.value);
    return wanted.map(([name, select]) => [name, select.value]);
  };

  // Where each insight stands among what the query finds, and the other pages that it finds.
  const sought = async () => {
    const { find } = await import("./find.js");
    const pages = await find(search.dataset.index, query);
    const ids = pages.map((page) => /^insights\/([^/]+)\/$/.exec(page.address)?.[1]);
    const places = new Map(ids.flatMap((id, at) => (id ? [[id, at]] : [])));
    return { places, others: pages.filter((_, at) => !ids[at]) };
  };

  const other = (page) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + page.address;
    link.textContent = page.title;
    if (page.language) link.lang = page.language;
    item.append(link, ` (${page.what})`);
    return item;
  };

  const fits = (insight, wanted, but) =>
    wanted.every(([name, value]) => name === but || insight.values[name]?.includes(value));

  // The card as it stands in the page where it does, else one with its title and answer.
  const card = (insight) => {
    const known = document.querySelector(`.yswd-list [data-id="${insight.id}"]`);
    if (known) return known.cloneNode(true);
    const template = results.querySelector(`[data-status="${insight.look || insight.values.kind[0]}"]`);
    const made = template.content.cloneNode(true);
    const link = made.querySelector("a");
    link.href = `${root}insights/${insight.id}/`;
    link.textContent = insight.title;
    if (insight.language) link.lang = insight.language;
    return made;
  };

  const count = (all, wanted) => {
    for (const [name, select] of selects) {
      const counts = new Map();
      for (const insight of all) {
        if (!fits(insight, wanted, name)) continue;
        for (const value of insight.values[name] ?? []) {
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
      }
      for (const option of select.options) {
        if (!option.value) continue;
        const n = counts.get(option.value) ?? 0;
        option.textContent = `${option.dataset.label} (${number.format(n)})`;
        option.disabled = n === 0 && !option.selected;
      }
    }
  };

  // The results take the place of the whole list, or the other way round.
  const place = (active) => {
    results.hidden = !active;
    document.body.classList.remove("yswd-asked");
    for (const part of whole) {
      part.hidden = active;
      part.style.visibility = "";
    }
  };

  const show = async () => {
    const own = chosen();
    const active = own.length > 0 || query !== "";
    for (const select of selects.values()) select.classList.toggle("yswd-chosen", !!select.value);
    clear.hidden = !active;
    if (!active && !index) return;
    const turn = ++turns;
    let all;
    let hits;
    try {
      all = await (index ??= fetchIndex());
      hits = query ? await sought() : null;
    } catch {
      index = undefined;
      status.textContent = filters.dataset.failed;
      place(false);
      return;
    }
    if (turn !== turns) return;
    lost = !!hits && !hits.places.size;
    if (hits && !lost) {
      all = all.filter((insight) => hits.places.has(insight.id));
      all.sort((a, b) => hits.places.get(a.id) - hits.places.get(b.id));
    }
    const wanted = presetName ? [...own, [presetName, presetValue]] : own;
    count(all, wanted);
    place(active);
    others.replaceChildren(...(hits ? hits.others.slice(0, 5).map(other) : []));
    others.hidden = !others.children.length;
    if (!active) {
      status.textContent = "";
      return;
    }
    const fitting = lost ? [] : all.filter((insight) => fits(insight, wanted));
    list.replaceChildren(...fitting.slice(0, shown).map(card));
    more.hidden = fitting.length <= shown;
    const about = query ? `${filters.dataset.chosen.replace("{q}", () => query)}. ` : "";
    const nothing = query && !fitting.length && others.hidden;
    status.textContent = about + (nothing ? filters.dataset.none : say(fitting.length));
  };

  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const [name, select] of selects) {
      const value = asked.get(name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
    if (search) {
      query = (asked.get("q") ?? "").trim();
      search.q.value = query;
    }
  };

  const change = () => {
    shown = AT_ONCE;
    const choices = [...(query ? [["q", query]] : []), ...chosen()];
    const text = new URLSearchParams(choices).toString();
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
    return show();
  };

  // Who searched sees what was found: on a phone the choices above it fill the screen.
  const arrive = () => {
    const low = status.getBoundingClientRect().top > innerHeight / 2;
    const some = list.children.length || others.children.length;
    if (query && some && low && !filters.contains(document.activeElement)) status.scrollIntoView();
  };

  search?.addEventListener("submit", (event) => {
    event.preventDefault();
    query = search.q.value.trim();
    change().then(arrive);
  });
  filters.addEventListener("change", () => {
    if (lost) query = search.q.value = "";
    change();
  });
  clear.addEventListener("click", () => {
    for (const select of selects.values()) select.value = "";
    query = "";
    if (search) search.q.value = "";
    change();
    (selects.values().next().value ?? search?.q)?.focus();
  });
  more.addEventListener("click", () => {
    const first = shown;
    shown += AT_ONCE;
    show().then(() => list.children[first]?.querySelector("a")?.focus());
  });
  // At once, so that who follows a link to a choice does not see the whole list first, which keeps
  // its place; and again when the page is shown, since going back may put older choices into the form.
  const begin = () => {
    read();
    if (!index && (query || chosen().length)) {
      for (const part of whole) part.style.visibility = "hidden";
    } else if (!index) document.body.classList.remove("yswd-asked"); // no choice that is here
    return show();
  };
  const [visit] = performance.getEntriesByType("navigation");
  begin().then(() => visit?.type === "navigate" && arrive());
  addEventListener("pageshow", begin);
})();
