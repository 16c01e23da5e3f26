import { type Edit, type Mutant, SQL } from './mutant.ts'

const KIT_RESTORE = 'platform-kit/src/restore-by-people.ts'

const among = (name: string, ...edits: readonly Edit[]): Mutant => ({ name, layer: 'desk', plot: 'grounds', edits })

/** Mutants that histories of acting alone, of hiding content one by one and of pinned signers must reveal. */
export const GROUND_MUTANTS: readonly Mutant[] = [
  among('any content is recent enough for irreversible harm', {
    file: SQL,
    from: "and greatest(published_at, edited_at) > desk_now() - interval '24 hours')",
    to: ')',
  }),
  among('every policy is one of irreversible harm', {
    file: SQL,
    from: 'select irreversible_harm_of_policy(of_enforcement.policy_id) is not null and',
    to: 'select',
  }),
  among('an entry of this hour is a verified match', {
    file: SQL,
    from: "> at - interval '1 day' then 'young'",
    to: "> at then 'young'",
  }),
  among('what a person entered is an order of an authority', {
    file: SQL,
    from: 'from authority_order known join authority on authority.id = known.authority_id\n    join api_key key on key.id = known.key_id',
    to: 'from authority_order known left join authority on authority.id = known.authority_id\n    left join api_key key on key.id = known.key_id',
  }),
  among('a document acts on contents that it does not name', {
    file: SQL,
    from: 'is_order_verified(known.id) and order_covers_content(known, of_enforcement))',
    to: 'is_order_verified(known.id))',
  }),
  among('documents act on one account without number', {
    file: SQL,
    from: "other.proposed_at > desk_now() - interval '1 day') < 2",
    to: "other.proposed_at > desk_now() - interval '1 day') < 20",
  }),
  among('what one person did on a document never ends', {
    file: SQL,
    from: "when of_ground = 'document' then unconfirmed_limit_ms(of_account)",
    to: "when of_ground = 'other' then unconfirmed_limit_ms(of_account)",
  }),
  among('whoever is at home acts alone on a ground', {
    file: SQL,
    from: "and 'protected' = any (person.clearances) and standing.active and not standing.restricted and not standing.leaving\n      and (standing.on_call or standing.on_shift and not standing.on_break))",
    to: "and 'protected' = any (person.clearances) and standing.active and not standing.restricted)",
  }),
  among(
    'one person confirms what they did alone',
    {
      file: SQL,
      from: "when is_party(of_enforcement.id, person.id) and not may_look_again(of_enforcement.id, person.id) then 'party'",
      to: "when false then 'party'",
    },
    {
      file: SQL,
      from: "when is_party(of_enforcement.id, person.id) and of_enforcement.proposed_at > desk_now() - interval '1 day' then 'too_soon'",
      to: "when false then 'too_soon'",
    },
  ),
  among('nobody is alerted of what one person did alone', {
    file: 'src/enforcement/alone/alert-unconfirmed.ts',
    from: 'if (first === undefined) return finishJob(tx, job)',
    to: 'if (first === undefined || first.contents > 0) return finishJob(tx, job)',
  }),
  among('one person undoes a verified match', {
    file: SQL,
    from: "coalesce(of_enforcement.ground = 'match', false) or of_enforcement.legal_duty",
    to: 'of_enforcement.legal_duty',
  }),
  among('everything is old at once, so that a restore takes two', {
    file: SQL,
    from: "coalesce(of_enforcement.in_effect_at, of_enforcement.moved_at) < desk_now() - interval '72 hours'",
    to: 'coalesce(of_enforcement.in_effect_at, of_enforcement.moved_at) <= desk_now()',
  }),
  among('undoing all undoes one', {
    file: 'src/enforcement/alone/undo-unconfirmed.ts',
    from: 'for (const id of await lockUnconfirmed(tx, named))',
    to: 'for (const id of (await lockUnconfirmed(tx, named)).slice(0, 1))',
  }),
  among('a hidden share of an account is no account offline', {
    file: SQL,
    from: 'case when own <= 9 then hidden >= 3 else hidden * 5 >= own end',
    to: 'false',
  }),
  among(
    'a facts key names the author of a content',
    {
      file: SQL,
      from: 'when (new.account_id <> old.account_id or new.id <> old.id) execute function check_author_change();',
      to: 'when (new.id <> old.id) execute function check_author_change();',
    },
    {
      file: 'src/cases/accounts/facts-queries.ts',
      from: 'where case when content.account_id = excluded.account_id then',
      to: 'where case when content.facts_at <= excluded.facts_at then',
    },
  ),
  among('one person with two signatures counts as two', {
    file: KIT_RESTORE,
    from: 'people.add(signed.person)',
    to: 'people.add(signed.person + people.size)',
  }),
  among('two people’s signatures bring a subject back again and again', {
    file: KIT_RESTORE,
    from: 'if (sent.epoch !== epoch + 1) {',
    to: 'if (sent.epoch > epoch + 1) {',
  }),
  among('a call of the epoch before takes a subject offline again', {
    file: 'platform-kit/src/apply.ts',
    from: 'if (epoch !== last.epoch)',
    to: 'if (epoch > last.epoch)',
  }),
]
