"""What a learner works out from the printed numbers, in plain Python and without the simulator, is marked right."""

from __future__ import annotations

import math

import pytest

from moromi.simulator.teach.bench import Bench
from moromi.simulator.teach.draws import Learner
from moromi.simulator.teach.exercise import Exercise
from moromi.simulator.teach.load import load_lesson
from moromi.simulator.teach.marking import mark_question

LEARNERS = [Learner("Hanako"), Learner("Taro", 3), Learner("Jiro", 4)]


def amount(text: str) -> float:
    return float(text.split()[0])


def verdicts(exercise: Exercise, answers: dict[str, str]) -> dict[str, str]:
    questions = exercise.lesson.questions()
    return {name: mark_question(name, questions[name], given, 0, exercise).verdict for name, given in answers.items()}


def table(exercise: Exercise, name: str) -> list[list[float]]:
    rows = exercise.readings(exercise.lesson.tables[name]).rows
    return [[float(cell) for cell in column] for column in zip(*rows, strict=True)]


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)
def test_kla_by_slope_and_by_area(learner: Learner):
    exercise = Exercise(load_lesson("kla-gassing-out"), learner, Bench())
    final, lag, uptake = (amount(exercise.names[name]) for name in ("plateau", "lag", "q_oxygen"))
    time, probe = table(exercise, "readings")
    pairs = [(t, math.log(1.0 - p / final)) for t, p in zip(time, probe, strict=True) if 0.2 <= p / final <= 0.8]
    mean_t = sum(t for t, _ in pairs) / len(pairs)
    mean_y = sum(y for _, y in pairs) / len(pairs)
    slope = sum((t - mean_t) * (y - mean_y) for t, y in pairs) / sum((t - mean_t) ** 2 for t, _ in pairs)
    lacks = [1.0 - p / final for p in probe]
    area = 5.0 * (sum(lacks) - 0.5 * (lacks[0] + lacks[-1]))
    kla = 3600.0 / (area - lag)
    transfer = kla * 0.7 * 0.21
    answers = {
        "slope": f"{-3600.0 * slope:.3g} 1/h",
        "direction": "lower",
        "corrected": f"{kla:.3g} 1/h",
        "transfer": f"{transfer:.3g} mmol/L/h",
        "cells": f"{transfer / uptake:.3g} g/L",
    }
    assert set(verdicts(exercise, answers).values()) == {"right"}, answers


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)
def test_growth_and_yield(learner: Learner):
    exercise = Exercise(load_lesson("growth-and-yield"), learner, Bench())
    x_1, x_2, s_1, s_2, a_1, a_2, apart, dense, start, sugar, end = (
        amount(exercise.names[name])
        for name in "x_first x_second s_first s_second a_first a_second apart density inoculum glucose x_end".split()
    )
    mu, growth_yield = math.log(x_2 / x_1) / apart, (x_2 - x_1) / (s_1 - s_2)
    answers = {
        "growth-rate": f"{mu:.3g} 1/h",
        "doubling-time": f"{60.0 * math.log(2.0) / mu:.3g} min",
        "growth-yield": f"{growth_yield:.3g} g/g",
        "uptake": f"{mu / growth_yield / 0.18016:.3g} mmol/g/h",
        "overflow": f"{100.0 * 2.0 * (a_2 - a_1) / (6.0 * (s_1 - s_2) / 0.18016):.3g} %",
        "binding": "uptake",
        "whole-yield": f"{(end - start) / sugar:.3g}",
        "oxygen": f"{1000.0 * dense * 0.15 * (24.0 / (0.5 * 180.16) - 0.173) / 4.0:.3g} mmol/L/h",
    }
    assert set(verdicts(exercise, answers).values()) == {"right"}, answers


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)
def test_chemostat(learner: Learner):
    exercise = Exercise(load_lesson("chemostat-washout"), learner, Bench())
    volume, feed, low, high, x, s, early, late = (
        amount(exercise.names[name]) for name in "volume feed d_low d_high x_steady s_steady x_early x_late".split()
    )
    answers = {
        "pump": f"{1000.0 * volume * low:.4g} mL/h",
        "growth-rate": f"{low} 1/h",
        "yield": f"{x / ((feed - s) * 0.18016):.3g} g/g",
        "richer": "same",
        "highest": f"{high + math.log(late / early) / 6.0:.3g} 1/h",
        "half-gone": f"{60.0 * math.log(2.0) * 6.0 / math.log(early / late):.3g} min",
    }
    assert set(verdicts(exercise, answers).values()) == {"right"}, answers
    published = 0.692  # 1/h, washout of this strain in docs/chemostats.md
    assert float(answers["highest"].split()[0]) == pytest.approx(published, rel=0.01)
