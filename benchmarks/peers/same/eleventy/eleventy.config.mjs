// The same site as ours: see ../../laid_out.py for what Eleventy is given.
import { readFileSync } from "node:fs";

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url)));
const lists = read("lists.json");
const embeds = read("embeds.json");
const site = "https://www.example.org/u-zei-wij-deden/";

export default function (config) {
  config.addPassthroughCopy({ static: "/" });
  config.addFilter("rfc822", (day) => new Date(day).toUTCString());
  config.addFilter("plain", (html) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim());
  config.addFilter("jsonfeed", ({ feed, address, entries }) =>
    JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: feed.title,
      home_page_url: site + address,
      feed_url: `${site}${address}feed.json`,
      description: feed.description,
      language: "nl",
      authors: [{ name: "Voorbeeldbank", url: "https://www.example.org/" }],
      items: entries.map((entry) => ({ ...entry, tags: entry.tags.map((tag) => tag.label) })),
    }),
  );

  const insights = (api) => api.getFilteredByGlob("content/insights/*.md");
  const byId = (api) => new Map(insights(api).map((page) => [page.data.id, page]));
  config.addCollection("insights", (api) =>
    insights(api)
      .filter((page) => page.data.weight)
      .sort((a, b) => a.data.weight - b.data.weight),
  );
  config.addCollection("parts", (api) => {
    const known = byId(api);
    return lists.flatMap(({ parts, members }) =>
      parts.map((part, place) => ({
        ...part,
        pages: members.slice(place * 50, place * 50 + 50).map((id) => known.get(id)),
      })),
    );
  });
  config.addCollection("channels", (api) => {
    const known = byId(api);
    const home = api.getFilteredByGlob("content/other/home.html").map((page) => page.data);
    const gathered = [...lists, ...home]
      .filter((list) => list.feed)
      .map(({ feed, entries, address }) => ({
        feed,
        address,
        root: "../".repeat(address.split("/").length - 1) || "./",
        entries: entries.map(([id, place]) => known.get(id).data.entries[place]),
      }));
    const own = [...known.values()].map(({ data }) => ({
      feed: data.feed,
      address: `insights/${data.id}/`,
      root: "../../",
      entries: data.entries,
    }));
    return [...gathered, ...own];
  });
  config.addCollection("embeds", (api) => {
    const known = byId(api);
    const several = embeds.map((embed) => ({
      ...embed,
      root: "../".repeat(embed.address.split("/").length - 1),
      pages: embed.members.map((id) => known.get(id)),
    }));
    const single = insights(api).map((page) => ({
      address: `embed/insights/${page.data.id}/`,
      title: page.data.title,
      heading: page.data.heading,
      whole: `insights/${page.data.id}/`,
      root: "../../../",
      pages: [page],
    }));
    return [...several, ...single];
  });
  config.addCollection("mapped", (api) => [
    ...api
      .getAll()
      .filter((page) => page.data.listed)
      .map((page) => ({ url: page.url, day: page.data.lastmod })),
    ...lists
      .filter((list) => list.listed)
      .map((list) => ({ url: `/${list.address}`, day: list.lastmod })),
  ]);
  return {
    dir: { input: "content", includes: "../_includes", output: "_site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
  };
}
