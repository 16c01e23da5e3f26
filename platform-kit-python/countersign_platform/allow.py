"""Decides whether people's signatures and the platform's own limits allow an effect."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .encoding import DAY_MS, HOUR_MS, MINUTE_MS, parse_time_ms
from .judge import Asked, judge_taking
from .one_person import AloneSoFar, latest_of
from .states import Revert, State, list_takeable, taken_until

if TYPE_CHECKING:
    from .apply import Receipt


class OverBudget(Exception):
    """The platform's own limit on restrictions is reached."""


def allow(
    receipt: Receipt, before: Mapping[str, Any], asked: State, reverts: Sequence[Revert]
) -> dict[str, Any]:
    """Return what the platform remembers of the signatures, and count the effect. Raises NotAgreed or OverBudget.

    Limits come last: a call that lacks signatures must not use them up.
    """
    believed = _judge(receipt, before, asked, reverts)
    if any(
        taken_until(what, before["state"], []) == -math.inf and taken_until(what, asked, []) > 0
        for what in list_takeable([asked])
    ):
        _spend(receipt, before)
    return believed


def _judge(
    receipt: Receipt, before: Mapping[str, Any], asked: State, reverts: Sequence[Revert]
) -> dict[str, Any]:
    setup, tx, subject, grounds = receipt.setup, receipt.tx, receipt.subject, receipt.grounds
    if grounds is None:
        return {"accepted": [], "interim": [], "legalDuty": []}
    protected_by = setup.handlers.protects(tx, subject) if grounds.pinned else 0
    so_far = _find_alone_so_far(receipt) if protected_by > 0 else None
    judged = judge_taking(
        Asked(
            subject=subject,
            before=before["state"],
            seen=receipt.seen,
            desired=asked,
            reverts=reverts,
            grounds=grounds,
            protected_by=protected_by,
            interim=setup.limits.interim,
            rules=setup.actions,
            alone=so_far,
            changed_at_ms=_find_takeover(receipt, before) if protected_by > 0 else -math.inf,
            now_ms=receipt.now_ms,
        )
    )
    account = subject["id"] if subject["kind"] == "account" else so_far.account if so_far else None
    for enforcement, ground in judged.alone if account is not None else []:
        if subject["kind"] == "content":
            tx.save_acted_alone(account, enforcement, receipt.now_ms)
        acted = {"subject": subject, "account": account, "enforcement": enforcement, "ground": ground}
        setup.handlers.notify_acted_alone(tx, acted)
    return {"accepted": list(judged.accepted), "interim": list(judged.interim), "legalDuty": list(judged.legal_duty)}


def _names_ground(receipt: Receipt, *grounds: str) -> bool:
    """Tell whether a proposer signed a ground, one of these if any are named."""
    signed = receipt.grounds.signed if receipt.grounds else []
    named = [one.core.get("ground") for one in signed if one.core.get("act") == "propose" and "ground" in one.core]
    return any(not grounds or ground in grounds for ground in named)


def _find_alone_so_far(receipt: Receipt) -> AloneSoFar | None:
    """Find a content's account, and how often one person acted alone on it in a day, where a ground was signed."""
    if receipt.subject["kind"] != "content" or not _names_ground(receipt):
        return None
    facts = receipt.setup.handlers.facts(receipt.tx, receipt.subject)
    if facts is None:
        return None
    since_ms = receipt.now_ms - DAY_MS
    receipt.tx.forget_acted_alone(since_ms)
    account = facts["account"]["id"]
    return AloneSoFar(account, receipt.tx.count_acted_alone(account, since_ms))


def _find_takeover(receipt: Receipt, before: Mapping[str, Any]) -> float:
    """Return the latest change of credentials by the platform's own records, which no reset followed; -inf: none."""
    if receipt.subject["kind"] != "account" or not _names_ground(receipt, "hijack"):
        return -math.inf
    facts = receipt.setup.handlers.facts(receipt.tx, receipt.subject) or {}
    change = facts.get("account", {}).get("contents", {}).get("sinceChange", {})
    changed = latest_of(parse_time_ms(before.get("credentialsChangedAt")), parse_time_ms(change.get("at")))
    reset = latest_of(parse_time_ms(before.get("credentialsResetAt")))
    return changed if changed > reset else -math.inf


def _spend(receipt: Receipt, before: Mapping[str, Any]) -> None:
    """Count one more restriction. Raises OverBudget when it would exceed a limit."""
    limits, tx, now_ms = receipt.setup.limits, receipt.tx, receipt.now_ms
    if limits.per_minute == math.inf and limits.reach_per_hour == math.inf:
        return
    reach = _count_reach(before["reach"])
    tx.forget_takings(now_ms - HOUR_MS)
    if tx.sum_takings(now_ms - MINUTE_MS)[0] >= limits.per_minute:
        raise OverBudget(f"This platform takes from {limits.per_minute} in a minute, and no more.")
    if tx.sum_takings(now_ms - HOUR_MS)[1] + reach > limits.reach_per_hour:
        raise OverBudget(f"This platform takes from those who reach {limits.reach_per_hour} people in an hour.")
    tx.save_taking(now_ms, reach)


def _count_reach(reach: object) -> int:
    """Count a reach in whole people. A reach that is no number, as one that the platform does not know, counts 0."""
    return math.ceil(reach) if isinstance(reach, (int, float)) and not isinstance(reach, bool) else 0
