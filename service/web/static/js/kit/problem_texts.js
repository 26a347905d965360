/**
 * What each problem that the server reports means and what to do about it, in both languages. It is fetched when the
 * first problem is shown.
 */

import { addTexts } from "./texts.js";

/** @typedef {import("./texts.js").Texts} Texts */

/** @type {Texts} by code, in Chinese */
const CHINESE = {
  bad_key: "这个密钥不存在，或已停用。请向管理员核对。",
  bad_request: "服务器看不懂这个请求。请刷新页面再试。",
  busy: "现在提问的人太多，请过几秒再试。",
  changed_meanwhile: "别处刚刚改动过它。请刷新，看过新的内容再改。",
  changed_since: "这次改动之后，它的文件又读过一遍，内容已经不同，不能撤销了。请直接编辑。",
  conversation_moved_on: "这段对话在别的标签页里又有了新的问答。请看过之后再问一次。",
  cross_origin: "这个网站没有获准使用本服务。请管理员在 WENBAO_ORIGINS 里加上它的地址。",
  file_too_large: "文件太大。请把它拆成几个小文件再上传。",
  insufficient_storage: "服务器的磁盘满了，什么也没有改动。请管理员腾出空间后再试。",
  internal_error: "服务器出了差错，已记入日志。请稍后再试；如果还是这样，请告诉管理员。",
  invalid_request: ({ detail }) =>
    isAboutQuestion(detail) ? "问题不能空着，也不能超过 2000 字。" : "有一项填得不对。请核对填写的内容，改过再试。",
  json_too_long: "内容太长，服务器不收。请缩短后再试。",
  line_too_long: "有一行太长，服务器不收。请缩短后再试。",
  malformed_body: "传来的内容不完整。请再试一次。",
  malformed_json: "传来的内容不完整。请再试一次。",
  method_not_allowed: "这个地址不能这样使用。请刷新页面再试。",
  model_not_found: "没有这个模型。",
  no_articles: "馆藏里还没有文章。请先添加文章。",
  no_files: "没有收到文件。请重新选择。",
  no_key: "这台服务器只供持有密钥的人使用。请向管理员索取密钥。",
  no_language_model: "这台服务器没有接语言模型。请改用“摘录原文”来回答。",
  no_original: "原文件没有保留，无法下载。",
  no_page_image: "这一页没有图像。",
  no_previous_index: "没有可以退回的旧索引。",
  no_questions: "没有收到问题。",
  no_such_range: "文章里没有这一段文字。",
  no_such_answer: "这条回答已经不在了。",
  no_such_conversation: "这段对话已被删除，或已过期。请开始新的对话。",
  no_such_document: "这篇文章已经不在馆藏里了。",
  no_such_job: "这项任务的记录已经不在了。",
  no_such_passage: "这段文字已经不在了，文章可能改动过。",
  not_found: "没有这个地址。请从首页重新进入。",
  not_kept: "这篇文章删除得太久，恢复不了了。请重新上传它的文件。",
  nothing_to_retry: "没有需要重试的文件。",
  nothing_to_undo: "没有可以撤销的改动。",
  outside_rights: "这个密钥只管几个文集，这样就超出了。请选它管的文集，或换一个密钥。",
  request_entity_too_large: "内容太大，服务器不收。请缩短，或分几次传。",
  request_timeout: "上传太慢，服务器不再等了。请检查网络后再试。",
  stopping: "服务器正在停止或重新启动，请过几秒再试。",
  too_many_files: "一次上传的文件太多。请分几次上传。",
  too_many_lines: "问题太多。请分几次提交。",
  too_many_requests: "请求太频繁。请过一会儿再试。",
  unknown_host: "服务器不认得这个网址。请管理员在 WENBAO_HOSTS 里加上它。",
  unsupported_media_type: "服务器不收这种内容。请刷新页面再试。",
  wrong_role: "这个密钥只能阅读和提问，不能改动馆藏。需要改动请用编辑的密钥。",
};

/** @type {Texts} where the server's own English sentence is for programmers */
const ENGLISH = {
  invalid_request: ({ detail }) =>
    isAboutQuestion(detail)
      ? "A question must not be empty or longer than 2,000 characters."
      : "Something is filled in wrongly. Please check what you wrote and try again.",
  malformed_body: "What was sent is incomplete. Please try again.",
  malformed_json: "What was sent is incomplete. Please try again.",
};

const codes = Object.keys(CHINESE);
addTexts({
  zh: Object.fromEntries(codes.map((code) => [key(code), CHINESE[code]])),
  en: Object.fromEntries(codes.map((code) => [key(code), ENGLISH[code] ?? (({ detail }) => detail)])),
});

/**
 * @param {string} detail the fields that are wrong, each with what is wrong with it
 * @returns {boolean}
 */
function isAboutQuestion(detail) {
  return /(^|; |\.)question: /.test(detail);
}

/**
 * @param {string} code
 * @returns {string}
 */
function key(code) {
  return `problem_${code}`;
}

/**
 * @param {string} code of a problem
 * @returns {string | null} the key of its text, or null if it has none
 */
export function problemText(code) {
  return code in CHINESE ? key(code) : null;
}
