import { type Edit, type Mutant, SQL } from './mutant.ts'

const SEARCH_PATH = 'set search_path = pg_catalog, public, pg_temp'

const against = (name: string, ...edits: readonly Edit[]): Mutant => ({ name, layer: 'desk', plot: 'gate', edits })

/** Mutants that histories with thieves must reveal. */
export const THIEF_MUTANTS: readonly Mutant[] = [
  against('objects of the role stand in for those of the schema', {
    file: SQL,
    from: SEARCH_PATH,
    to: '',
    every: true,
  }),
  against('the role lowers what is on record of an account', {
    file: SQL,
    from: 'set reach = greatest(account_reach.reach, excluded.reach)',
    to: 'set reach = excluded.reach',
  }),
  against('to PostgreSQL a removal is milder than a hide', {
    file: SQL,
    from: "('remove', '{spread,view}', false)",
    to: "('remove', '{}', false)",
  }),
  against('an interim measure on a protected account needs no passkey', {
    file: SQL,
    from: 'elsif not (of_enforcement.interim and',
    to: 'elsif true or not (of_enforcement.interim and',
  }),
  against('one administrator ends as many as they like', {
    file: SQL,
    from: 'select greatest(1, least(5, count(*) / 5))::integer from staff',
    to: 'select greatest(1000, least(5, count(*) / 5))::integer from staff',
  }),
  against('the role writes a break that was hours ago', {
    file: SQL,
    from: 'new.at := desk_now();\n  perform from staff where id = new.staff_id for no key update;\n  select * into shift',
    to: 'perform from staff where id = new.staff_id for no key update;\n  select * into shift',
  }),
  against('the role restricts people', {
    file: SQL,
    from: "if ground is null or (ground = 'beyond') <> (made.cause = 'many') then",
    to: 'if false then',
  }),
  against('the role ends sessions without their secret', {
    file: SQL,
    from: "if by_whom = 'staff:' || of_person and is_secret_of(of_person, proof) or",
    to: "if by_whom = 'staff:' || of_person or",
  }),
  against('the role revokes every token at once', {
    file: SQL,
    from: 'if revocations_used_up(of_keys) then',
    to: 'if false then',
  }),
  against('the confirm duty is never offered', {
    file: 'src/enforcement/offer/offer-enforcement.ts',
    from: '    if (duty !== undefined) return duty\n',
    to: '',
  }),
]
