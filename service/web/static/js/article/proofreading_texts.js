/** The words of proofreading. */

import { addTexts } from "../kit/texts.js";

addTexts({
  zh: {
    proofreading: "校对识别存疑的字",
    proofPlace: ({ n, total }) => `${n} / ${total}`,
    proofPrevious: "上一处存疑",
    proofNext: "下一处存疑",
    proofBox: "识别存疑的字，可以改",
    proofSave: "改正",
    proofConfirm: "没错",
    proofDone: "完成",
    proofSaved: ({ n }) => `已存，还有 ${n} 处存疑`,
    proofFinished: "已存，没有存疑的地方了",
    proofOutdated: "这篇文章刚被别人改过，你的改动没有存。请载入新的版本再改。",
    proofReload: "载入新版本",
  },
  en: {
    proofreading: "Proofread what may be misread",
    proofPlace: ({ n, total }) => `${n} / ${total}`,
    proofPrevious: "Previous doubtful place",
    proofNext: "Next doubtful place",
    proofBox: "What may be misread; you can correct it",
    proofSave: "Correct",
    proofConfirm: "It is right",
    proofDone: "Done",
    proofSaved: ({ n }) => `Saved; doubtful places left: ${n}`,
    proofFinished: "Saved; nothing is in doubt any more",
    proofOutdated: "Somebody else has just changed this article, so your correction was not stored. Load the new version and repeat it.",
    proofReload: "Load the new version",
  },
});
