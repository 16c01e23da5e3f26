-- These functions define the meaning of states and actions of enforcements. An index or a check constraint repeats the
-- words, because PostgreSQL stores a copy of its expression. An index serves these functions while the words are equal,
-- which a test compares.

-- True when an enforcement waits to be released.
-- Twin of WAITING in TypeScript.
create or replace function is_waiting(state text) returns boolean language sql immutable parallel safe
  return state in ('proposed', 'awaiting_approval', 'held');

-- True when an enforcement takes something from its subject, or is about to. Twin of ACTING in TypeScript.
create or replace function is_acting(state text) returns boolean language sql immutable parallel safe
  return state in ('releasing', 'in_effect', 'confirmed');

-- True when the platform may show something of an enforcement.
create or replace function is_standing(state text) returns boolean language sql immutable parallel safe
  return state in ('releasing', 'in_effect', 'confirmed', 'restoring');

-- True when a read-back showed the effect and no act has ended it. Twin of EFFECTIVE in TypeScript.
create or replace function is_effective(state text) returns boolean language sql immutable parallel safe
  return state in ('in_effect', 'confirmed');

-- True when the effect of an enforcement is undone, or about to be.
create or replace function is_undone(state text) returns boolean language sql immutable parallel safe
  return state in ('restoring', 'restored');

-- True when an action takes anything from its subject: a warning and a label take nothing.
-- Twin of isRestrictive in TypeScript.
create or replace function is_restrictive(action text) returns boolean language sql immutable parallel safe
  return action not in ('warn', 'label');

-- True when an action takes its subject out of view.
-- Twin of ACTION_RULES in TypeScript and TAKES_OFFLINE in platform-kit.
create or replace function removes_visibility(action text) returns boolean language sql immutable parallel safe
  return action in ('hide', 'remove', 'suspend', 'deactivate');

-- True when an action keeps an account from posting. Twin of ACTION_RULES in TypeScript and MUTES in platform-kit.
create or replace function removes_posting(action text) returns boolean language sql immutable parallel safe
  return action in ('lock', 'suspend', 'deactivate');

-- True when an action takes an account offline.
-- Twin of TAKING_OFFLINE in TypeScript.
create or replace function takes_offline(action text) returns boolean language sql immutable parallel safe
  return action in ('suspend', 'deactivate');
