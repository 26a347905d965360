"""The tables of a benchmark run, and its pictures."""

from xml.etree import ElementTree

from scripts.benchmarks.bootstrap import Estimate
from scripts.speed.charts import draw_all
from scripts.speed.figures import Figure
from scripts.speed.report import markdown, show
from scripts.speed.results import BenchmarkRun, Compared, Comparison, Cost, Indexed, Load, Served


def cost(*seconds: float) -> Cost:
    return Cost.of([(each, each / 2) for each in seconds])


def compared(title: str, seconds: float, milliseconds: float) -> Compared:
    figure = Figure((milliseconds, milliseconds, milliseconds))
    index = cost(seconds, seconds, seconds)
    return Compared(
        title, cost(3), index, figure, figure, figure, Estimate(0.855, 0.8, 0.9), 600_000_000
    )


def indexed(articles: int, seconds: float) -> Indexed:
    stages = {"segment": cost(seconds), "encode": cost(2 * seconds)}
    return Indexed(f"{articles} articles", articles, 500 * articles, 3, stages, 10**9, 10**7)


RUN = BenchmarkRun(
    "python -m scripts.benchmark --bench NAME",
    "Version abc, Linux.",
    3,
    (indexed(1000, 1), indexed(10_000, 10)),
    (
        Served(
            "1,000 articles",
            3000,
            cost(2),
            cost(0.2),
            cost(0.1),
            cost(1.4),
            (
                Load(
                    "/v1/search",
                    4,
                    Figure((5.0,)),
                    Figure((9.0,)),
                    Figure((250.0,)),
                    Figure((4.0,)),
                ),
            ),
            {"reading": Figure((80.0,))},
            700_000_000,
        ),
    ),
    Comparison(
        3092,
        1_610_000,
        300,
        (compared("Wenbao over HTTP", 2, 8), compared("Other", 4, 4)),
        {"Third": "It cannot be installed."},
    ),
)
TEXT = markdown(RUN)


def row(name: str) -> list[str]:
    return next(
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in TEXT.splitlines()
        if line.startswith(f"| {name} |")
    )


def test_a_figure_is_shown_with_its_range() -> None:
    assert show(Figure((1200.0, 1.04, 3.0))) == "3.0 (1.0–1,200.0)"


def test_speed_is_told_by_the_clock_and_by_the_processor() -> None:
    assert row("Wenbao over HTTP")[1:3] == ["805 (805–805)", "1,610 (1,610–1,610)"]


def test_ratios_say_how_many_times_as_fast_and_how_many_times_as_long() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| Other |")]
    assert rows[1] == "| Other | 2.00 × | 2.00 × | 2.00 × | 2.00 × |"


def test_a_missing_peer_is_named_with_its_reason() -> None:
    assert "**Missing: Third.** It cannot be installed." in TEXT


def test_stages_show_how_they_grow() -> None:
    assert row("segment") == ["segment", "0.50 (0.50–0.50)", "5.00 (5.00–5.00)", "1.00"]


def test_loads_and_actions_have_their_tables() -> None:
    assert row("`/v1/search`")[1:4] == ["4", "5.0 (5.0–5.0)", "9.0 (9.0–9.0)"]
    assert row("`wenbao ask` without a server, cold")[1] == "1.40 (1.40–1.40)"


def test_circumstances_and_command_stand_first() -> None:
    assert TEXT.split("\n\n")[1] == (
        "Made with `python -m scripts.benchmark --bench NAME`. Version abc, Linux."
    )


def test_pictures_show_every_system_and_stage() -> None:
    pictures = dict(draw_all(RUN))
    assert list(pictures) == ["benchmark-peers.svg", "benchmark-indexing.svg"]
    assert all(f"]({name})" in TEXT for name in pictures)
    words = {
        name: "".join(ElementTree.fromstring(picture).itertext())  # noqa: S314 - our own
        for name, picture in pictures.items()
    }
    assert "Wenbao over HTTP" in words["benchmark-peers.svg"]
    assert "segment" in words["benchmark-indexing.svg"]
