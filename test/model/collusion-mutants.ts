import { type Edit, type Mutant, SQL } from './mutant.ts'

const among = (name: string, ...edits: readonly Edit[]): Mutant => ({ name, layer: 'desk', plot: 'collusion', edits })

/** Mutants that histories with colluding or tired people, or with an old backup, must reveal. */
export const COLLUSION_MUTANTS: readonly Mutant[] = [
  among('a tired approver is offered more and more', {
    file: SQL,
    from: 'and count_protected_reviews(person_id, of_enforcement.id) >= 6;',
    to: 'and count_protected_reviews(person_id, of_enforcement.id) >= 60;',
  }),
  among('a review counts no longer than its instant', {
    file: SQL,
    from: "and greatest(offer.offered_at, offer.own_at) > desk_now() - interval '1 hour'",
    to: 'and greatest(offer.offered_at, offer.own_at) > desk_now()',
  }),
  among('two people agree to each other without number', {
    file: SQL,
    from: 'create or replace function pair_limit() returns bigint language sql immutable parallel safe\n  return 3;',
    to: 'create or replace function pair_limit() returns bigint language sql immutable parallel safe\n  return 30;',
  }),
  among('an answer counts towards its pair for seconds', {
    file: SQL,
    from: "(approval.answer in ('agree', 'confirm') and approval.signed_at > desk_now() - interval '7 days'",
    to: "(approval.answer in ('agree', 'confirm') and approval.signed_at > desk_now() - interval '7 seconds'",
  }),
  among('interim measures last beyond a day of seven', {
    file: SQL,
    from: 'left_ms := greatest(0, day_ms - interim_ms_used(on_subject));',
    to: 'left_ms := day_ms;',
  }),
  among('two people renew an interim measure before the caps', {
    file: SQL,
    from: 'if interim_offline(on_subject, of_action, of_account) or',
    to: `if confirms_interim(on_subject, of_action, proposer) then return day_ms; end if;
  if interim_offline(on_subject, of_action, of_account) or`,
  }),
  among(
    'what the platform shows after a lost past becomes the baseline',
    {
      file: 'src/enforcement/desired-state/choose-baseline.ts',
      from: "line.kind !== 'up' && line.generation > settledGeneration ? line : undefined",
      to: "line.kind !== 'up' && line.generation < -settledGeneration ? line : undefined",
    },
    {
      file: 'src/enforcement/desired-state/set-baseline.ts',
      from: 'isOfLaterEpoch(state, reading) || generationSeen(state, reading) > state.settledGeneration',
      to: 'isOfLaterEpoch(state, reading)',
    },
  ),
  among('a lost past raises no alert', {
    file: 'src/enforcement/journal/alert-lost-past.ts',
    from: 'if (rowCount !== 0) return',
    to: 'if (rowCount !== null) return',
  }),
]
