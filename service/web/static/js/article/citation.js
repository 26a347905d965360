/** An article as it is cited: by GB/T 7714—2015, as Markdown, as plain text. Pure: strings in, strings out. */

/**
 * @typedef {object} Cited
 * @property {string} title
 * @property {string} byline as printed
 * @property {string} date ISO, perhaps of a year or month alone, or ""
 * @property {string} source where it comes from, as shown
 * @property {string} file the file that it was read from
 * @property {string} url its address on the web, or ""
 * @property {number[]} pages the printed pages that the quote stands on
 * @property {string} quote the quoted words, or ""
 * @property {string} link that leads back to the quote
 * @property {string} today ISO date
 */

const NEWSPAPER = /(?:报|报纸|新闻|参考消息|daily|times|news|post|herald|gazette|tribune|journal)$/iu;
const ROLE =
  /^(?:\S*?(?:记者|通讯员|实习生|评论员|特约作者|特约撰稿人|编辑|责编|作者|摄影|供图)[:：]?)|(?:文\/图|图\/文|文并图|摄影|摄|文|图)$/u;
const NAME = /^(?:[\p{Script=Han}·]{2,12}|\p{Script=Latin}[\p{Script=Latin}.'’ -]+)$/u;
const MOST_NAMES = 3;

/**
 * Return the entry for a list of references (GB/T 7714—2015, 4.4 newspaper article, 4.6 electronic resource); what
 * is not known is left out. A source that is no newspaper and not on the web is of the kind Z, other.
 * @param {Cited} cited
 * @returns {string}
 */
export function nationalStandard(cited) {
  const paper = publication(cited);
  const web = webAddress(cited.url);
  const isNewspaper = NEWSPAPER.test(paper);
  const kind = isNewspaper ? (web ? "N/OL" : "N") : web ? "EB/OL" : "Z";
  const head = [authors(cited.byline), `${cited.title || cited.file}[${kind}]`];
  if (isNewspaper) return entry(...head, newspaperPlace(paper, cited, web), web);
  if (web) return entry(...head, `${cited.date && `(${cited.date})`}[${cited.today}]`, web);
  const pages = cited.pages.length > 0 ? pageRange(cited.pages) : "";
  return entry(...head, [[paper, cited.date].filter(Boolean).join(", "), pages].filter(Boolean).join(": "));
}

/**
 * @param {string} paper
 * @param {Cited} cited
 * @param {string} web
 */
function newspaperPlace(paper, { date, pages, today }, web) {
  const edition = pages.length > 0 ? `(${pageRange(pages)})` : "";
  return `${[paper, date].filter(Boolean).join(", ")}${edition}${web && `[${today}]`}`;
}

/** @param {...string} parts */
function entry(...parts) {
  return `${parts.filter(Boolean).join(". ")}.`;
}

/**
 * Return the quote as a block, and where it stands.
 * @param {Cited} cited
 * @returns {string}
 */
export function markdown(cited) {
  const link = `[${escaped(cited.title || cited.file)}](${cited.link})`;
  const place = [link, ...imprintOf(cited).map(escaped)].join("，");
  if (!cited.quote) return place;
  const lines = cited.quote.split("\n").map((line) => `> ${escaped(line)}`);
  return `${lines.join("\n>\n")}\n>\n> ——${place}`;
}

/**
 * @param {Cited} cited
 * @returns {string}
 */
export function plain(cited) {
  const title = cited.title ? `《${cited.title}》` : cited.file;
  const place = [title, ...imprintOf(cited)].join("，");
  return [cited.quote && `“${cited.quote}”`, `${cited.quote && "——"}${place}`, cited.link].filter(Boolean).join("\n");
}

/**
 * @param {Cited} cited
 * @returns {string[]}
 */
function imprintOf({ byline, source, date, pages }) {
  return [byline, source, date, pages.length > 0 ? `第${pageRange(pages)}页` : ""].filter(Boolean);
}

/**
 * Return the name of the paper that printed it; "" when only its file is known.
 * @param {Cited} cited
 */
function publication({ source, file }) {
  return source === file ? "" : source.replace(/^《(.*)》$/u, "$1");
}

/**
 * Return the names in a byline, without what the people are: 本报记者 张三 李四 → 张三, 李四.
 * @param {string} byline
 * @returns {string} of more than three the first three, as the standard has it; "" when there is no name in it
 */
export function authors(byline) {
  const words = byline.split(/[\s、，,;；|｜]+/u).map((word) => word.replace(/^[(（]|[)）]$/gu, ""));
  const names = joined(words.map((word) => word.replace(ROLE, "").replace(ROLE, ""))).filter((word) => NAME.test(word));
  const different = [...new Set(names)];
  if (different.length <= MOST_NAMES) return different.join(", ");
  const others = /\p{Script=Han}/u.test(different[0]) ? "等" : "et al";
  return [...different.slice(0, MOST_NAMES), others].join(", ");
}

/**
 * Join what was printed apart: 王 明 is one name of two characters; so are words of a Latin name.
 * @param {string[]} words
 * @returns {string[]}
 */
function joined(words) {
  const names = [];
  let open = "";
  for (const word of words.filter(Boolean)) {
    const single = /^\p{Script=Han}$/u.test(word);
    if (single && open) {
      names.push(open + word);
      open = "";
    } else if (single) open = word;
    else names.push(word);
  }
  return names;
}

/** @param {number[]} pages */
function pageRange(pages) {
  const [first, last] = [pages[0], pages[pages.length - 1]];
  return first === last ? `${first}` : `${first}-${last}`;
}

/**
 * Return an address that may be a link: of the web, never of a script.
 * @param {string} url
 * @returns {string} the address as a browser writes it, or ""
 */
export function webAddress(url) {
  if (!/^https?:\/\//iu.test(url) || !URL.canParse(url)) return "";
  return new URL(url).href;
}

/**
 * @param {string} text
 * @returns {string} text that Markdown shows as it is
 */
function escaped(text) {
  return text
    .replace(/[\\`*_{}[\]<>#|~!&]/gu, "\\$&")
    .replace(/^(\s*)([-+])/u, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/u, "$1\\$2");
}
