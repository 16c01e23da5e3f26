/**
 * An attempt by a thief of the application role's credential, in one transaction. {enforcement}: an enforcement on
 * @vale, a minister, that waits for approvals. {ana} proposed it, {ben} could approve it, {key} is a passkey of {ben}.
 */
export interface Forgery {
  name: string
  statements: readonly string[]
}

/**
 * The statements that could take an account offline: an enforcement, a verdict that requires nothing, the release, and
 * the new desired state.
 */
export const TAKE_OFFLINE: readonly string[] = [
  `insert into public.enforcement (id, subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
   values ('enf_theft', 'account:vale', 'vale', 'deactivate', 'scam', 'person', 'key:key_1', false, 'key:key_1', public.desk_now() + interval '1 hour')`,
  `insert into public.verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
   select 'enf_theft', 'clear', '{"approvals": []}', '[]', '{}', facts, policy_hash from public.verdict where enforcement_id = '{enforcement}' limit 1`,
  `update public.enforcement set state = 'releasing', moved_by = 'key:key_1', generation = 1 where id = 'enf_theft'`,
  `insert into public.subject_state (subject) values ('account:vale') on conflict do nothing`,
  `update public.subject_state set generation = generation + 1,
     desired = '{"visible": false, "mayPost": false, "spread": "full", "labels": []}',
     baseline = '{"visible": true, "mayPost": true, "spread": "full", "labels": []}' where subject = 'account:vale'`,
]

export const one = (name: string, ...statements: string[]): Forgery => ({ name, statements })

export const ENFORCEMENTS: readonly Forgery[] = [
  one('a release without people', ...TAKE_OFFLINE),
  one(
    'the waiting one released',
    `update enforcement set state = 'releasing', generation = 1 where id = '{enforcement}'`,
  ),
  one(
    'the waiting one held',
    `update enforcement set state = 'held' where id = '{enforcement}'`,
    `update enforcement set state = 'releasing', generation = 1 where id = '{enforcement}'`,
  ),
  one('the waiting one in effect', `update enforcement set state = 'in_effect' where id = '{enforcement}'`),
  one(
    'the waiting one without material',
    `update enforcement set material_hash = null where id = '{enforcement}'`,
    `update enforcement set state = 'releasing', generation = 1 where id = '{enforcement}'`,
  ),
  one(
    'one that begins in effect',
    `insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at, state)
    values ('account:vale', 'vale', 'deactivate', 'scam', 'person', 'desk', false, 'desk', desk_now() + interval '1 hour', 'in_effect')`,
  ),
  one(
    'one of another account on its subject',
    `insert into enforcement (id, subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
    values ('enf_theft', 'account:vale', 'rosa', 'deactivate', 'scam', 'person', 'desk', false, 'desk', desk_now() + interval '1 hour')`,
    ...TAKE_OFFLINE.slice(1),
  ),
  one(
    'a move that never was',
    `insert into enforcement_move (enforcement_id, to_state, by, at) values ('{enforcement}', 'releasing', 'desk', desk_now())`,
  ),
  one('a transition of their own', `insert into enforcement_transition values ('awaiting_approval', 'in_effect')`),
  one(
    'a hold that began a day ago',
    `update enforcement set held_since = desk_now() - interval '1 day' where id = '{enforcement}'`,
  ),
  one('a confirmation without a person', `update enforcement set confirmed_at = desk_now() where id = '{enforcement}'`),
  one('a later expiry', `update enforcement set expires_at = 'infinity' where id = '{enforcement}'`),
  one(
    'an enforcement that says it is unprotected',
    `update enforcement set protected = false where id = '{enforcement}'`,
  ),
  one(
    'an enforcement whose proposer is another',
    `update enforcement set proposed_by = 'staff:{ben}' where id = '{enforcement}'`,
  ),
  one(
    'an interim measure of a day',
    `insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by, expires_at, interim, interim_reason)
    values ('account:vale', 'vale', 'lock', 86400000, 'scam', 'person', 'staff:{ben}', false, 'desk', desk_now() + interval '1 hour', true, 'so')`,
  ),
  one(
    'an interim measure that suspends',
    `insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by, expires_at, interim, interim_reason)
    values ('account:vale', 'vale', 'suspend', 3600000, 'scam', 'person', 'staff:{ben}', false, 'desk', desk_now() + interval '1 hour', true, 'so')`,
  ),
  one(
    'a decision that asked for it',
    `insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, policy_id, rationale, seconds_on_case)
    values ('case_0', '{ben}', 'd', sha256('d'), 'violation', 'scam', 'so', 5)`,
  ),
]

export const CONCLUSIONS: readonly Forgery[] = [
  one(
    'a kinder verdict',
    `insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
    select enforcement_id, 'clear', '{"approvals": []}', fired, off, facts, policy_hash from verdict where enforcement_id = '{enforcement}'`,
  ),
  one(
    'a verdict without facts',
    `insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
    select enforcement_id, outcome, requirement, fired, off, '{}', policy_hash from verdict where enforcement_id = '{enforcement}'`,
  ),
  one(
    'a verdict about another account',
    `insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
    select enforcement_id, outcome, requirement, fired, off, jsonb_set(facts, '{account,id}', '"rosa"'), policy_hash from verdict where enforcement_id = '{enforcement}'`,
  ),
  one(
    'a verdict on fewer tags',
    `insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
    select enforcement_id, outcome, requirement, fired, off, jsonb_set(facts, '{account,tags}', '[]'), policy_hash from verdict where enforcement_id = '{enforcement}'`,
  ),
  one(
    'the first verdict changed',
    `update verdict set requirement = '{"approvals": []}' where enforcement_id = '{enforcement}'`,
  ),
  one('the first verdict deleted', `delete from verdict where enforcement_id = '{enforcement}'`),
]

export const FACTS: readonly Forgery[] = [
  one('a tag dropped', `update account set tags = '{}', protected = false where id = 'vale'`),
  one('a protection dropped', `update account set protected = false where id = 'vale'`),
  one('an account renamed', `update account set id = 'elav' where id = 'vale'`),
  one('an account deleted', `delete from account where id = 'vale'`),
  one('a protective tag ended', `update protective_tag set dropped_at = desk_now(), change_id = 'chg_1'`),
  one('protective tags deleted', `delete from protective_tag`),
  one('a reach lowered', `update account_reach set reach = 0`),
  one('readings deleted', `delete from account_reach`),
  one('a floor removed', `delete from protection`),
  one(
    'a floor of none',
    `insert into protection (subject, approvals, hold_ms, change_id) values ('account:vale', 0, 0, 'chg_1')`,
  ),
  one(
    'a review missed twice',
    `insert into protection_review (subject, tags, due_at, missed) values ('account:vale', '{public_office}', desk_now(), 0)
    on conflict do nothing`,
    `update protection_review set missed = 2 where subject = 'account:vale'`,
  ),
  one('a drill on the minister', `insert into drill_account (account_id, change_id) values ('vale', 'chg_1')`),
]
