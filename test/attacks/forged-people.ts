import { type Forgery, one, TAKE_OFFLINE } from './role-forgeries.ts'

export const PEOPLE: readonly Forgery[] = [
  one(
    'an approver of their own',
    `insert into staff (pseudonym, name, roles, clearances, employer, site, team) values ('M', 'M', '{lead}', '{protected}', 'x', 'x', 'x')`,
  ),
  one('a role granted', `update staff set roles = '{lead}' where id = '{ana}'`),
  one('an approver who counts at once', `update staff set approves_from = '-infinity' where id = '{ben}'`),
  one(
    'a passkey of their own',
    `insert into passkey (id, staff_id, public_key, counter, backup_eligible, backed_up, transports, aaguid, label, software, counts_from)
    select 'mine', staff_id, public_key, 0, false, false, transports, aaguid, 'mine', false, '-infinity' from passkey limit 1`,
  ),
  one('a passkey exchanged', `update passkey set public_key = sha256('mine')`),
  one('a removed passkey that is back', `update passkey set removed_at = null`),
  one(
    'an approval that nobody signed',
    `insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash)
    select id, '{ben}', 'agree', '{}', '{}', material_hash from enforcement where id = '{enforcement}'`,
  ),
  one(
    'an approval by the proposer',
    `insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash, signature_id)
    select id, '{ana}', 'agree', '{}', '{}', material_hash, 'signing_1' from enforcement where id = '{enforcement}'`,
  ),
  one(
    'a confirm duty that confirms',
    `insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash, signature_id)
    select id, '{ben}', 'confirm', '{}', '{}', material_hash, 'signing_1' from enforcement where id = '{enforcement}'`,
  ),
  one(
    'a signature of nothing that was prepared',
    `insert into signature (id, staff_id, credential_id, act, about, core, as_shown, client_data, authenticator_data, signature)
    values ('signing_99', '{ben}', '{key}', 'agree', '{enforcement}', '{}', '{}', '{}', decode(repeat('05', 37), 'hex'), decode(repeat('05', 64), 'hex'))`,
  ),
  one(
    'a signature over something else',
    `insert into signing (id, staff_id, act, about, core, as_shown) values ('signing_98', '{ben}', 'agree', '{enforcement}', '{}', '{}')`,
    `insert into signature (id, staff_id, credential_id, act, about, core, as_shown, client_data, authenticator_data, signature)
     values ('signing_98', '{ben}', '{key}', 'agree', '{enforcement}', '{}', '{}', '{"type":"webauthn.get","challenge":"AAAA"}', decode(repeat('05', 37), 'hex'), decode(repeat('05', 64), 'hex'))`,
  ),
  one('a used signature freed', `delete from signature_use`),
  one('a proposer who is no party', `delete from enforcement_party where enforcement_id = '{enforcement}'`),
  one('a restriction lifted', `update staff_restriction set lifted_at = desk_now()`),
  one(
    'a restriction by nobody',
    `insert into staff_restriction (staff_id, cause, reason, by) values ('{ben}', 'many', 'so', 'desk')`,
  ),
  one(
    'a restriction by the person',
    `insert into staff_restriction (staff_id, cause, reason, by) values ('{ben}', 'one', 'so', 'staff:{ben}')`,
  ),
  one(
    'a person ended by a directory that does not have them',
    `insert into staff_restriction (staff_id, cause, ending, reason, by) values ('{ben}', 'many', true, 'so', 'key:{scim}')`,
    `update staff set ended_at = desk_now(), ended_by = 'key:{scim}' where id = '{ben}'`,
  ),
  one(
    'a review in the name of another',
    `insert into enforcement_offer (enforcement_id, staff_id, until, own_conclusion, own_rationale, own_at)
    values ('{enforcement}', '{ana}', desk_now() + interval '1 hour', 'violation', 'so', desk_now())`,
    `update enforcement_offer set own_conclusion = 'violation', own_rationale = 'so', own_at = desk_now() where enforcement_id = '{enforcement}'`,
    `select record_own_review('{enforcement}', '{ana}', 'violation', 'so')`,
    `insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash)
    select id, '{ana}', 'decline', '{}', '{}', material_hash from enforcement where id = '{enforcement}'`,
  ),
  one(
    'a second start of a shift',
    `insert into shift_event (staff_id, kind, planned_minutes) values ('{ben}', 'start', 720)`,
  ),
  one('a shift rewritten', `update staff_shift set day_began_at = desk_now()`),
  one('a shift event deleted', `delete from shift_event`),
]

