/** The words of feedback. */

import { addTexts } from "../kit/texts.js";

addTexts({
  zh: {
    feedback: "这个回答有用吗？",
    useful: "有用",
    notUseful: "没用",
    rightPassage: "答案在这一段",
    thanks: "谢谢，已记下。",
    thanksChoose: "谢谢，已记下。如果上面某一段才是答案，请点“答案在这一段”。",
    feedbackLost: "没有记下，请再试一次。",
    feedbackGone: "这个回答已不在服务器上，无法记下。",
  },
  en: {
    feedback: "Was this answer useful?",
    useful: "Useful",
    notUseful: "Not useful",
    rightPassage: "The answer is here",
    thanks: "Thank you for your feedback.",
    thanksChoose: "Thank you for your feedback. If one of the passages above is the right one, press “The answer is here”.",
    feedbackLost: "Your feedback was not saved. Please try again.",
    feedbackGone: "The server no longer has this answer, so your feedback cannot be saved.",
  },
});
