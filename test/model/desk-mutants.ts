import { type Mutant, SQL } from './mutant.ts'

const atDesk = (name: string, file: string, from: string, to: string): Mutant => ({
  name,
  layer: 'desk',
  plot: 'gate',
  edits: [{ file, from, to }],
})

/** Mutants that histories of the desk on PostgreSQL must reveal. */
export const DESK_MUTANTS: readonly Mutant[] = [
  atDesk('who asked for it may agree', SQL, 'if is_party(enforced.id, person.id) then', 'if false then'),
  atDesk(
    'the database role releases what nobody agreed to',
    SQL,
    'if not enforcement_is_agreed(of_enforcement.id) or least > 0 and (select count(*) from list_agreeing_people(of_enforcement.id)) < least then',
    'if false then',
  ),
  atDesk(
    'who agreed may confirm',
    SQL,
    "staff_id = person_id and answer in ('agree', 'duty'))\n      then 'answered_already'",
    "staff_id = person_id and answer = 'duty')\n      then 'answered_already'",
  ),
  atDesk(
    'who agreed and then asked for the same still counts',
    SQL,
    'and (not is_party(for_enforcement, person.id)',
    'and (true',
  ),
  atDesk(
    'who agreed to what was shown before still counts',
    SQL,
    "where approval.enforcement_id = for_enforcement and approval.answer = 'agree' and approval.material_hash = enforcement.material_hash",
    "where approval.enforcement_id = for_enforcement and approval.answer = 'agree'",
  ),
  atDesk(
    'who left still counts',
    SQL,
    `and approval.material_hash = enforcement.material_hash
    and standing.active`,
    'and approval.material_hash = enforcement.material_hash',
  ),
  atDesk(
    'a confirmation may take all day',
    SQL,
    "desk_now() + of_enforcement.confirm_ms * interval '1 ms'",
    "desk_now() + of_enforcement.confirm_ms * interval '1 s'",
  ),
  atDesk(
    'whoever takes on to confirm has confirmed',
    SQL,
    "when (new.answer = 'confirm') execute function record_confirmation()",
    "when (new.answer in ('confirm', 'duty')) execute function record_confirmation()",
  ),
  atDesk(
    'who went home may agree',
    `${SQL}/schema/approval`,
    "if not standing.on_shift and not standing.on_call then return 'off_shift'; end if;",
    '',
  ),
  {
    name: 'one person alone closes a breaker',
    layer: 'desk',
    plot: 'gate',
    edits: [
      {
        file: 'src/admin/describe/describe-change.ts',
        from: "spent: spentMessage(breaker) }),\n    direction: 'looser'",
        to: "spent: spentMessage(breaker) }),\n    direction: 'stricter'",
      },
      {
        file: SQL,
        from: "when 'rule_set' then case",
        to: "when 'breaker' then 'stricter' when 'rule_set' then case",
      },
    ],
  },
  {
    name: 'one team is as good as two, also to PostgreSQL',
    layer: 'desk',
    plot: 'gate',
    edits: [
      {
        file: 'src/policy/requirements/requirement.ts',
        from: 'teams - distinct(fitting.map(({ team }) => team)),',
        to: '',
      },
      { file: SQL, from: "or fitting.teams < coalesce((clause ->> 'teams')::integer, 0)", to: '' },
    ],
  },
  {
    name: 'what no proposer signed is released',
    layer: 'desk',
    plot: 'gate',
    edits: [
      { file: SQL, from: 'if lacks_proposer_signature(of_enforcement) then', to: 'if false then' },
      { file: 'src/enforcement/next-step.ts', from: "...(signed ? [] : (['signature'] as const)),", to: '' },
    ],
  },
  atDesk('any signature is that of a proposer', SQL, 'and not has_proposer_signature(of_enforcement)', 'and false'),
  atDesk('nothing is ever frozen', SQL, 'where ended_at is null and until > desk_now();', 'where false;'),
  atDesk(
    'what takes effect is not counted',
    SQL,
    'set enforcements[place] = enforcements[place] + 1,',
    'set enforcements[place] = enforcements[place],',
  ),
  atDesk(
    'who joins is no party',
    'src/enforcement/propose/propose.ts',
    "if (by.kind === 'staff') queueParty(tx, enforcement.id, by.id, 'joined')",
    '',
  ),
  atDesk(
    'who undid it may agree to it again',
    'src/enforcement/propose/resubmit-enforcement.ts',
    'parties: [...new Set([...parties, ...undoneBy])]',
    'parties: []',
  ),
  atDesk(
    'a decline ends nothing',
    'src/enforcement/approve/answer-enforcement.ts',
    "answer === 'decline' ? endWaiting(tx, enforcement, 'declined', by, request.reason ?? undefined) : enforcement",
    'enforcement',
  ),
  atDesk(
    'a restore leaves no entry',
    'src/enforcement/move-enforcement.ts',
    "    queueEntry(tx, { kind: 'enforcement_moved',",
    "    if (to !== 'restoring') queueEntry(tx, { kind: 'enforcement_moved',",
  ),
  atDesk(
    'what waits never expires',
    'src/enforcement/run-waiting.ts',
    "    await endWaiting(tx, enforcement, 'expired', DESK)\n",
    '',
  ),
  atDesk(
    'one person does not restore',
    'src/enforcement/restore/restore-enforcement.ts',
    'if (because === undefined) return',
    "if (because === undefined && by.roles.includes('lead')) return",
  ),
  atDesk(
    'one person alone undoes what the law asked for',
    'src/enforcement/restore/restore-enforcement.ts',
    'if (because === undefined) return undo()',
    'if (enforcement.id) return undo()',
  ),
  atDesk(
    'what somebody who leaves has sent goes on',
    'src/enforcement/end/stop-enforcements-of.ts',
    "else if (enforcement.state === 'releasing') await restore",
    'else if (enforcement.lifted) await restore',
  ),
  atDesk(
    'restored without a look',
    'src/enforcement/effect/settle/settle.ts',
    "if (!isSameState(readBack.state, state.desired)) return 'differs'",
    "if (readBack.generation < 0) return 'differs'",
  ),
  atDesk(
    'nobody undoes what was not confirmed',
    'src/enforcement/end/end-enforcement.ts',
    "enforcement.state === 'releasing' || enforcement.state === 'in_effect'",
    "enforcement.state === 'confirmed'",
  ),
  atDesk(
    'a suspension never ends at the desk',
    'src/enforcement/end/end-enforcement.ts',
    'ACTING.includes(enforcement.state) && enforcement.endsAt !== null',
    'enforcement.endsAt === null',
  ),
  atDesk(
    'a new desired under the old generation',
    'src/enforcement/desired-state/update-desired-state.ts',
    'generation: nextGeneration(state), desired',
    'generation: Math.max(state.generation, 1), desired',
  ),
  atDesk(
    'no job drives a subject to its desired state',
    'src/enforcement/desired-state/update-desired-state.ts',
    "  queueJobs(tx, 'drive', jobs)\n",
    '',
  ),
]