export const DESK: readonly Forgery[] = [
  one('the setting up begun again', `delete from setup_end`),
  one('another setting up', `update setup_end set at = 'infinity'`),
  one('laxer terms of the organisation', `update organisation_terms set floor_max = 1, own_review_after = '1 day'`),
  one(
    'a kind of organisation with terms of its own',
    `insert into organisation_terms values ('theft', 9, false, 1, true, '1 day', '1 hour')`,
  ),
  one('shadow mode', `insert into desk_profile (organisation, shadow, person_metrics) values ('company', true, true)`),
  one(
    'an organisation of one',
    `insert into desk_profile (organisation, shadow, person_metrics) values ('solo', false, true)`,
  ),
  one(
    'guards that ask for nothing',
    `insert into rule_set_version (name, text, hash) values ('guards', 'guards: []', sha256('guards: []'))`,
  ),
  one(
    'a change already applied',
    `insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by, state)
    values ('tag', '{"op":"drop","accountId":"vale","tag":"public_office"}', 'so', 'looser', 'so', '{ben}', 'desk', 'applied')`,
  ),
  one(
    'a dropped tag that says it is stricter',
    `insert into desk_change (id, kind, body, says, direction, reason, proposed_by, moved_by)
    values ('h-theft', 'tag', '{"op":"drop","accountId":"vale","tag":"public_office"}', 'so', 'stricter', 'so', '{leadId}', 'desk')`,
    `update desk_change set state = 'applied' where id = 'h-theft'`,
  ),
  one(
    'a dropped tag that nobody agreed to',
    `insert into desk_change (id, kind, body, says, direction, reason, proposed_by, moved_by)
    values ('h-theft', 'tag', '{"op":"drop","accountId":"vale","tag":"public_office"}', 'so', 'looser', 'so', '{leadId}', 'desk')`,
    `update desk_change set state = 'applied' where id = 'h-theft'`,
  ),
  one('a key for facts', `insert into api_key (name, scopes, secret_hash) values ('mine', '{facts}', sha256('mine'))`),
  one('a breaker closed', `update breaker set closed_at = desk_now()`),
  one('a budget emptied', `update spent_total set enforcements = '{0,0,0,0,0,0,0}'`),
  one(
    'a time of their own',
    `insert into driven_clock (at) values ('2030-01-01')`,
    `update driven_clock set at = '2030-01-01'`,
  ),
  one('a ledger entry changed', `update ledger_payload set payload = '{}'`),
  one('a ledger entry deleted', `delete from ledger_leaf`),
  one(
    'a check of the ledger that ends tomorrow',
    `insert into ledger_check (began_at, ended_at, entries, tables, checkpoints, problem_count, problems)
    values (desk_now(), desk_now() + interval '1 day', 0, 0, 0, 0, '[]')`,
    `select record_ledger_check(desk_now() + interval '1 minute', null, null, 0, 0, 0, 0, '[]')`,
    `select record_ledger_check(desk_now(), 999999, sha256('x'), 0, 0, 0, 0, '[]')`,
  ),
  one(
    'a ledger followed no further, or further than it is',
    `update ledger_follow set problem_count = 1`,
    `insert into ledger_follow (number, chain, problem_count) values (1, sha256('x'), 0)`,
    `select record_ledger_progress(999999, sha256('x'), 0)`,
  ),
  one(
    'a ledger entry numbered',
    `insert into ledger_entry select max(number) + 1, 1, sha256('x'), sha256('x') from ledger_entry`,
  ),
  one('a subject offline that nothing ordered', ...TAKE_OFFLINE.slice(3)),
  one(
    'a drift of an unprotected account',
    `insert into drift (subject, account_id, kind, answer) values ('account:rosa', 'rosa', 'offline', 'told')`,
  ),
  one(
    'a drift of last week that is closed',
    `insert into drift (subject, account_id, kind, answer, found_at, closed_by, closed_at, close_reason)
    values ('account:vale', 'vale', 'handle', 'told', desk_now() - interval '7 days', '{ben}', desk_now(), 'so')`,
  ),
  one('a function of the owner', `select carry_out_change(desk_change) from desk_change`),
  one('the owner for a moment', `set role countersign_owner`),
  one('triggers off', `set session_replication_role = replica`),
  one('a trigger dropped', `drop trigger check_enforcement_gate on enforcement`),
  one('a trigger disabled', `alter table enforcement disable trigger all`),
  one('a rule on a table', `create rule quiet as on insert to verdict do instead nothing`),
  one('a table emptied', `truncate verdict cascade`),
]
