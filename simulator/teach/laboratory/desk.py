"""One learner's session: what is set, saved and shown. It answers events of the page with HTML for its regions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from ...errors import InputError, MoromiError
from ...language import LANGUAGES, speaking
from ...language import gettext as _
from ...report.live.fragments import fragment
from ...report.live.tank import TANK_VARIABLES
from ...run import Result
from ...scaleup import ScaleUp
from ...told import told
from ..lesson import Lesson
from ..load import load_lesson
from . import saved, scales, views
from .bench import repeat_at, run_setting
from .event import Event, refused
from .exports import zipped_figures, zipped_run
from .seat import Seat, known_lesson, lobby
from .setting import Setting, known_name, read_number

__all__ = ["Desk"]

_READINGS = ("limits", "kpis", "sheet", "tank", "regimes")
Answer = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """What the page shows besides the run itself."""

    tank_variable: str = "dot"
    moment: float = 1.0
    target: str = "tank-30m3"
    criterion: str = "best"


class Desk:
    """State of one page.

    Parameters
    ----------
    query : mapping of str to str
        Of the link the page was opened with.
    language : str, optional
        Read first; the link's by default.
    lesson : Lesson, optional
        An educator's, instead of the built-in ones.
    """

    def __init__(
        self, query: Mapping[str, str] | None = None, language: str = "", lesson: Lesson | None = None
    ) -> None:
        asked = {str(key): str(value) for key, value in (query or {}).items()}
        spoken = language or asked.get("lang", "")
        self.language = spoken if spoken in LANGUAGES else LANGUAGES[0]
        self.setting = Setting()
        self.shown = Shown()
        self.runs: list[saved.Saved] = []
        self.beside: int | None = None
        self.scaled: ScaleUp | None = None
        self.result: Result | None = None
        self.seat: Seat | None = None
        self._own, self._chosen = lesson, ""
        self._complaint = ""
        with speaking(self.language):
            try:
                self._chosen = known_lesson(asked["lesson"]) if asked.get("lesson") and lesson is None else ""
                self.setting = Setting.from_query(asked)
            except MoromiError as error:
                self._complaint = str(error)

    def open(self) -> Answer:
        """Every region of the page, for its first sight and after a change of language."""
        with speaking(self.language):
            answer = self._shell()
            answer["patch"] |= self._all()
            return answer

    def handle(self, event: object) -> Answer:
        """Answer an event of the page.

        Parameters
        ----------
        event : object
            Whatever the page has sent; only what `event.Event` can read has an effect.

        Returns
        -------
        dict
            ``patch``: HTML by region; optionally ``shell``, ``download`` ``{name, data}`` and ``query``, the link's.
        """
        with speaking(self.language):
            try:
                read = Event.read(event)
                return _ACTS[read.act](self, read)
            except MoromiError as error:
                return {"patch": {"message": _message(str(error))}}

    # ---------------------------------------------------------------- what can be done

    def _opened(self, event: Event) -> Answer:
        return self.open()

    def _turn(self, event: Event) -> Answer:
        return self._change(self.setting.turned(event.name, read_number(event.name, event.value)), controls=False)

    def _scenario(self, event: Event) -> Answer:
        return self._change(self.setting.moved(scenario=known_name("scenario", event.value)))

    def _vessel(self, event: Event) -> Answer:
        return self._change(self.setting.moved(vessel=known_name("vessel", event.value)))

    def _switch(self, event: Event) -> Answer:
        on = event.value in ("true", "1")
        if event.act == "gradients":
            return self._change(replace(self.setting, gradients=on))
        return self._change(replace(self.setting, by_hand=on))

    def _reset(self, event: Event) -> Answer:
        return self._change(replace(self.setting, knobs={}, by_hand=False))

    def _look(self, event: Event) -> Answer:
        """Another moment, or another colour, of the same run: nothing is computed."""
        if event.act == "moment":
            share = min(max(read_number("moment", event.value), 0.0), 1.0)
            self.shown = replace(self.shown, moment=share)
        elif event.value in TANK_VARIABLES:
            self.shown = replace(self.shown, tank_variable=event.value)
        result = self._run(self.setting)
        return {"patch": {"tank-drawing": views.tank_drawing(result, self.shown.tank_variable, self.shown.moment)}}

    def _speak(self, event: Event) -> Answer:
        if event.value in LANGUAGES:
            self.language = event.value
        return self.open()

    def _repeat(self, event: Event) -> Answer:
        target, criterion = (
            known_name("vessel", event.field("vessel")),
            scales.known_criterion(event.field("criterion")),
        )
        self.shown = replace(self.shown, target=target, criterion=criterion)
        self.scaled, message = None, ""
        try:
            self.scaled = repeat_at(self.setting, target, criterion)
        except MoromiError as error:  # what the vessel cannot do is an answer, too
            message = _message(str(error))
        return {"patch": {"scaleup": self._scaleup(), "message": message}}

    def _go_there(self, event: Event) -> Answer:
        if self.scaled is None:
            return {"patch": {}}
        return self._change(self.setting.moved(vessel=self.scaled.targets[0].result.vessel.name))

    def _save(self, event: Event) -> Answer:
        self.runs = saved.with_run(self.runs, event.field("name"), self.setting, self._run(self.setting))
        return {"patch": {"saved": self._saved(), "message": ""}}

    def _start(self, event: Event) -> Answer:
        lesson = self._own or load_lesson(known_lesson(event.field("lesson")))
        self.seat = Seat(lesson, event.field("learner"), event.field("seed"))
        return {"patch": {"lesson": self._lesson(), "message": ""}, "query": self._query()}

    def _answer(self, event: Event) -> Answer:
        if self.seat is None:
            raise InputError(_("start a lesson first"))
        if event.value == "file":
            return {"patch": {"message": ""}, "download": self.seat.file(event.fields)}
        return {"patch": self.seat.answer(event.fields, event.value) | {"message": ""}}

    def _saved_run(self, event: Event) -> Answer:
        place = saved.place_of(self.runs, event.value)
        if event.act == "restore":
            return self._change(self.runs[place].setting)
        if event.act == "forget":
            self.runs = [run for index, run in enumerate(self.runs) if index != place]
            self.beside = None
        else:
            self.beside = None if self.beside == place else place
        return self._change(self.setting, controls=False)

    def _export(self, event: Event) -> Answer:
        result = self._run(self.setting)
        name, data = zipped_figures(result) if event.value == "figures" else zipped_run(result)
        return {"patch": {"message": ""}, "download": {"name": name, "data": data}}

    # ---------------------------------------------------------------- what is shown

    def _run(self, setting: Setting) -> Result:
        if self.result is None or setting != self.setting:
            self.result = run_setting(setting)
        return self.result

    def _change(self, setting: Setting, *, controls: bool = True) -> Answer:
        """Run another setting; where that fails everything stays as it was."""
        result = run_setting(setting)
        self.setting, self.result = setting, result
        patch = self._readings(result)
        if controls:
            patch["controls"] = views.controls(setting)
            patch["saved"] = self._saved()
        return {"patch": patch, "query": self._query()}

    def _readings(self, result: Result) -> dict[str, str]:
        """Regions that depend on the run."""
        beside = self._other()
        return {
            "message": "",
            "limits": views.limits(result),
            "kpis": views.kpis(result, beside),
            "sheet": views.sheet(result, beside),
            "tank": views.tank(result, self.shown.tank_variable, self.shown.moment),
            "regimes": views.regimes(result),
            "say": views.said(result),
            "footer": views.footer(self._query()),
        }

    def _all(self) -> dict[str, str]:
        """Every region, whatever goes wrong with the run."""
        patch: dict[str, str] = {}
        try:
            patch |= {"controls": views.controls(self.setting)}
            patch |= self._readings(self._run(self.setting))
        except MoromiError as error:
            self._complaint = self._complaint or str(error)
            self.setting = Setting()
            patch |= {"controls": views.controls(self.setting)} | self._readings(self._run(self.setting))
        if self._complaint:
            patch["message"], self._complaint = _message(self._complaint), ""
        return patch | {"scaleup": self._scaleup(), "saved": self._saved(), "lesson": self._lesson()}

    def _shell(self) -> Answer:
        return {"shell": views.shell(), "language": self.language, "patch": {}, "query": self._query()}

    def _other(self) -> tuple[str, Result] | None:
        """Name and result of the run beside."""
        if self.beside is None:
            return None
        run = self.runs[self.beside]
        return run.name, run.result

    def _scaleup(self) -> str:
        return scales.scaleup(self.setting, self.shown.target, self.shown.criterion, self.scaled)

    def _saved(self) -> str:
        return saved.table(self.runs, self.beside)

    def _lesson(self) -> str:
        return lobby(self._chosen, self.seat, self._own)

    def _query(self) -> str:
        """The link's query: settings, lesson, language."""
        lesson = self._chosen
        if self.seat is not None and self._own is None:
            lesson = self.seat.exercise.lesson.name
        more = [f"lesson={lesson}"] if lesson else []
        more += [f"lang={self.language}"] if self.language != LANGUAGES[0] else []
        return "&".join(filter(None, (self.setting.query(), *more)))


def _message(text: str) -> str:
    return fragment("message", text=refused(told(text)))


_ACTS: Mapping[str, Callable[[Desk, Event], Answer]] = MappingProxyType(
    {
        "open": Desk._opened,
        "knob": Desk._turn,
        "scenario": Desk._scenario,
        "vessel": Desk._vessel,
        "gradients": Desk._switch,
        "by_hand": Desk._switch,
        "reset": Desk._reset,
        "moment": Desk._look,
        "tank-variable": Desk._look,
        "language": Desk._speak,
        "repeat": Desk._repeat,
        "go-there": Desk._go_there,
        "save": Desk._save,
        "beside": Desk._saved_run,
        "restore": Desk._saved_run,
        "forget": Desk._saved_run,
        "export": Desk._export,
        "lesson-start": Desk._start,
        "lesson-answer": Desk._answer,
    }
)
