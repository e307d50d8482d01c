"""Reports and figures in Japanese: every glyph is there, nothing is cut, nothing stays English."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from moromi.simulator.language import current_language, speaking
from moromi.simulator.report import batch_sheet, html, write_figures, write_scale_up_figures
from moromi.simulator.report import fonts as fonts_module
from moromi.simulator.report.criteria_dotplot import criteria_dotplot
from moromi.simulator.report.fonts import FAMILIES, font_advice, font_families
from moromi.simulator.report.html import run_report, scale_up_report
from moromi.simulator.report.loss_waterfall import loss_waterfall
from moromi.simulator.report.regime_diagram import regime_diagram
from moromi.simulator.report.style import house_style, new_figure, to_svg
from moromi.simulator.report.symbols import bracket
from moromi.simulator.report.timeline import limits_timeline
from moromi.simulator.report.words import kpi_label, limit_label

from .culture import Run, Scaled
from .edges import check_edges

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
needs_font = pytest.mark.skipif(fonts_module._japanese() is None, reason="no font with Japanese: matplotlib-fontja")
WORDS = re.compile(r"[A-Za-z]{4,}")


def figures(run: Run, scale_up: Scaled) -> dict[str, Figure]:
    target = scale_up.targets[0]
    return {
        "sheet": batch_sheet(run),
        "beside": batch_sheet(target.result, source=scale_up.source),
        "limits": limits_timeline([scale_up.source, target.result]),
        "criteria": criteria_dotplot(scale_up.targets),
        "regimes": regime_diagram(target.regimes),
        "loss": loss_waterfall(target.loss),
    }


@needs_font
def test_every_glyph_is_there(run: Run, scale_up: Scaled, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Matplotlib warns of a missing glyph, which is an error here, and logs one that is missing in mathematics."""
    with speaking("ja"), caplog.at_level(logging.WARNING, logger="matplotlib"):
        paths = write_figures(run, tmp_path / "run") + write_scale_up_figures(scale_up, tmp_path / "scale-up")
    assert len(paths) > 5
    assert [record.getMessage() for record in caplog.records] == []


@needs_font
def test_mathematics_beside_japanese_has_its_glyphs(caplog: pytest.LogCaptureFixture) -> None:
    with speaking("ja"), house_style(), caplog.at_level(logging.WARNING, logger="matplotlib"):
        figure = new_figure(1.0)
        for unit in ("kg/m³", "µmol/L", "10⁶ cells/mL", "°C", "mol % dry", "m³/h at 0 °C, 1.01325 bar", "", "W/m²"):
            figure.text(0.1, 0.5, f"培養槽の菌体濃度 $X_\\mathrm{{DCW}}$ {bracket(unit)} −, ×, →, ·, ±, σ, λ, θ")
        figure.text(0.1, 0.2, "µ 10⁶ cells/mL ³ ² ≤ ≥ η ε")
        to_svg(figure)
    assert [record.getMessage() for record in caplog.records] == []


@needs_font
def test_figures_speak_japanese(run: Run, scale_up: Scaled) -> None:
    with speaking("ja"):
        for name, figure in figures(run, scale_up).items():
            texts = [item.get_text() for item in figure.findobj(Text)]
            assert any(JAPANESE.search(text) for text in texts), name
            axes = [text for one in figure.axes for text in (one.get_xlabel(), one.get_ylabel()) if text]
            plain = [re.sub(r"\$.*?\$|\[.*?\]", "", text) for text in axes]
            assert [text for text in plain if WORDS.search(text)] == [], name


@needs_font
def test_nothing_is_written_beyond_the_edge(run: Run, scale_up: Scaled) -> None:
    with speaking("ja"):
        for name, figure in figures(run, scale_up).items():
            check_edges(figure, name)


def test_without_a_font_figures_are_english_and_say_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts_module, "_japanese", lambda: None)
    with speaking("ja"):
        assert "matplotlib-fontja" in font_advice()
        assert font_families() == ["DejaVu Sans"]
        figure = batch_sheet(run)
        assert current_language() == "ja"
    assert not any(JAPANESE.search(item.get_text()) for item in figure.findobj(Text))


def test_english_asks_for_no_font() -> None:
    assert font_advice() == ""
    assert font_families() == ["DejaVu Sans"]
    assert "IPAexGothic" in FAMILIES


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports without their figures, which other tests draw."""
    monkeypatch.setattr(html, "inline_svg", lambda figure, label, prefix: "")


@pytest.mark.usefixtures("undrawn")
def test_the_report_of_a_run(run: Run) -> None:
    with speaking("ja"):
        page = run_report(run)
    assert '<html lang="ja">' in page
    for heading in ("結果", "バッチシート", "収支", "警告", "レシピ"):
        assert heading in page
    heads = re.findall(r"<(?:h1|h2|h3|th|caption|figcaption)\b[^>]*>([^<]+)<", page)
    assert [text for text in heads if re.fullmatch(r"[A-Z][a-z]+( [a-z]+){2,}\.?", text)] == []


@pytest.mark.usefixtures("undrawn")
def test_the_report_of_a_scale_up(scale_up: Scaled) -> None:
    with speaking("ja"):
        page = scale_up_report(scale_up)
    assert '<html lang="ja">' in page
    headings = re.findall(r"<h[23]\b[^>]*>([^<]+)<", page)
    assert [text for text in headings if not JAPANESE.search(text)] == []


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("biomass_final", "最終菌体濃度"),
        ("biomass_yield_glucose", "グルコース当たりの菌体収率"),
        ("otr_max", "最大酸素移動速度"),
        ("titre_lactate", "最終乳酸"),
        ("productivity_biomass", "菌体生産性"),
        ("mixing_time", "混合時間"),
    ],
)
def test_key_figures_have_the_registrys_labels(name: str, label: str) -> None:
    with speaking("ja"):
        assert kpi_label(name) == label
    assert not JAPANESE.search(kpi_label(name))


def test_limits_have_labels() -> None:
    with speaking("ja"):
        for name in ("oxygen_transfer", "motor", "glucose_uptake", "glucose", "washout", "acetate_inhibition"):
            assert JAPANESE.search(limit_label(name)), name
            assert JAPANESE.search(limit_label(name, short=True)), name
