"""Decides by people's signatures whether an instruction is carried out. All functions are pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .authorisation import Grounds
from .counting import Counted, count_agreeing, is_confirmed_by_second, list_proposals
from .encoding import DAY_MS, parse_time_ms
from .one_person import AloneSoFar, Measure, find_ground, find_hijack_lock, list_interim, sum_stood_ms
from .own_actions import Action, Rules, actions_of, is_as_declared, is_mild, own_action_of
from .signature import TOLERANCE_MS
from .states import (
    Revert,
    State,
    Subject,
    country_of,
    is_own,
    key_of,
    list_takeable,
    offline_until,
    stands_until,
    taken_by,
    taken_until,
)

_REMEMBERED_MAX = 200
_RESTORERS_MIN = 2
_FINAL_APPROVALS = 1
_TAKES_OFFLINE = ("hide", "remove", "suspend", "deactivate")
_MUTES = ("lock", "suspend", "deactivate")
_MILDER = ("lock", "limit")
_OWN_LOSS_OF = {"visible": "visibility", "mayPost": "sign-in", "spread": "spread"}

Enforcement = Mapping[str, Any]


@dataclass(frozen=True)
class InterimLimits:
    """The limits of one person on a protected subject: each measure, their number and their total in a week."""

    max_ms: int = DAY_MS
    per_week: int = 5
    week_ms: int = DAY_MS


@dataclass(frozen=True)
class Asked:
    """An instruction with everything by which it is judged."""

    subject: Subject
    before: State
    seen: Mapping[str, Any]
    desired: State
    reverts: Sequence[Revert]
    grounds: Grounds
    protected_by: int
    interim: InterimLimits
    rules: Rules
    alone: AloneSoFar | None
    changed_at_ms: float
    now_ms: int


@dataclass(frozen=True)
class Judged:
    """The enforcements that the platform accepted, and those that one person just took alone, with their ground."""

    accepted: Sequence[Mapping[str, Any]]
    interim: Sequence[Measure]
    legal_duty: Sequence[Mapping[str, Any]]
    alone: Sequence[tuple[str, str]] = field(default=())


class NotAgreed(Exception):
    """The required signatures of people are missing."""


def judge_taking(asked: Asked) -> Judged:
    """Decide over the whole time ahead: keeping a subject offline for longer is like taking it. Raises NotAgreed."""
    spoken_of = {one["enforcement"] for one in asked.grounds.enforcements}
    marks = [one for one in asked.seen.get("legalDuty", []) if one["untilMs"] is None or one["untilMs"] > asked.now_ms]
    interim = list_interim(asked.seen.get("interim", []), spoken_of, asked.now_ms)
    now = Judged(asked.seen.get("accepted", []), interim, _undo_legal_duty(asked, marks))
    for what in _list_judged(asked):
        until = taken_until(what, asked.desired, asked.reverts)
        if until > _stood_until(what, asked):
            now = _judge_one(what, until, asked, now)
    return replace(
        now,
        accepted=now.accepted[-_REMEMBERED_MAX:],
        interim=now.interim[-_REMEMBERED_MAX:],
        legal_duty=_mark_legal_duty(asked, now),
    )


def _list_judged(asked: Asked) -> Sequence[str]:
    """List what needs people's signatures: on a subject without protection only what can't be given back."""
    states = [asked.desired, *(revert["desired"] for revert in asked.reverts)]
    if asked.protected_by > 0:
        return list_takeable(states)
    final = [one for state in states for one in actions_of(state) if not one["reversible"]]
    return list(dict.fromkeys(map(taken_by, final))) if asked.grounds.pinned else []


def _actions_for(what: str) -> Sequence[str]:
    return _MUTES if what == "mayPost" else ("limit",) if what == "spread" else _TAKES_OFFLINE


def _takes(enforcement: Enforcement, what: str, rules: Rules) -> bool:
    """Tell whether an enforcement takes this property: one for some countries takes nothing in others."""
    own = own_action_of(enforcement)
    if own is not None:
        return is_as_declared(rules, own) and _takes_own(own, what)
    if is_own(what) or enforcement["action"] not in _actions_for(what):
        return False
    return "countries" not in enforcement or country_of(what) in enforcement["countries"]


def _takes_own(own: Action, what: str) -> bool:
    return taken_by(own) == what if is_own(what) else _OWN_LOSS_OF.get(what) in own["takes"]


def _count_needed(enforcement: Enforcement, asked: Asked) -> int:
    """Return how many people must have approved: one at least for what can't be undone, on every subject."""
    own = own_action_of(enforcement)
    if own is not None and not own["reversible"]:
        return max(_FINAL_APPROVALS, asked.protected_by)
    milder = is_mild(asked.subject, own) if own is not None else enforcement["action"] in _MILDER
    return 1 if milder else asked.protected_by


