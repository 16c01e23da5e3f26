import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordedEntry } from '../../ledger/recorded-entry.ts'
import { EXPORTED_ENTRIES, type Known } from './export-facts.ts'
import { toLines } from './to-lines.ts'

const SECRET = 'a secret word'
/** Fields that entries have or may get: every one must stay inside, wherever an entry has it. */
const INSIDE = Object.fromEntries(
  `reason why text contentHash reasonHash saidHash hash by staffId holder askedBy verdict barred comment reporterId
  appellant reference differsHash mentioned reportId signatureId requestId handle name email`
    .split(/\s+/)
    .map((name) => [name, SECRET]),
)
const MOVES = ['proposed', 'awaiting_approval', 'held', 'releasing', 'restoring', 'superseded']
const ENDS = ['in_effect', 'confirmed', 'restored', 'declined', 'stopped', 'expired', 'failed']

const facts = { action: 'suspend', policyId: 'scam', caseId: 'case_1', approvals: 1, declines: 0, ...INSIDE }
const known: Known = {
  cases: new Map([['case_1', { subject: 'account:ada', category: 'VIOLENCE', ...INSIDE }]]),
  enforcements: new Map([['enf_1', facts]]),
  mayReadErased: () => true,
}

/** An entry of a kind with everything that an entry of any kind may have. */
const entryOf = (kind: string, more: object = {}): RecordedEntry =>
  ({
    ...{ ...INSIDE, kind, at: '2026-05-04T07:00:00.000Z', caseId: 'case_1', decisionId: 'dec_1', appealId: 'apl_1' },
    ...{ enforcementId: 'enf_1', subject: 'account:ada', conclusion: 'no_violation', source: 'press', how: 'upheld' },
    ...{ enforcements: [], joined: [], standing: [], numbers: [7], to: 'in_effect', number: 3, leafId: 3 },
    reports: [{ id: 'rep_1', caseId: 'case_1', ...INSIDE }],
    cases: kind === 'case_set_undone' ? ['case_1'] : [{ caseId: 'case_1', decisionId: 'dec_1', ...INSIDE }],
    ...more,
  }) as unknown as RecordedEntry

const linesOf = (recorded: RecordedEntry | undefined, platform = 'default') =>
  toLines({ number: 9, recorded }, known, platform)
const kindsOf = (recorded: RecordedEntry | undefined, platform?: string) =>
  linesOf(recorded, platform).map(({ kind }) => kind)

test('an exported line has listed fields alone', () => {
  for (const kind of [...EXPORTED_ENTRIES, 'payload_erased']) {
    const entry = entryOf(kind, { entry: entryOf('case_decided') })
    const told = linesOf(entry)
    assert.notEqual(told[0]?.kind, 'withheld', kind)
    assert.ok(!JSON.stringify(told).includes(SECRET), kind)
    if (kind !== 'payload_erased') assert.deepEqual(kindsOf(entry, 'forum'), ['withheld'], kind)
  }
})

test('an entry of any other kind is withheld', () => {
  for (const kind of `case_claimed case_noted enforcement_proposed enforcement_answered enforcement_independent_review
    enforcement_offered appeal_concluded staff_added notice_received signal_received content_matched case_escalated
    qa_sample_asked a_kind_of_tomorrow`.split(/\s+/))
    assert.deepEqual(linesOf(entryOf(kind)), [{ number: 9, part: 0, kind: 'withheld' }])
  assert.deepEqual(kindsOf(undefined), ['withheld'])
})

test('a move tells nothing before the effect or the end', () => {
  for (const to of MOVES) assert.deepEqual(kindsOf(entryOf('enforcement_moved', { to })), ['withheld'], to)
  for (const to of ENDS) {
    const [line] = linesOf(entryOf('enforcement_moved', { to }))
    assert.equal(line?.kind, `enforcement_${to}`)
    const hasEffect = ['in_effect', 'confirmed', 'restored'].includes(to)
    assert.deepEqual([line?.subjectId, line?.action], hasEffect ? ['ada', 'suspend'] : [undefined, undefined], to)
  }
})

test('a decision with an enforcement is told by that alone', () => {
  for (const where of ['enforcements', 'joined', 'standing'])
    assert.deepEqual(kindsOf(entryOf('case_decided', { [where]: ['enf_1'] })), ['withheld'], where)
  assert.deepEqual(kindsOf(entryOf('case_decided')), ['case_decided'])
})
