/** Citations of an article: by GB/T 7714—2015, as Markdown, as plain text. */

/**
 * @typedef {object} Citation
 * @property {string} title
 * @property {string} byline as printed
 * @property {string} date ISO, possibly only a year or a month, or ""
 * @property {string} source the newspaper or file, as displayed
 * @property {string} file the name of the original file
 * @property {string} url web address, or ""
 * @property {number[]} pages the printed pages of the quote, first and last
 * @property {string} quote the quoted words, or ""
 * @property {string} link leads back to the quote
 * @property {string} today ISO date
 */

const NEWSPAPER = /(?:报|报纸|新闻|参考消息|daily|times|news|post|herald|gazette|tribune|journal)$/iu;
const ROLE =
  /^(?:\S*?(?:记者|通讯员|实习生|评论员|特约作者|特约撰稿人|编辑|责编|作者|摄影|供图)[:：]?)|(?:文\/图|图\/文|文并图|摄影|摄|文|图)$/u;
const NAME = /^(?:[\p{Script=Han}·]{2,12}|\p{Script=Latin}[\p{Script=Latin}.'’ -]+)$/u;
const MOST_NAMES = 3;
const PROPERTY = "document_property"; // not how it was published

/**
 * Return byline and date as they were published: what only a property of the file tells is left out.
 * @param {{byline: string, date: string, byline_origin?: string, date_origin?: string}} printed
 * @returns {{byline: string, date: string}}
 */
export function asPublished({ byline, date, byline_origin: signed, date_origin: dated }) {
  return { byline: signed === PROPERTY ? "" : byline, date: dated === PROPERTY ? "" : date };
}

/** @returns {string} the current day, as an ISO date */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/**
 * Format an entry of a reference list (GB/T 7714—2015, 4.4 newspaper article, 4.6 electronic resource). What is
 * unknown is left out. The type of a source that is neither a newspaper nor on the web is Z, other.
 * @param {Citation} citation
 * @returns {string}
 */
export function formatGbt7714(citation) {
  const paper = publication(citation);
  const web = webAddress(citation.url);
  const isNewspaper = NEWSPAPER.test(paper);
  const type = isNewspaper ? (web ? "N/OL" : "N") : web ? "EB/OL" : "Z";
  const head = [formatAuthors(citation.byline), `${citation.title || citation.file}[${type}]`];
  if (isNewspaper) return joinEntry(...head, newspaperIssue(paper, citation, web), web);
  if (web) return joinEntry(...head, `${citation.date && `(${citation.date})`}[${citation.today}]`, web);
  const pages = citation.pages.length > 0 ? formatPages(citation.pages) : "";
  return joinEntry(...head, [[paper, citation.date].filter(Boolean).join(", "), pages].filter(Boolean).join(": "));
}

/**
 * @param {string} paper
 * @param {Citation} citation
 * @param {string} web
 */
function newspaperIssue(paper, { date, pages, today }, web) {
  const edition = pages.length > 0 ? `(${formatPages(pages)})` : "";
  return `${[paper, date].filter(Boolean).join(", ")}${edition}${web && `[${today}]`}`;
}

/** @param {...string} parts */
function joinEntry(...parts) {
  return `${parts.filter(Boolean).join(". ")}.`;
}

/**
 * Format the quote as a block quote, followed by its source.
 * @param {Citation} citation
 * @returns {string}
 */
export function formatMarkdown(citation) {
  const link = `[${escapeMarkdown(citation.title || citation.file)}](${citation.link})`;
  const place = [link, ...imprintParts(citation).map(escapeMarkdown)].join("，");
  if (!citation.quote) return place;
  const lines = citation.quote.split("\n").map((line) => `> ${escapeMarkdown(line)}`);
  return `${lines.join("\n>\n")}\n>\n> ——${place}`;
}

/**
 * @param {Citation} citation
 * @returns {string}
 */
export function formatPlain(citation) {
  const title = citation.title ? `《${citation.title}》` : citation.file;
  const place = [title, ...imprintParts(citation)].join("，");
  const quote = citation.quote && `“${citation.quote}”`;
  return [quote, `${quote && "——"}${place}`, citation.link].filter(Boolean).join("\n");
}

/**
 * @param {Citation} citation
 * @returns {string[]}
 */
function imprintParts({ byline, source, date, pages }) {
  return [byline, source, date, pages.length > 0 ? `第${formatPages(pages)}页` : ""].filter(Boolean);
}

/**
 * Return the name of the newspaper; "" if only the file is known.
 * @param {Citation} citation
 */
function publication({ source, file }) {
  return source === file ? "" : source.replace(/^《(.*)》$/u, "$1");
}

/**
 * Return the names in a byline without the roles: 本报记者 张三 李四 → 张三, 李四.
 * @param {string} byline
 * @returns {string} at most three names, as the standard says; "" if there are none
 */
function formatAuthors(byline) {
  const words = byline.split(/[\s、，,;；|｜]+/u).map((word) => word.replace(/^[(（]|[)）]$/gu, ""));
  const names = joinSplitNames(words.map((word) => word.replace(ROLE, "").replace(ROLE, ""))).filter((word) => NAME.test(word));
  const different = [...new Set(names)];
  if (different.length <= MOST_NAMES) return different.join(", ");
  const others = /\p{Script=Han}/u.test(different[0]) ? "等" : "et al";
  return [...different.slice(0, MOST_NAMES), others].join(", ");
}

/**
 * Join names that were printed with a space: 王 明 is one name of two characters.
 * @param {string[]} words
 * @returns {string[]}
 */
function joinSplitNames(words) {
  /** @type {string[]} */
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
function formatPages(pages) {
  const [first, last] = [pages[0], pages[pages.length - 1]];
  return first === last ? `${first}` : `${first}-${last}`;
}

/**
 * Return an address only if it is safe to link to: on the web, never a script.
 * @param {string} url
 * @returns {string} the normalised address, or ""
 */
export function webAddress(url) {
  if (!/^https?:\/\//iu.test(url) || !URL.canParse(url)) return "";
  return new URL(url).href;
}

/**
 * @param {string} text
 * @returns {string} text that Markdown displays literally
 */
export function escapeMarkdown(text) {
  return text
    .replace(/[\\`*_{}[\]<>#|~!&]/gu, "\\$&")
    .replace(/^(\s*)([-+])/u, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/u, "$1\\$2");
}
