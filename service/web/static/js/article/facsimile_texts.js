/** The words of the view of the printed pages. */

import { addTexts } from "../kit/texts.js";

addTexts({
  zh: {
    facsimile: "原版",
    facsimileOf: ({ n }) => `第${n}页原版`,
    facsimileStage: "原版版面：方向键移动，加减号缩放，0 看整页，Page Up、Page Down 翻页",
    facsimilePrevious: "上一页原版（Page Up 键）",
    facsimileNext: "下一页原版（Page Down 键）",
    facsimileSmaller: "缩小（减号键）",
    facsimileLarger: "放大（加号键）",
    facsimileWhole: "整页",
    facsimileEnd: "没有别的页了。",
    facsimileLoading: "正在打开原版…",
    facsimileUnmarked: "不知道引文印在版面的什么地方，所以没有标出。重新提问或搜索后再打开，就能标出。",
    facsimileMissing: "这一页的图像打不开：原文件可能已被移走，或者损坏了。请把它重新添加到馆藏；文字仍可阅读。",
    facsimileDamaged: "这一页的图像没有传完整。请重试。",
  },
  en: {
    facsimile: "Original",
    facsimileOf: ({ n }) => `Original of page ${n}`,
    facsimileStage: "Printed page: arrow keys move it, plus and minus zoom, 0 shows the whole page, Page Up and Page Down turn it",
    facsimilePrevious: "Previous page of the original (Page Up)",
    facsimileNext: "Next page of the original (Page Down)",
    facsimileSmaller: "Zoom out (minus)",
    facsimileLarger: "Zoom in (plus)",
    facsimileWhole: "Whole page",
    facsimileEnd: "There are no more pages.",
    facsimileLoading: "Opening the page…",
    facsimileUnmarked:
      "It is not known where on the page the quote is printed, so it is not marked. Ask or search again and open it from there.",
    facsimileMissing:
      "The image of this page cannot be shown: its file may have been moved, or is damaged. Add it to the library again; the text can still be read.",
    facsimileDamaged: "The image of this page did not arrive whole. Please try again.",
  },
});
