/**
 * The words of the interface in each language. Every feature adds its own; here are those that several features
 * use, and those of the bar at the top.
 */

/**
 * Texts by key. A text with values in it is a function.
 * @typedef {Record<string, string | ((values: Record<string, string>) => string)>} Texts
 *
 * @typedef {"zh" | "en"} Language
 */

/** @type {Record<Language, Texts>} */
export const texts = { zh: {}, en: {} };

/** @param {Record<Language, Texts>} added */
export function addTexts(added) {
  Object.assign(texts.zh, added.zh);
  Object.assign(texts.en, added.en);
}

addTexts({
  zh: {
    name: "问报",
    views: "页面",
    viewAsk: "提问",
    viewSearch: "搜索",
    viewLibrary: "馆藏",
    viewConversations: "对话",
    timeline: "时间线",
    noSuchPage: "没有这一页",
    noSuchPageHint: "网址也许写错了，或者它已经不在了。",
    toFront: "回到首页提问",
    theme: "深色模式",
    open: "打开全文",
    openOf: ({ title }) => `打开全文：${title}`,
    untitled: "（无标题）",
    web: "（据网页信息）",
    file_name: "（据文件名）",
    document_property: "（据文件属性）",
    away: "连不上服务器。请检查网络，或确认服务正在运行。",
    timeout: "等了 60 秒仍没有回音。服务器也许正忙，请稍后再试。",
    broken: ({ status }) => `服务器出了差错（${status}）。`,
    cut: "连接断了，回答没有收完，以上只是一部分。",
    lost: "连不上服务器，正在重试…",
    retry: "重试",
    secondsLeft: ({ n }) => `约剩 ${n} 秒`,
    minutesLeft: ({ n }) => `约剩 ${n} 分钟`,
    hoursLeft: ({ n }) => `约剩 ${n} 小时`,
    hoursAndMinutesLeft: ({ hours, minutes }) => `约剩 ${hours} 小时 ${minutes} 分钟`,
    article: "文章全文",
    askAbout: "问这篇",
    askAboutOf: ({ title }) => `问这篇：${title}`,
    close: "关闭",
    newChat: "新对话",
    exportChat: "导出",
    addArticles: "添加文章",
    dropHere: "松开鼠标，添加这些文件",
    key: "密钥",
    keyTitle: "请输入密钥",
    keyHint: "这台服务器只供持有密钥的人使用，密钥可向管理员索取。关闭标签页后不再保存。",
    keyWrong: "这个密钥不存在，或已停用。请核对后再输入一次。",
    keySend: "确定",
    keyCancel: "取消",
  },
  en: {
    name: "Wenbao",
    views: "Views",
    viewAsk: "Ask",
    viewSearch: "Search",
    viewLibrary: "Library",
    viewConversations: "Conversations",
    timeline: "Timeline",
    noSuchPage: "There is no such page",
    noSuchPageHint: "The address may be misspelt, or what it named is gone.",
    toFront: "Go to the front page and ask",
    theme: "Dark mode",
    open: "Open the article",
    openOf: ({ title }) => `Open the article: ${title}`,
    untitled: "(untitled)",
    web: " (page metadata)",
    file_name: " (file name)",
    document_property: " (file property)",
    away: "The server cannot be reached. Check your network connection and whether the service is running.",
    timeout: "No reply after 60 seconds. The server may be busy; please try again later.",
    broken: ({ status }) => `The server failed (${status}).`,
    cut: "The connection was lost; the answer above is incomplete.",
    lost: "The server cannot be reached; trying again…",
    retry: "Try again",
    secondsLeft: ({ n }) => `about ${n} s left`,
    minutesLeft: ({ n }) => `about ${n} min left`,
    hoursLeft: ({ n }) => `about ${n} h left`,
    hoursAndMinutesLeft: ({ hours, minutes }) => `about ${hours} h ${minutes} min left`,
    article: "Full article",
    askAbout: "Ask about it",
    askAboutOf: ({ title }) => `Ask about it: ${title}`,
    close: "Close",
    newChat: "New conversation",
    exportChat: "Export",
    addArticles: "Add articles",
    dropHere: "Drop to add these files",
    key: "Key",
    keyTitle: "Enter your key",
    keyHint: "This server requires a key; ask its administrator for one. It is stored until the tab is closed.",
    keyWrong: "This key does not exist or has been revoked. Please check it and enter it again.",
    keySend: "OK",
    keyCancel: "Cancel",
  },
});
