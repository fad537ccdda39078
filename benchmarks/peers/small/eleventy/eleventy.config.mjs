// A small site of our own: a page an insight, lists of fifty, a feed a list, a sitemap, an index
// for search. The same pages as the Hugo theme beside this folder makes.
import { readFileSync } from "node:fs";

const PER_LIST = 50;
const labels = JSON.parse(readFileSync(new URL("labels.json", import.meta.url)));
const day = (date) => date.toISOString().slice(0, 10);

export default function (config) {
  config.addGlobalData("labels", labels);
  config.addFilter("day", day);
  config.addFilter("rfc822", (date) => date.toUTCString());
  config.addFilter("plain", (html) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim());
  config.addFilter("byDate", (pages) => [...pages].sort((a, b) => b.date - a.date).slice(0, 50));
  config.addCollection("insights", (api) =>
    api.getFilteredByGlob("content/insights/*.md").sort((a, b) => a.data.weight - b.data.weight),
  );
  const current = (api) =>
    api
      .getFilteredByGlob("content/insights/*.md")
      .filter((page) => page.data.status[0] !== "closed")
      .sort((a, b) => a.data.weight - b.data.weight);
  const lists = (api) => {
    const pages = current(api);
    const found = [{ base: "/insights/", title: "Wat u zei", pages }];
    for (const [facet, names] of Object.entries(labels))
      for (const [name, title] of Object.entries(names)) {
        const some = pages.filter((page) => page.data[facet].includes(name));
        if (some.length) found.push({ base: `/${facet}/${name}/`, title, pages: some, feed: true });
      }
    return found;
  };
  config.addCollection("feeds", (api) => lists(api).filter((list) => list.feed));
  config.addCollection("lists", (api) =>
    lists(api).flatMap(({ base, title, pages }) => {
      const last = Math.ceil(pages.length / PER_LIST);
      const address = (number) => (number === 1 ? base : `${base}page/${number}/`);
      return Array.from({ length: last }, (_, place) => ({
        title,
        address: address(place + 1),
        total: pages.length,
        number: place + 1,
        last,
        previous: place > 0 ? address(place) : "",
        next: place + 1 < last ? address(place + 2) : "",
        pages: pages.slice(place * PER_LIST, (place + 1) * PER_LIST),
      }));
    }),
  );
  return {
    dir: { input: "content", includes: "../_includes", output: "_site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
