// The search itself: words → pages, by an index made with the site (generator/outputs/search.py says
// what is in it). Loaded, with its index, only once somebody starts to search.
const WORD = /[\p{L}\p{N}]+/gu;
const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}+/gu, "");

let loading; // a promise of the index, shared by all who ask

const fetchIndex = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  const index = await answer.json();
  const forms = []; // every word with the number of its stem, to look for beginnings
  const numbers = new Map();
  index.stems.forEach(([stem, ...others], number) => {
    numbers.set(stem, number);
    forms.push([stem, number], ...others.map((word) => [word, number]));
  });
  const stem = await stemmer(index.stemmer, address);
  return { ...index, small: new Set(index.small), forms, numbers, stem };
};

const stemmer = async (name, address) => {
  if (!name) return (word) => word;
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address.replace(/search\.json$/, "search-stemmer.js");
    script.onload = resolve;
    script.onerror = () => reject(new Error(script.src));
    document.head.append(script);
  });
  const snowball = new globalThis.yswdStemmer();
  const closed = { v: "f", z: "s" };
  return (word) => {
    let stem = snowball.stemWord(word);
    if (name !== "dutch") return stem;
    stem = stem.replace(
      /([^aeiou])([aeou])([^aeiouxy])e$/u,
      (_, before, vowel, end) => before + vowel + vowel + (closed[end] ?? end),
    );
    return stem.length >= 6 ? stem.replace(/([aeou])\1(?=[^aeiou]$)/, "$1") : stem;
  };
};

export const load = (address) => {
  loading ??= fetchIndex(address).catch((error) => {
    loading = undefined; // the next try may succeed
    throw error;
  });
  return loading;
};

// Whether a word is another with one slip in it: a letter forgotten, doubled or wrong, or two swapped.
// Short words are left alone, and the first letter is taken to be meant.
const isSlip = (typed, word) => {
  if (typed[0] !== word[0] || Math.abs(typed.length - word.length) > 1) return false;
  let same = 1;
  while (typed[same] && typed[same] === word[same]) same += 1;
  let after = 0;
  const most = Math.min(typed.length, word.length) - same;
  while (after < most && typed.at(-1 - after) === word.at(-1 - after)) after += 1;
  const [one, two] = [typed, word].map((each) => each.slice(same, each.length - after));
  return Math.max(one.length, two.length) < 2 || (one.length === 2 && one[1] + one[0] === two);
};

// The stems that a word stands for: its own, and while it is being typed those of every word that
// begins with it; of a word that nobody wrote, those of the words it may have been meant to be.
const stemsOf = (index, word, typing) => {
  const own = index.numbers.get(index.stem(word));
  const found = new Set(own === undefined ? [] : [own]);
  if (typing && word.length > 1) {
    for (const [form, number] of index.forms) if (form.startsWith(word)) found.add(number);
  }
  if (!found.size && word.length > 5) {
    for (const [form, number] of index.forms) if (isSlip(word, form)) found.add(number);
  }
  return { found, own };
};

// The pages for a query, the best first: [{address, title, language, what}]. A word counts for more
// where it is rarer, and a small one, such as "not", only where there are no others: it is rare on
// small sites, and then says nothing. A page must have at least half of what the words that are known
// count for together, or come near the best: in a whole sentence the words around the one that
// matters are rare too.
export const find = async (address, query) => {
  const index = await load(address);
  const all = [...new Set(fold(query).match(WORD) ?? [])];
  const telling = all.filter((word) => !index.small.has(index.stem(word)));
  const words = telling.length ? telling : all;
  const typing = /[\p{L}\p{N}]$/u.test(query) ? words.at(-1) : "";
  const scores = new Map();
  let known = 0;
  for (const word of words) {
    const best = new Map(); // what this word counts for on each page
    const { found, own } = stemsOf(index, word, word === typing);
    for (const number of found) {
      let at = 0;
      for (const step of index.found[number]) {
        at += step;
        const weight = (at & 15) * (number === own ? 2 : 1);
        if (weight > (best.get(at >> 4) ?? 0)) best.set(at >> 4, weight);
      }
    }
    if (!best.size) continue;
    const rare = Math.log(1 + index.pages.length / best.size);
    known += rare;
    for (const [page, weight] of best) {
      const score = scores.get(page) ?? { sum: 0, share: 0 };
      scores.set(page, { sum: score.sum + rare * (8 + weight), share: score.share + rare });
    }
  }
  let top = 0;
  for (const { sum } of scores.values()) top = Math.max(top, sum);
  return [...scores]
    .filter(([, score]) => score.share >= known / 2 || score.sum >= 0.7 * top)
    .sort(([a, x], [b, y]) => y.sum - x.sum || a - b)
    .map(([page]) => {
      const [where, title, language, what] = index.pages[page];
      return { address: where, title, language, what };
    });
};
