/** The server's failure messages in Chinese, as far as they are known; others are shown as they are. */

import { currentLanguage } from "../kit/language.js";

/** What the message contains, and what that means with what to do about it. @type {[RegExp, string][]} */
const CHINESE = [
  [/symbolic link/, "这是指向监视文件夹之外的符号链接，不会读取。请把文件本身放进来。"],
  [/the file is empty/, "文件是空的。请换成有文字的文件。"],
  [/no text was recognised|there is no text on its pages/, "没有识别出文字。请检查图片是否清楚、方向是否正确。"],
  [/at most .* million|resolution/, "图片尺寸不合适。请换一种分辨率（200 dpi 左右）重新扫描。"],
  [/(holds|contains) (no text|nothing but page furniture)|there is no article in it/, "里面没有正文。"],
  [/^files of (kind|type) '\.(ppt|dps|et)'/, "这是旧版的演示文稿或表格。请另存为 PPTX 或 XLSX。"],
  [/^files of (kind|type)|can be read, only/, "不支持这种文件。请另存为 TXT、PDF、DOCX 等格式。"],
  [/not a text file/, "这不是文本文件。请把文字另存为 UTF-8 的 TXT。"],
  [/encoding is not recognised|characters are broken/, "认不出文字编码。请另存为 UTF-8。"],
  [/encrypted|protected \(DRM\)/, "文件有密码或版权保护。请换成没有保护的副本。"],
  [/read with LibreOffice/, "读这种文件要用 LibreOffice，这台机器上没有安装。请安装它，或者用 Word、WPS 另存为 DOCX。"],
  [/LibreOffice/, "LibreOffice 打不开这个文件。请用 Word、WPS 另存为 DOCX。"],
  [/GIF image/, "这是 GIF 图片。请另存为 PNG。"],
  [/old Word or Excel/, "这是旧版 Word 或 Excel 文件，或者有密码。请另存为 DOCX 或 CSV。"],
  [/spreadsheet or a presentation/, "这是表格或演示文稿。请另存为 CSV 或 PDF。"],
  [/archive in an archive|archives inside archives|\ba (7z|RAR|gzip) archive/, "请先解压，再添加里面的文件。"],
  [/archive (holds|contains) no file/, "压缩包里没有可以读取的文件。"],
  [/the archive (holds|contains) /, "压缩包里的内容太多，或大得反常。如果可信，请自己解压后再添加。"],
  [/column is named text/, "没有名为 text（正文）的列。请在第一行写上列名。"],
  [/(holds|contains) no row/, "文件里没有数据行。每篇文章应占一行。"],
  [/is not JSON|is not an object/, "不是有效的 JSON。每行应是一个用花括号括起的对象。"],
  [/took longer than|more memory|memory limit|broke off|failed midway|longer than|bigger than|more than/, "文件太大或太复杂，读不完。请拆成小一些的文件。"],
  [/damaged|cannot be parsed/, "文件已损坏，或与后缀名不符。请重新保存或下载后再试。"],
  [/cannot be opened/, "原来的文件已经不在了。请重新添加。"],
  [/disk/, "磁盘空间不够。请腾出空间后重试。"],
];

/** Sentences about parts of a file that was stored, and what they mean. @type {[RegExp, string][]} */
const CHINESE_WARNINGS = [
  [/Skipped \(files of type '(\S*)' cannot be read\): (.+?)(?: and (\d+) more)?\.(?= |$)/g, "跳过了不支持的 $1 文件：$2。"],
  [/Skipped \(no suffix\): (.+?)(?: and (\d+) more)?\.(?= |$)/g, "跳过了没有后缀名的文件：$1。"],
  [/sheet (.+?): it is hidden and was skipped\./g, "工作表“$1”是隐藏的，没有读。"],
  [/(\d+) characters that Word shows were not read, among them (“.*?”)\. [^.]+\./g, "有 $1 个字没有读到，例如$2，请对照原文。"],
  [/(\d+) more parts could not be read\./g, "另有 $1 个部分读不出来。"],
  [/(\d+) more warnings\./g, "另有 $1 条提示。"],
];

/**
 * @param {string} reason of a file that was stored
 * @returns {string}
 */
export function translateWarnings(reason) {
  if (currentLanguage() === "en") return reason;
  return CHINESE_WARNINGS.reduce((text, [pattern, meaning]) => text.replace(pattern, meaning), reason);
}

/**
 * @param {string} reason
 * @returns {string}
 */
export function explainFailure(reason) {
  if (currentLanguage() === "en") return reason;
  return CHINESE.find(([pattern]) => pattern.test(reason))?.[1] ?? reason;
}
