"""A platform's side of the Countersign platform protocol, version 1."""

from .authorisation import Authority
from .judge import InterimLimits
from .key_list import KeyListRefused, follow_key_list, follow_key_lists, hash_key_list, parse_key_list
from .platform import Platform
from .setup import Answer, Handlers, Limits, RefusedByPlatform, Setup
from .sqlite_store import SqliteStore, SqliteTransaction
from .store import MemoryStore, MemoryTransaction, Store, Transaction
from .ways_back import RevertsFailed
from .wsgi import serve, wsgi_application

__all__ = [
    "Answer",
    "Authority",
    "Handlers",
    "InterimLimits",
    "KeyListRefused",
    "Limits",
    "MemoryStore",
    "MemoryTransaction",
    "Platform",
    "RefusedByPlatform",
    "RevertsFailed",
    "Setup",
    "SqliteStore",
    "SqliteTransaction",
    "Store",
    "Transaction",
    "follow_key_list",
    "follow_key_lists",
    "hash_key_list",
    "parse_key_list",
    "serve",
    "wsgi_application",
]