def _stood_until(what: str, asked: Asked) -> float:
    """Return the end of the restriction as things are now, the held instruction included."""
    reverts, held = asked.seen.get("reverts", []), asked.seen.get("held")
    shown = stands_until(what, asked.before, reverts)
    return max(shown, stands_until(what, held["desired"], reverts) if held else -math.inf)


def _find(measures: Sequence[Mapping[str, Any]], enforcement: Enforcement) -> Mapping[str, Any] | None:
    return next((one for one in measures if one["enforcement"] == enforcement["enforcement"]), None)


def _count(asked: Asked, enforcement: Enforcement, known: Mapping[str, Any] | None, until: float) -> Counted:
    for_ms = until - (known["sinceMs"] if known else asked.now_ms)
    return Counted(asked.subject, asked.grounds, enforcement, known is not None, for_ms, asked.now_ms)


def _judge_one(what: str, until: float, asked: Asked, now: Judged) -> Judged:
    begins = _stood_until(what, asked) == -math.inf
    candidates = [one for one in asked.grounds.enforcements if _takes(one, what, asked.rules)]
    hides = what not in ("mayPost", "spread") and not is_own(what)
    for enforcement in candidates:
        known = _find(asked.seen.get("accepted", []), enforcement)
        if begins and known:
            continue  # A restore came since. Repeating the restriction needs a new enforcement.
        counted = _count(asked, enforcement, known, until)
        enough = _count_needed(enforcement, asked)
        # Approvals count only together with the signature of a proposer: the word of the desk replaces neither.
        if count_agreeing(counted) >= enough and list_proposals(counted):
            return _accept(now, enforcement, asked.now_ms)
        used = AloneSoFar(asked.alone.account, asked.alone.used + len(now.alone)) if asked.alone else None
        ground = find_ground(counted, used) if hides else None
        if ground is not None:
            accepted = _accept(now, enforcement, asked.now_ms)
            alone = [] if known else [(enforcement["enforcement"], ground)]
            return replace(accepted, alone=[*now.alone, *alone])
    if is_own(what) or (hides and asked.subject["kind"] != "content"):
        raise NotAgreed(
            "This platform protects this subject, or can't undo this: it takes a proposer and other people of the "
            f"list it has pinned ({max(_FINAL_APPROVALS, asked.protected_by)} at least), who signed this enforcement."
        )
    return _judge_hijack(candidates, until, begins, asked, now) or _judge_interim(what, until, asked, now)


def _accept(now: Judged, enforcement: Enforcement, since_ms: int) -> Judged:
    if _find(now.accepted, enforcement):
        return now
    one = {"enforcement": enforcement["enforcement"], "sinceMs": since_ms}
    return replace(now, accepted=[*now.accepted, one])


