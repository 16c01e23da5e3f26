"""The part that a platform implements, and its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .authorisation import Authority
from .judge import InterimLimits
from .own_actions import Rules
from .states import State, Subject
from .store import Store

#: The HTTP status of each refusal.
REFUSALS = {
    "bad_signature": 401,
    "replayed": 401,
    "not_authorised": 401,
    "malformed": 400,
    "no_such_subject": 404,
    "not_agreed": 403,
    "stale_generation": 409,
    "generation_jump": 409,
    "stale_epoch": 409,
    "conflicting_body": 409,
    "refused": 422,
    "over_budget": 429,
    "unavailable": 503,
}


@dataclass(frozen=True)
class Answer:
    """The answer to send: a status and a JSON object."""

    status: int
    body: Mapping[str, Any]


def refuse(refusal: str, detail: str, **seen: int) -> Answer:
    """Return the answer for a call that was not carried out."""
    return Answer(REFUSALS[refusal], {"refusal": refusal, "detail": detail, **seen})


NO_SUCH_SUBJECT = refuse("no_such_subject", "This platform has no such subject.")


class RefusedByPlatform(Exception):
    """Raised by a handler: the platform will never do this. The desk is told the reason and does not ask again."""


@dataclass(frozen=True)
class Limits:
    """The platform's own limits on restrictive effects of all callers. Restores are never counted and never refused."""

    per_minute: float = float("inf")
    reach_per_hour: float = float("inf")
    interim: InterimLimits = field(default_factory=InterimLimits)


class Handlers:
    """The part that a platform implements. Each handler gets the store's transaction and writes only through it.

    `read`, `facts` and the optional reads write nothing: a call that only reads gets a transaction that can't.
    The first five are required. A platform offers `show_statement` or one of the last five reads by overriding it.
    """

    def read(self, tx: Any, subject: Subject) -> Mapping[str, Any] | None:
        """Return `state` and `reach`, and the times and the `address` of the read-back if known. None: unknown."""
        raise NotImplementedError

    def write(self, tx: Any, subject: Subject, desired: State, cause: str) -> None:
        """Bring the subject to the desired state. `cause` is desk, self_revert, people or reset."""
        raise NotImplementedError

    def warn(self, tx: Any, event: Mapping[str, Any], subject: Subject) -> None:
        """Deliver an event to the subject's owner. Called once for each event id."""
        raise NotImplementedError

    def facts(self, tx: Any, subject: Subject) -> Mapping[str, Any] | None:
        """Return `account`, and for a content `content` and `thread`. None: there is no such subject."""
        raise NotImplementedError

    def capabilities(self) -> Mapping[str, Any]:
        """Return `name`, `subjects` and `absentFacts`."""
        raise NotImplementedError

    def show_statement(self, tx: Any, statement: Mapping[str, Any], subject: Subject) -> None:
        """Show a statement of reasons to the subject's owner alone: `id`, `texts`, `redress`. Once for each id."""
        raise NotImplementedError

    def protects(self, _tx: Any, _subject: Subject) -> int:
        """Return how many people must have signed before this subject goes offline, from your own data alone."""
        return 0

    def hold_ms(self, _tx: Any, _subject: Subject) -> int:
        """Return for how long the platform holds what takes this subject offline. At most an hour counts."""
        return 0

    def tell_held(self, tx: Any, held: Mapping[str, Any]) -> None:
        """Alert your own people that an instruction is held: subject, notBefore, desired, enforcements."""

    def notify_acted_alone(self, tx: Any, acted: Mapping[str, Any]) -> None:
        """Alert your own people that one person acted alone: subject, account, enforcement, ground."""

    def actors(self) -> Sequence[Mapping[str, Any]] | None:
        """List the people and programs that can act without the desk. None: you can't tell."""
        return None

    def profile(self, tx: Any, account: Subject) -> Mapping[str, Any] | None:
        """Return an account as its visitors see it."""
        raise NotImplementedError

    def recent_posts(self, tx: Any, account: Subject, limit: int) -> Sequence[Mapping[str, Any]] | None:
        """List the newest posts of an account, the newest first."""
        raise NotImplementedError

    def related_accounts(self, tx: Any, account: Subject, limit: int) -> Sequence[Mapping[str, Any]] | None:
        """List what an account shares with others: `kind`, an opaque `id`, `total`, and at most `limit` `accounts`."""
        raise NotImplementedError

    def contact(self, tx: Any, account: Subject) -> Mapping[str, Any] | None:
        """Return `email` (confirmed, or None) and `language`, so that the desk can write statements to the owner."""
        raise NotImplementedError

    def thread(self, tx: Any, content: Subject, first: int, count: int) -> Mapping[str, Any] | None:
        """Return `kind`, `messages` (by `place`), `hasEarlier` and `hasLater` around a content."""
        raise NotImplementedError

    def media(self, tx: Any, subject: Subject, reference: str) -> tuple[str, bytes] | None:
        """Return the media type and the bytes of a medium or a picture."""
        raise NotImplementedError

    def media_link(self, tx: Any, subject: Subject, reference: str) -> Mapping[str, str] | None:
        """Return the `address` of a streamed medium, which answers ranges, and `until` when it does."""
        raise NotImplementedError

    def restricted_link(self, tx: Any, subject: Subject, reference: str) -> Mapping[str, str] | None:
        """Return `address` and `until` of a page of your own for restricted evidence."""
        raise NotImplementedError

    def restricted_bytes(self, tx: Any, subject: Subject, reference: str) -> bytes | None:
        """Return the bytes of restricted evidence, for comparison with a list alone."""
        raise NotImplementedError

    def offers(self, name: str) -> bool:
        """Tell whether this platform overrides an optional method."""
        return getattr(type(self), name) is not getattr(Handlers, name)


@dataclass(frozen=True)
class Setup:
    """The settings of a platform."""

    secrets: Sequence[str]
    store: Store
    handlers: Handlers
    #: The platform's clock, in milliseconds.
    now_ms: Callable[[], int]
    #: Read anew for each instruction. Without it the holder of the secret is the desk.
    authority: Callable[[], Authority] | None = None
    limits: Limits = field(default_factory=Limits)
    #: The actions of the platform's own. Each is judged by this table alone; the desk's word must be the same.
    actions: Rules = field(default_factory=dict)
    #: Receives the errors of handlers and store. The desk only learns that the platform was unavailable.
    on_error: Callable[[Exception], None] = lambda _error: None
