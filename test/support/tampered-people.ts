/** A tampering with a row, and the problems found: `*` stands for the SQL's result. */
export type Tamper = [what: string, sql: string, ...finds: string[]]

export const NEW_HASH = `\\x${'00'.repeat(32)}`

export const TAMPERED_PEOPLE: readonly Tamper[] = [
  [
    'a role is given',
    `update staff set roles = roles || '{policy}' where id = 'staff_1' returning id`,
    'staff * changed',
  ],
  [
    'a clearance is given',
    `update staff set clearances = '{other}' where id = 'staff_1' returning id`,
    'staff * changed',
  ],
  ['an end is set', `update staff set ends_at = '2030-01-01' where id = 'staff_1' returning id`, 'staff * changed'],
  [
    'somebody who ended is back, with their token',
    `with back as (update staff set ended_at = null where id = 'staff_2')
      update staff_token set revoked_at = null where staff_id = 'staff_2' returning 'staff_2'`,
    'staff * changed',
  ],
  [
    'somebody else ended them',
    `update staff set ended_by = 'staff:staff_1' where id = 'staff_2' returning id`,
    'staff * changed',
  ],
  [
    'a notice is forgotten',
    `update staff set notice_kind = null where notice_kind is not null returning id`,
    'staff * changed',
  ],
  [
    'a restriction is lifted',
    `update staff_restriction set lifted_at = desk_now() returning id`,
    'staff_restriction * changed',
  ],
  ['a restriction is gone', `delete from staff_restriction returning id`, 'staff_restriction * removed'],
  ['a restriction is made', copyOf('staff_restriction', { id: 99, staff_id: 'staff_1' }), 'staff_restriction 99 added'],
  ['a person is made', copyOf('staff', { id: 'staff_9', pseudonym: 'new' }), 'staff staff_9 added'],
  ['a person is gone', `delete from staff where id = 'staff_1' returning id`, 'staff * removed'],
  [
    'a break is longer',
    `update shift_event set at = at - interval '1 hour' where kind = 'break' returning id`,
    'shift_event * (of staff_1) changed',
    'staff staff_1 changed',
  ],
  ['a break is made', copyOf('shift_event', { id: 99 }, `kind = 'back'`), 'shift_event 99 (of staff_1) added'],
  [
    'a shift is gone',
    `delete from shift_event where kind = 'start' and staff_id = 'staff_1'`,
    'shift_event of staff_1 removed',
    'staff staff_1 changed',
  ],
  [
    'a kept shift had no rest',
    `update staff_shift set rested_at = null where staff_id = 'staff_1'`,
    'staff staff_1 changed',
  ],
  ['a kept shift is gone', `delete from staff_shift where staff_id = 'staff_1'`, 'staff staff_1 changed'],
  [
    'a key is revived',
    `update api_key set revoked_at = null where revoked_at is not null returning id`,
    'api_key * changed',
  ],
  [
    'a key may do more',
    `update api_key set scopes = '{report,facts}' where id = 'key_1' returning id`,
    'api_key * changed',
  ],
  ['a key is made', copyOf('api_key', { id: 'key_9', secret_hash: NEW_HASH }, `id = 'key_1'`), 'api_key key_9 added'],
  ['a key is gone', `delete from api_key where id = 'key_1' returning id`, 'api_key * removed'],
  [
    'a list of keys is another',
    `update key_list set body = replace(body, 'desk.example', 'evil.example') returning version`,
    'key_list * changed',
  ],
  ['a list of keys is gone', 'delete from key_list returning version', 'key_list * removed'],
  ['a list of keys is made', copyOf('key_list', { version: '2' }), 'key_list 2 added'],
  [
    'a token is revived',
    `update staff_token set revoked_at = null where staff_id = 'staff_1' and revoked_at is not null returning id`,
    'staff_token * changed',
  ],
  ['a token is made', copyOf('staff_token', { id: 'token_9', secret_hash: NEW_HASH }), 'staff_token token_9 added'],
  [
    'a token is gone',
    `delete from staff_token where staff_id = 'staff_1' and revoked_at is null returning id`,
    'staff_token * removed',
  ],
  [
    'a token is somebody else’s',
    `update staff_token set staff_id = 'staff_2' where staff_id = 'staff_1' and revoked_at is null returning id`,
    'staff_token * changed',
  ],
  ['a passkey is another', `update passkey set public_key = sha256(public_key) returning id`, 'passkey * changed'],
  [
    'a passkey counts earlier',
    `update passkey set counts_from = counts_from - interval '1 day' returning id`,
    'passkey * changed',
  ],
  ['a passkey is somebody else’s', `update passkey set staff_id = 'staff_2' returning id`, 'passkey * changed'],
  ['a passkey is gone', `delete from passkey returning id`, 'passkey * removed'],
  ['a passkey is made', copyOf('passkey', { id: 'made-by-an-intruder' }), 'passkey made-by-an-intruder added'],
  [
    'a session is revived',
    `update staff_session set revoked_at = null where staff_id = 'staff_2' returning id`,
    'staff_session * changed',
  ],
  ['a session is gone', `delete from staff_session where staff_id = 'staff_1' returning id`, 'staff_session * removed'],
  [
    'an invitation counts again',
    `update invitation set revoked_at = null where revoked_at is not null returning id`,
    'invitation * changed',
  ],
  [
    'an invitation is for somebody else',
    `update invitation set staff_id = 'staff_2' where staff_id = 'staff_1' and revoked_at is null returning id`,
    'invitation * changed',
  ],
]

/** Inserts one more row, copied from an existing one. */
export function copyOf(table: string, changed: Record<string, unknown>, where = 'true', returning = '1'): string {
  return `insert into ${table} overriding system value
    select (jsonb_populate_record(row, '${JSON.stringify(changed)}')).* from ${table} row where ${where} limit 1
    returning ${returning}`
}