def _judge_hijack(
    candidates: Sequence[Enforcement], until: float, begins: bool, asked: Asked, now: Judged
) -> Judged | None:
    for enforcement in candidates:
        known = _find(now.interim, enforcement)
        counted = _count(asked, enforcement, known, until)
        lock = find_hijack_lock(counted, known, asked.changed_at_ms, now.interim, begins)
        if lock is not None:
            interim = [*(one for one in now.interim if one is not known), lock]
            alone = [] if known else [(lock["enforcement"], "hijack")]
            return replace(now, interim=interim, alone=[*now.alone, *alone])
    return None


def _judge_interim(what: str, until: float, asked: Asked, now: Judged) -> Judged:
    mildest = _actions_for(what)[0]
    for enforcement in asked.grounds.enforcements:
        if not _takes(enforcement, what, asked.rules) or enforcement["action"] != mildest:
            continue
        known = _find([one for one in now.interim if not one.get("hijack")], enforcement)
        counted = _count(asked, enforcement, known, until)
        proposals = list_proposals(counted)
        if counted.for_ms > asked.interim.max_ms + TOLERANCE_MS:
            continue
        if not any("ground" not in one.core for one in proposals):
            continue
        measure = {
            "enforcement": enforcement["enforcement"],
            "sinceMs": known["sinceMs"] if known else asked.now_ms,
            "untilMs": int(max(known["untilMs"] if known else 0, until)),
        }
        measures = [*(one for one in now.interim if one is not known), measure]
        ordinary = sum(1 for one in measures if not one.get("hijack"))
        within = sum_stood_ms(measures, asked.now_ms) <= asked.interim.week_ms + TOLERANCE_MS
        if ordinary <= asked.interim.per_week and within:
            return replace(now, interim=measures)
    raise NotAgreed("This platform protects this subject: one person's signed interim measures are limited.")


def _undo_legal_duty(asked: Asked, marks: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Return the marks that stay. A legal duty is restored before its time only if two people signed that."""
    if not asked.grounds.pinned:
        return marks
    until = offline_until(asked.desired, asked.reverts)
    undone = [one for one in marks if until < (math.inf if one["untilMs"] is None else one["untilMs"])]
    for mark in undone:
        restorers = {
            one.person
            for one in asked.grounds.signed
            if one.enforcement == mark["enforcement"]
            and one.core.get("subject") == key_of(asked.subject)
            and str(one.core.get("act")).startswith("restore")
        }
        if len(restorers) < _RESTORERS_MIN:
            raise NotAgreed("The law asked for this: undoing it takes two people of the pinned list, who signed that.")
    return [one for one in marks if one not in undone]


def _mark_legal_duty(asked: Asked, now: Judged) -> list[Mapping[str, Any]]:
    """Return the marks from now on: one stays when the desk no longer speaks of it, and its time only grows."""
    until = offline_until(asked.desired, asked.reverts)
    marked = {one["enforcement"]: math.inf if one["untilMs"] is None else one["untilMs"] for one in now.legal_duty}
    for enforcement in asked.grounds.enforcements if until != -math.inf else []:
        is_hidden = _takes(enforcement, "visible", asked.rules)
        if enforcement["legalDuty"] and is_hidden and _is_believed(asked, now, enforcement):
            end = math.inf if enforcement["until"] is None else parse_time_ms(enforcement["until"]) or 0
            so_far = min(until, end)
            name = enforcement["enforcement"]
            marked[name] = max(marked.get(name, so_far), so_far)
    return [
        {"enforcement": name, "untilMs": int(ms) if math.isfinite(ms) else None} for name, ms in marked.items()
    ]


def _is_believed(asked: Asked, now: Judged, enforcement: Enforcement) -> bool:
    """Tell whether a stated legal duty marks the subject: on a protected one the desk's word marks nothing."""
    if asked.protected_by == 0:
        return True
    if not _find(now.accepted, enforcement):
        return False
    counted = Counted(asked.subject, asked.grounds, enforcement, True, 0, asked.now_ms)
    is_match = any(one.core.get("ground") == "match" for one in list_proposals(counted))
    return count_agreeing(counted) > 0 or is_confirmed_by_second(counted) or is_match
