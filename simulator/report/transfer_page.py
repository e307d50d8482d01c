"""The transfer protocol as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..language import gettext as _
from ..told import told
from .embed import inline_svg
from .html import page, provenance_rows, sentence, write_page
from .loss_waterfall import loss_waterfall
from .prose import criterion_phrase, loss_sentence
from .settings import parts_of, settings_of
from .tables import balance_rows, criteria_rows, symbol_rows
from .timeline import limits_timeline
from .transfer_tables import equipment_rows, fit_rows, prediction_rows, risk_rows, set_point_rows
from .uncertainty_tables import drawn_sentence
from .words import clean

if TYPE_CHECKING:
    from ..transfer import Protocol

__all__ = ["transfer_protocol", "write_transfer_protocol"]


def write_transfer_protocol(found: Protocol, path: str | Path) -> Path:
    """Write the protocol of a technology transfer; see `html.write_run_report`."""
    return write_page(Path(path), transfer_protocol(found))


def transfer_protocol(found: Protocol) -> str:
    """HTML of a transfer protocol."""
    source, target = found.comparison.source, found.comparison.targets[0]
    sure = target.uncertainty
    waterfall = loss_waterfall(target.loss) if target.loss else None
    timeline = limits_timeline([source, target.result])
    return page(
        "transfer.html.j2",
        title=_("{scenario}: from {source} to {target}").format(
            scenario=clean(source.scenario.name), source=clean(found.sender.name), target=clean(found.receiver.name)
        ),
        run={"scenario": clean(source.scenario.name), "summary": told(clean(source.scenario.summary, 400))},
        sites=[_site(found.sender, source.vessel.name), _site(found.receiver, target.result.vessel.name)],
        strain=clean(source.strain_name),
        how=criterion_phrase(clean(target.criterion)),
        headline=loss_sentence(found.comparison, target),
        prediction=prediction_rows(found),
        drawn=drawn_sentence(sure) if sure is not None else "",
        waterfall=inline_svg(waterfall, _("Loss by cause"), "loss") if waterfall else None,
        equipment=equipment_rows(found),
        changed=set_point_rows(found, changed=True),
        kept=set_point_rows(found, changed=False),
        criteria=criteria_rows(target),
        fit=fit_rows(found),
        missing=[told(clean(name)) for name in found.missing],
        risks=risk_rows(found),
        timeline=inline_svg(timeline, _("Phases and binding limits over time at both sites"), "limits"),
        advice=[sentence(text) for text in target.advice],
        warnings=[sentence(text) for text in target.result.warnings],
        balances=balance_rows(target.result),
        parts=parts_of(target.result.scenario),
        vessels=[(clean(item.vessel.name), settings_of(item.vessel)) for item in (source, target.result)],
        symbols=symbol_rows([source, target.result]),
        provenance=provenance_rows(source),
    )


def _site(site: Any, vessel: str) -> dict[str, str]:
    return {"name": clean(site.name), "summary": told(clean(site.summary, 300)), "vessel": clean(vessel)}
