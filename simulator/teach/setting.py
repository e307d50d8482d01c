"""Mark a setting: put it into the recipe, run it, and see which conditions it meets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import MoromiError
from ..language import gettext as _
from ..scenario.quantity import QuantityError, split_quantity
from ..told import told
from .exercise import Exercise
from .numeric import Verdict
from .question import Setting, SettingQuestion
from .value import Mismatch, Value

__all__ = ["mark_setting", "read_settings"]


def read_settings(question: SettingQuestion, given: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Settings as a scenario takes them, and what is wrong with those that are left out.

    Parameters
    ----------
    question : SettingQuestion
    given : mapping of str to str

    Returns
    -------
    settings : dict of str to str
        Written anew from number and unit: nothing of the learner's text gets into the scenario.
    faults : list of str
    """
    settings: dict[str, str] = {}
    faults: list[str] = []
    for name, setting in question.settings.items():
        text = given.get(name, "")
        if not text:
            faults.append(_("'{name}' is missing").format(name=name))
            continue
        try:
            settings[name] = _read(setting, text)
        except (QuantityError, Mismatch) as error:
            faults.append(_("'{name}': {why}").format(name=name, why=told(str(error))))
    return settings, faults


def _read(setting: Setting, text: str) -> str:
    """One setting in its own unit."""
    _number, unit = split_quantity(text)
    value = Value.read(text)
    if setting.unit and not unit:
        raise Mismatch(_("the unit is missing; write it like '{low}'").format(low=setting.low))
    low, high = (Value.read(end) for end in (setting.low, setting.high))
    if value.dimension != low.dimension:
        raise Mismatch(_("the unit is one of another quantity; write it like '{low}'").format(low=setting.low))
    if value.compare(low) < -1e-9 * abs(low.number) or value.compare(high) > 1e-9 * abs(high.number):
        raise Mismatch(_("it can be set from {low} to {high}").format(low=setting.low, high=setting.high))
    return f"{value.to(setting.unit):.9g} {setting.unit}".rstrip()


def _reason(error: MoromiError) -> str:
    """What was wrong, in a line, without the file of the scenario: learners edit none."""
    return re.sub(r"^.*?\.ya?ml:(\d+:)? ", "", str(error).partition("\n")[0])


def mark_setting(question: SettingQuestion, given: Mapping[str, str], exercise: Exercise) -> Verdict:
    """Mark a setting: the share of the conditions that are met."""
    settings, faults = read_settings(question, given)
    if faults:
        return Verdict("wrong", 0.0, tuple(faults))
    try:
        trial = exercise.bench.result(exercise.trial(question, settings))
    except MoromiError as error:
        return Verdict("wrong", 0.0, (_("this cannot be run: {why}").format(why=told(_reason(error))),))
    met = [exercise.holds(condition.is_, trial) for condition in question.conditions]
    whole = sum(condition.share for condition in question.conditions)
    share = sum(condition.share for condition, good in zip(question.conditions, met, strict=True) if good) / whole
    notes = tuple(
        (_("met: {what}") if good else _("not met: {what}")).format(what=exercise.say(condition.text))
        for condition, good in zip(question.conditions, met, strict=True)
    )
    return Verdict("right" if all(met) else "partly" if any(met) else "wrong", share, notes)
