/** Dates as Chinese sentences write them. */

/**
 * @param {string} date ISO 8601: a year, a month or a day
 * @param {string} [gap] between figures and characters
 * @returns {string} such as 2017年10月
 */
export function chineseDate(date, gap = "") {
  const parts = date.split("-").map((part, n) => `${Number(part)}${gap}${"年月日"[n]}`);
  return parts.join(gap);
}

/**
 * @param {string} period ISO 8601: a date, or two with a slash between them
 * @returns {string} such as 2017年9月至10月; what both dates share is written once
 */
export function chinesePeriod(period) {
  const [first, last] = period.split("/");
  if (!last || last === first) return chineseDate(first);
  const [from, to] = [first, last].map((date) => date.split("-"));
  let shared = 0;
  while (shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  const rest = to.slice(shared).map((part, n) => `${Number(part)}${"年月日"[shared + n]}`);
  return `${chineseDate(first)}至${rest.join("")}`;
}
