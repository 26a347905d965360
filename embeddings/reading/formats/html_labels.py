"""The words of web pages that belong to no article: labels of menus, buttons, what comes below."""

import re

_LABEL = re.compile(
    r"(?:猜你喜欢|[上下]一[篇条]|责任编辑|扫一扫|版权|copyright|©).{0,30}", re.IGNORECASE
)
_ATTACHED = re.compile(r"附[件表]\d{0,2}\s?[:：.、]")
_BREADCRUMB = re.compile(r"(?:您?(?:当前|现在|所在)?的?(?:所在)?位置|首页)\s?[:：>＞»/].{0,80}")
_WORD = re.compile(r"(?:相关|推荐|热门|更多|延伸|分享|打印|关闭|返回).{0,30}")
_BUTTON = (
    r"分享(?:到|至)?|举报|收藏|打印|关闭(?:窗口)?|纠错|复制链接|关注|已关注|点赞|加载更多|展开全文|图集|"
    r"字[号体](?:大小)?|超大|特大|大|中|小|标准|默认|放大|正常|缩小|[上下]一页|尾页|余下全文|不感兴趣|搜索|标签|[A-Z][+-]?|EN|简|繁|简体|繁体|无障碍|"
    r"登[录陆]|注册|退出|个人中心|邮箱|客户端|手机看|语音播报|扫码阅读|(?:微信)?扫一扫|关注该公众号|长按识别二维码|阅读原文|阅读全文|在看|微信|微博|QQ空间|\+\d+|踩\d*|顶\d*"
)
_GAP = r"(?:[\s:：|｜/()（）\d]+|$|(?=踩|顶))"
_BUTTONS = re.compile(rf"[\d\s]*(?:(?:{_BUTTON}){_GAP})+|[|｜/]")
_TALK = (
    r"(?:最新|热门|精彩|网友|新闻|全部|我来说两句)?(?:评论|跟[贴帖]|留言)(?:列表|区)?"
    r"(?:[(（]?\d+条?[)）]?)?"
)
_RELATED = (
    r"(?:相关|延伸|推荐|拓展|更多)(?:阅读|新闻|文章|推荐|报道|链接|专题|内容|资讯|搜索)|猜你喜欢|"
    r"你?可能(?:还|也)?(?:会)?(?:对.{0,6})?(?:感兴趣|喜欢).{0,6}|大家都在[看搜]|(?:热门|热点|今日|精彩)"
    r"(?:推荐|文章|新闻|资讯)|.{0,4}最近文章"
)
_EDITOR = (
    r"[【\[(（]?\s*(?:本?文章?来源\s?[:：].{1,20})?(?:责任?编辑?|责编|编辑)\s?[:：]\s?\S.{0,20}"
)
_NOTICE = (
    r"网友评论仅供.*|[【\[]?(?:免责|特别|版权)声明[】\]]?\s?[:：]?.*|.{0,3}关键词\s?(?:>>|[:：]).*"
)
_FOOT = r".{0,80}(?:版权所有|ICP备).{0,60}|关于我们\s?[|｜/].*|Copyright.*"
_END = re.compile(rf"(?:{_TALK}|{_RELATED})\s?[:：]?|{_EDITOR}|{_NOTICE}|{_FOOT}", re.IGNORECASE)
_LONGEST_END = 120  # characters


def is_label(text: str, *, is_sentence: bool) -> bool:
    """Return whether a line is the label of a menu; ``is_sentence`` says how it ends."""
    if _BREADCRUMB.fullmatch(text):
        return True
    return bool(_LABEL.fullmatch(text) or (_WORD.fullmatch(text) and not is_sentence))


def names_attachment(text: str) -> bool:
    """Return whether a line names what is attached, mostly by a link."""
    return _ATTACHED.match(text) is not None


def is_button(text: str) -> bool:
    """Return whether a line consists only of what readers press: 分享到, 字号 大 中 小, 举报."""
    return _BUTTONS.fullmatch(text) is not None


def ends_article(text: str) -> bool:
    """Return whether a line comes below articles: who edited, comments, related articles."""
    return len(text) <= _LONGEST_END and _END.fullmatch(text) is not None
