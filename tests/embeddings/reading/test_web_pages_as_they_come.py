"""Web pages as sites really print them: menus, buttons, comments and links around the article."""

from pathlib import Path

import pytest

from tests.support.reading_cases import ReadingCase, Seen, case, read_as_seen

MENU = "".join(
    f"<li><a href=/{n}>{name}</a></li>"
    for n, name in enumerate(("首页", "国内", "国际", "财经", "体育", "汽车", "房产", "时尚"))
)
FIRST = "石桥镇九月六日开通了第一条公交线，从镇政府到火车站共十四站，全程四十分钟，票价两元。"
SECOND = "镇长聂文秀说，明年还要再开两条线，让每个村都在一里路内有车站，老人凭证免费乘车。"
THIRD = "首班车早六点发车，末班车晚八点收车，赶集的日子每趟车之间只隔十五分钟。"
COMMENTS = "".join(
    f"<div class=post><span><a href=/u{n}>石桥网友{n}</a>2021-09-0{n} 10:11:12</span>"
    f"<p>早就该开通了，盼了好多年。</p><p><a href=#>+1</a>踩0</p></div>"
    for n in range(1, 6)
)
NEWS = Seen("石桥镇通了公交车", (FIRST, SECOND, THIRD), "", "2021-09-07")


def build_page(head: str, above: str, below: str) -> str:
    return (
        f"<html><head>{head}</head><body><div class=menu><ul>{MENU}</ul></div>{above}"
        f"<div class=text><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>{below}"
        f"<div class=menu><ul>{MENU * 6}</ul></div></body></html>"
    )


CASES = [
    case(
        "跟贴.html",
        build_page(
            "<title>石桥镇通了公交车_石桥新闻网</title><meta name=author content=石桥新闻>",
            "<h1>石桥镇通了公交车</h1><div>2021-09-07 08:30 来源: 石桥报 <a href=/j>举报</a></div>"
            "<div>分享到：</div>",
            "<p>本文来源：石桥报 责任编辑：祁大海</p><div>分享到：</div><div>网友评论</div>"
            f"{COMMENTS}<p>网友评论仅供其表达个人看法，并不表明本网立场。</p>",
        ),
        NEWS,
    ),
    case(
        "字号.html",
        build_page(
            '<title>石桥镇通了公交车 - 石桥网</title><meta name="author" content="n, n@mail.com">',
            "<div>您所在的位置：首页 &gt; 新闻</div><h3>石桥镇通了公交车</h3><div>"
            "<span>2021-09-07 08:30:12</span> <span>字号：<a>A-</a> <a>A</a> <a>A+</a></span> "
            "<span>来源：石桥报</span></div><div>最后更新: 2021-09-08 09:00:01</div>",
            "<p>【编辑：祁大海】</p><div>加载更多</div><h4>小编最近文章</h4><ul><li>"
            "<a href=/8>旧桥拆了</a>2015-09-22</li></ul><h4>石桥镇通了公交车</h4>"
            "<div>2015-09-22</div><p>© 石桥网 版权所有 石ICP备12000773号</p>",
        ),
        NEWS,
    ),
    case(
        "引号.html",
        build_page(
            '<title>"盼"了十年！石桥镇通了公交车_石桥网</title>'
            '<meta property="og:title" content=""盼"了十年！石桥镇通了公交车">',
            '<h1>"盼"了十年！石桥镇通了公交车</h1><p>2021年9月7日 大 中 小</p>',
            "<div>相关阅读</div><ul><li><a href=/9>旧桥拆了</a></li></ul>",
        ),
        Seen('"盼"了十年！石桥镇通了公交车', (FIRST, SECOND, THIRD), "", "2021-09-07"),
    ),
    case(
        "作者.html",
        build_page(
            "<title>石桥镇通了公交车|石桥在线</title>"
            "<meta name=author content='作者：祁大海 责任编辑：聂文秀'>",
            "<h1>石桥镇通了公交车</h1><p>2021-09-07</p>",
            "<div>标签 下一页</div><div>热点新闻</div><p>旧桥昨天拆了，新桥下月动工。</p>",
        ),
        Seen("石桥镇通了公交车", (FIRST, SECOND, THIRD), "祁大海", "2021-09-07"),
    ),
]
REPEATED = (
    "<html><head><title>石桥镇通了公交车</title></head><body>"
    f"<div>{THIRD}</div><ul>{MENU}</ul><h1>石桥镇通了公交车</h1><p>{FIRST}</p><p>{SECOND}</p>"
    f"<p>{THIRD}</p></body></html>"
)


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_article_is_read_without_what_surrounds_it(one: ReadingCase, tmp_path: Path) -> None:
    assert read_as_seen(one, tmp_path) == one.seen


def test_article_is_whole_although_the_page_shows_its_last_line_above_it(tmp_path: Path) -> None:
    (seen,) = read_as_seen(case("预告.html", REPEATED, NEWS), tmp_path)
    assert seen.lines[-3:] == (FIRST, SECOND, THIRD)


def test_article_that_no_extractor_finds_is_found_by_its_prose(tmp_path: Path) -> None:
    page = (
        "<html><head><title>石桥镇通了公交车</title></head><body><table><tr><td>登录</td>"
        f"<td><ul>{MENU}</ul></td></tr></table><table><tr><td><p>{FIRST}</p><p>{SECOND}</p>"
        f"<p>{THIRD}</p></td></tr></table><p>主办：石桥镇政府 版权所有</p></body></html>"
    )
    (seen,) = read_as_seen(case("公报.html", page, NEWS), tmp_path)
    assert seen.lines == (FIRST, SECOND, THIRD)
