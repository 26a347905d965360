"""How well the title of a law fits the name in a question."""

import pytest

from service.locating.statute_places import Naming, measure_name


@pytest.mark.parametrize(
    ("law", "title", "naming"),
    [
        ("道路交通安全法", "中华人民共和国道路交通安全法", Naming.WHOLE),
        ("养犬条例", "关于印发《柳河市养犬条例》的通知", Naming.WHOLE),
        ("养犬条例", "柳河市养犬条例（2021年修正）", Naming.WHOLE),
        ("道路交通安全法", "中华人民共和国道路交通安全法实施条例", Naming.WITHIN),
        ("养犬办法", "临江市养犬管理办法", Naming.ABBREVIATED),
        ("电动车条例", "临江市电动自行车管理条例", Naming.ABBREVIATED),
        ("消防法", "消费者权益防护办法", Naming.NONE),
        ("消防法", "临江市消防管理办法", Naming.NONE),
        ("养犬办法", "养老服务机构管理犬只登记办法", Naming.NONE),
    ],
)
def test_name_is_the_whole_title_a_part_of_it_or_its_pieces(
    law: str, title: str, naming: Naming
) -> None:
    assert measure_name(law, title) is naming
