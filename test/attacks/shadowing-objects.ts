import { type Forgery, TAKE_OFFLINE } from './role-forgeries.ts'

const shadow = (name: string, ...statements: string[]): Forgery => ({
  name,
  statements: [...statements, ...TAKE_OFFLINE],
})
const table = (name: string, columns: string, rows = '') =>
  shadow(
    `a temporary ${name}`,
    `create temporary table ${name} (${columns})`,
    ...(rows === '' ? [] : [`insert into pg_temp.${name} values ${rows}`]),
  )

/**
 * Temporary objects that would be read instead of those of the schema, each created before the same attempt. None makes
 * the attempt succeed.
 */
export const SHADOWING_OBJECTS: readonly Forgery[] = [
  table(
    'account',
    'id text, tags text[], reach_counted bigint, absent text[], protected boolean',
    `('vale', '{}', 5, '{}', false)`,
  ),
  table('protective_tag', 'account_id text, tag text, dropped_at timestamptz'),
  table('account_known', 'account_id text, fact text', `('vale', 'tags'), ('vale', 'no_reach')`),
  table('account_reach', 'account_id text, day date, reach bigint', `('vale', current_date, 5)`),
  table('setup_end', 'at timestamptz'),
  table(
    'desk_profile',
    'id bigint, organisation text, shadow boolean, person_metrics boolean',
    `(1, 'solo', true, true)`,
  ),
  table(
    'organisation_terms',
    'organisation text, strictness integer, has_shifts boolean, floor_max integer, own_review_after interval',
    `('company', 0, false, 1, '1 day')`,
  ),
  table(
    'verdict',
    'id bigint, enforcement_id text, requirement jsonb, judged_at timestamptz',
    `(1, 'enf_theft', '{"approvals": []}', 'infinity')`,
  ),
  table(
    'approval',
    'enforcement_id text, staff_id text, answer text, material_hash bytea, signature_id text, signed_at timestamptz',
  ),
  table('enforcement_transition', 'from_state text, to_state text', `('proposed', 'in_effect')`),
  table('protection', 'subject text, approvals integer, hold_ms bigint'),
  table(
    'protection_review',
    'subject text, tags text[], has_floor boolean, missed integer',
    `('account:vale', '{public_office}', true, 2)`,
  ),
  table('subject_state', 'subject text, settled_generation bigint', `('account:vale', 99)`),
  table('staff', 'id text, roles text[], team text, employer text'),
  table('driven_clock', 'at timestamptz', `('2030-01-01')`),
  table('database_mark', 'kind text', `('demo')`),
  shadow(
    'a view named pg_class',
    `create temporary view pg_class as select oid, (select oid from pg_roles where rolname = current_user) as relowner from pg_catalog.pg_class`,
  ),
  shadow('a view named pg_roles', `create temporary view pg_roles as select * from pg_catalog.pg_roles where false`),
  shadow(
    'a view named enforcement',
    `create temporary view enforcement as select * from public.enforcement where false`,
  ),
  shadow(
    'a function min_approvals',
    `create function pg_temp.min_approvals(public.enforcement) returns integer language sql as 'select 0'`,
  ),
  shadow(
    'a function enforcement_is_agreed',
    `create function pg_temp.enforcement_is_agreed(text) returns boolean language sql as 'select true'`,
  ),
  shadow('a function is_owner', `create function pg_temp.is_owner() returns boolean language sql as 'select true'`),
  shadow(
    'a function desk_now',
    `create function pg_temp.desk_now() returns timestamptz language sql as 'select ''infinity''::timestamptz'`,
  ),
  shadow('a function in_shadow', `create function pg_temp.in_shadow() returns boolean language sql as 'select true'`),
  shadow(
    'a function greatest_of',
    `create function pg_temp.coalesce_floor(integer) returns integer language sql as 'select 0'`,
    `create operator pg_temp.< (function = pg_catalog.int4gt, leftarg = integer, rightarg = integer)`,
  ),
  shadow(
    'an operator on text',
    `create function pg_temp.always(text, text) returns boolean language sql as 'select true'`,
    `create operator pg_temp.= (function = pg_temp.always, leftarg = text, rightarg = text)`,
  ),
  shadow(
    'an operator on arrays',
    `create function pg_temp.never(text[], text[]) returns boolean language sql as 'select false'`,
    `create operator pg_temp.&& (function = pg_temp.never, leftarg = text[], rightarg = text[])`,
  ),
  shadow(
    'a cast of a type of theirs',
    `create type pg_temp.mood as enum ('deactivate')`,
    `create cast (pg_temp.mood as text) with inout as implicit`,
  ),
  shadow('a type named text', `create domain pg_temp.text as pg_catalog.text check (false)`),
  shadow('a type named enforcement', `create type pg_temp.enforcement as (id pg_catalog.text)`),
  shadow(
    'an aggregate max',
    `create aggregate pg_temp.max(bigint) (sfunc = int8larger, stype = bigint, initcond = '0')`,
  ),
  shadow(
    'their own schema first',
    `create schema mine`,
    `create table mine.account as select * from public.account where false`,
    `set local search_path = mine, public`,
  ),
  shadow(
    'pg_temp before all',
    `create temporary table setup_end (at timestamptz)`,
    `set local search_path = pg_temp, public, pg_catalog`,
  ),
  shadow('no search path at all', `set local search_path = ''`),
  shadow(
    'pg_catalog last',
    `create temporary table pg_proc (oid oid)`,
    `set local search_path = pg_temp, public, pg_catalog`,
  ),
  shadow(
    'a trigger function of the schema on their table',
    `create temporary table lure (like public.approval)`,
    `create trigger bite after insert on pg_temp.lure for each row execute function public.record_confirmation()`,
    `insert into pg_temp.lure (enforcement_id, signed_at) values ('{enforcement}', now())`,
  ),
  shadow('an event trigger', `create event trigger loud on ddl_command_start execute function public.check_verdict()`),
  shadow(
    'a replaced function of the schema',
    `create or replace function public.is_owner() returns boolean language sql return true`,
  ),
  shadow('constraints put off', `set constraints all deferred`),
]
