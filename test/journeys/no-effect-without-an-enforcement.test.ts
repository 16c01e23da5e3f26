import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { listEffects } from '../../demo/record-routes.ts'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import { NO_GROUNDS } from '../../src/foundation/connector/effect-signer.ts'
import { webhookConnector } from '../../src/connectors/webhook/webhook-connector.ts'
import { trackedFiles } from '../structure/tracked-files.ts'
import { givenClaim, givenReport, givenReviewer, send, violation } from '../support/desk-flow.ts'
import { knowSubject } from '../support/known-accounts.ts'
import { givenStaff } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../support/working-desk.ts'
import { listUnordered } from './ordered-effects.ts'

const ROSA = 'account:rosa'
const EFFECTS_MAX = 1_000
const HOUR_MS = 3_600_000
const OFFLINE = { visible: false, spread: 'full', mayPost: false, labels: [] } as const
const UP = { visible: true, spread: 'full', mayPost: true, labels: [] } as const
const CALLER = { kind: 'staff', pseudonym: 'plover', roles: ['lead'] } as const

const effectsOf = (working: WorkingDesk) => listEffects(working.demo.store, 0, EFFECTS_MAX)

/** Waits until every job that was due has run: the worker takes the longest due first. */
async function checkNothingHappened(working: WorkingDesk): Promise<void> {
  const marker = await working.enforcement({ subject: 'account:theo', action: 'label' })
  await working.enforcementIn(marker.id, 'in_effect')
  await waitFor('nothing to be due', async () => {
    const { rows } = await working.desk.db.query(sql`
      select from job where priority <> 'background' and due_at <= desk_now()`)
    return rows.length === 0
  })
  assert.deepEqual(
    effectsOf(working).map(({ subject }) => subject.id),
    ['theo'],
  )
}

const countEnforcements = async (working: WorkingDesk): Promise<number> =>
  (await working.desk.db.query<{ n: number }>(sql`select count(*) as n from enforcement`)).rows[0]?.n ?? -1

test('every effect at the platform has an earlier ledger entry', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const reviewer = await givenReviewer(working)
  for (const [id, action] of [
    ['pills', { action: 'suspend', durationMs: 24 * HOUR_MS }],
    ['coin', { action: 'limit' }],
    ['vale2', { action: 'warn' }],
  ] as const) {
    await givenReport(working, { kind: 'account', id })
    const caseId = await givenClaim(working, reviewer.token)
    const draft = violation({ actions: [action] })
    const { status, body } = await send(working, reviewer.token, 'POST', `/v1/cases/${caseId}/decisions`, draft)
    assert.equal(status, 201, JSON.stringify(body))
    for (const enforcementId of body.enforcements as string[]) await working.enforcementIn(enforcementId, 'in_effect')
  }
  const removed = await working.enforcement({ subject: 'content:rosa-1', action: 'remove' })
  const labelled = await working.enforcement({ subject: ROSA, action: 'label' })
  for (const { id } of [removed, labelled]) await working.enforcementIn(id, 'in_effect')
  const by = { ...CALLER, id: reviewer.id }
  await restoreEnforcement(working.desk, { enforcementId: removed.id, by, cause: 'appeal', reason: null })
  await working.enforcementIn(removed.id, 'restored')
  const effects = effectsOf(working)
  assert.equal(effects.length, 6, 'five enforcements and one restore')
  assert.deepEqual(await listUnordered(working.desk.db, effects), [])
  await checkLedger(working.desk)
})

test('a bulk restore only restores; each step is recorded first', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const culprit = await givenReviewer(working)
  const senior = await givenStaff(working.desk.db, { roles: ['senior'], onShift: true })
  const by = { kind: 'staff', id: culprit.id } as const
  for (const id of ['hugo', 'theo', 'ruth']) {
    const enforcement = await working.enforcement({ subject: `account:${id}`, action: 'suspend', by })
    await working.enforcementIn(enforcement.id, 'in_effect')
  }
  const ordered = await countEnforcements(working)
  const since = new Date(Date.now() - HOUR_MS).toISOString()
  const preview = await send(working, senior.token, 'POST', '/v1/restores', { by, since })
  const url = `/v1/restores/${String(preview.body.id)}`
  await send(working, senior.token, 'POST', `${url}/start`, { reason: 'left angry' })
  await waitFor('all of it to be back', async () => {
    const { body } = await send(working, senior.token, 'GET', url)
    return body.doneAt !== null && (body.progress as { restored: number }).restored === ordered
  })
  const effects = effectsOf(working)
  assert.deepEqual(
    effects.map(({ to }) => to.visible),
    [false, false, false, true, true, true],
  )
  assert.equal(await countEnforcements(working), ordered, 'no enforcement began')
  assert.deepEqual(await listUnordered(working.desk.db, effects), [])
})

test('reports and refused decisions never lead to an enforcement', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  for (let n = 0; n < 40; n++) await givenReport(working, { kind: 'account', id: 'vale' }, { reporterId: randomUUID() })
  const reviewer = await givenReviewer(working)
  const caseId = await givenClaim(working, reviewer.token)
  const refused = await send(working, reviewer.token, 'POST', `/v1/cases/${caseId}/decisions`, violation())
  assert.equal(refused.status, 422, JSON.stringify(refused.body))
  assert.equal(await countEnforcements(working), 0)
  await checkNothingHappened(working)
})

test('the platform obeys only callers with its secret', async (t) => {
  const working = await startWorkingDesk(t)
  const stranger = webhookConnector({
    url: `${working.demo.url}/countersign`,
    secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    now: () => new Date(),
  })
  const subject = { kind: 'account', id: 'rosa' } as const
  const instruction = { subject, generation: 1, desired: OFFLINE, baseline: UP, reverts: [], events: [] }
  await assert.rejects(stranger.apply(instruction, NO_GROUNDS), /signature/i)
  assert.deepEqual([effectsOf(working), await working.visit(ROSA)], [[], 200])
})

/** The statements that a thief of the desk's own database password may try. */
const FORGERIES: readonly { name: string; sql: string; refused: RegExp }[] = [
  { name: 'an enforcement that begins in effect', sql: insertEnforcement('in_effect'), refused: /begins as proposed/ },
  { name: 'an enforcement that begins on its way', sql: insertEnforcement('releasing'), refused: /begins as proposed/ },
  {
    name: 'an enforcement that is released without a verdict',
    sql: `${insertEnforcement('proposed')}; update enforcement set state = 'releasing', generation = 1 where subject = '${ROSA}'`,
    refused: /no verdict/,
  },
  {
    name: 'an enforcement that skips its way',
    sql: `${insertEnforcement('proposed')}; update enforcement set state = 'in_effect' where subject = '${ROSA}'`,
    refused: /can't go from proposed to in_effect/,
  },
  {
    name: 'a new way to move',
    sql: `insert into enforcement_transition values ('proposed', 'in_effect')`,
    refused: /denied/,
  },
  { name: 'another action', sql: `update enforcement set action = 'deactivate'`, refused: /denied/ },
  { name: 'another subject', sql: `update enforcement set subject = 'account:vale'`, refused: /denied/ },
  { name: 'a longer one', sql: 'update enforcement set duration_ms = 1e11', refused: /denied/ },
  { name: 'no trace of an enforcement', sql: 'delete from enforcement', refused: /denied/ },
  { name: 'another verdict', sql: `update verdict set facts = '{}'`, refused: /denied/ },
  { name: 'no trace of a verdict', sql: 'delete from verdict', refused: /denied/ },
  {
    name: 'a move that was not',
    sql: `insert into enforcement_move (enforcement_id, to_state, by, at) values ('enf_1', 'x', 'x', now())`,
    refused: /denied/,
  },
  {
    name: 'no guard trigger',
    sql: 'alter table enforcement disable trigger check_enforcement_move',
    refused: /must be owner/,
  },
  { name: 'no triggers', sql: 'set session_replication_role = replica', refused: /permission denied/ },
  {
    name: 'another guard trigger',
    sql: 'create or replace function check_enforcement_move() returns trigger language plpgsql as $$begin return new; end$$',
    refused: /denied|must be owner/,
  },
  {
    name: 'a desired state under its old generation',
    sql: `update subject_state set desired = '${JSON.stringify(OFFLINE)}'`,
    refused: /only with its generation/,
  },
  {
    name: 'a subject that begins offline',
    sql: `insert into subject_state (subject, generation, desired, baseline)
      values ('${ROSA}', 1, '${JSON.stringify(OFFLINE)}', '${JSON.stringify(UP)}')`,
    refused: /begins without a desired state/,
  },
  {
    name: 'more than what was ordered',
    sql: `update subject_state set generation = generation + 1, desired = '${JSON.stringify(OFFLINE)}'`,
    refused: /nothing ordered that/,
  },
  {
    name: 'more than what was ordered, at a later time',
    sql: `update subject_state set generation = generation + 1,
      reverts = '[{"at": "2026-01-01T00:00:00.000Z", "desired": ${JSON.stringify(OFFLINE)}}]'`,
    refused: /nothing ordered that/,
  },
  {
    name: 'a way back to the offline',
    sql: `update subject_state set generation = generation + 1, baseline = '${JSON.stringify(OFFLINE)}', desired = '${JSON.stringify(OFFLINE)}'`,
    refused: /the way back/,
  },
  {
    name: 'a way back that is forgotten',
    sql: 'update subject_state set baseline = null',
    refused: /the way back/,
  },
  {
    name: 'the offline where nothing stands',
    sql: `insert into subject_state (subject) values ('${ROSA}');
      update subject_state set generation = 1, baseline = '${JSON.stringify(OFFLINE)}', desired = '${JSON.stringify(OFFLINE)}'
      where subject = '${ROSA}'`,
    refused: /the way back/,
  },
  {
    name: 'a generation that falls',
    sql: 'update subject_state set generation = generation - 1',
    refused: /never falls/,
  },
]

function insertEnforcement(state: string): string {
  return `insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, state,
    moved_by, expires_at) values ('${ROSA}', 'rosa', 'suspend', 86400000, 'spam', 'person', 'staff:staff_1', false, '${state}',
    'staff:staff_1', now() + interval '4 hours')`
}

test('the application role moves no enforcement without rows that justify it', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const standing = await working.enforcement({ subject: 'content:rosa-1', action: 'hide' })
  await working.enforcementIn(standing.id, 'in_effect')
  // An unknown account has the strictest floor, which would refuse before any other rule.
  await knowSubject(working.desk.db, ROSA, { id: 'rosa', reach: 31 })
  const before = effectsOf(working).length
  for (const { name, sql: statement, refused } of FORGERIES) {
    await assert.rejects(working.database.pool.query(statement), refused, name)
  }
  // A job is no enforcement: the worker that takes it finds nothing to do.
  await working.database.pool.query(`insert into job (kind, key, priority) values ('drive', '${ROSA}', 'effect')`)
  await waitFor('it to be taken up', async () => {
    const { rows } = await working.desk.db.query(sql`select from job where kind = 'drive'`)
    return rows.length === 0
  })
  assert.equal(effectsOf(working).length, before)
  assert.deepEqual([await working.visit(ROSA), await countEnforcements(working)], [200, 1])
  await checkLedger(working.desk)
})

test('one function creates every enforcement', () => {
  const program = trackedFiles(/^(src|tools)\/.*\.ts$/).filter(({ path }) => !path.endsWith('.test.ts'))
  const saying = (words: RegExp) => program.filter(({ text }) => words.test(text)).map(({ path }) => path)
  assert.deepEqual(saying(/insert into enforcement\b/i), ['src/enforcement/queries.ts'])
  assert.deepEqual(saying(/(?<!function )\binsertEnforcement\(/), ['src/enforcement/propose/store-proposal.ts'])
  assert.deepEqual(saying(/(?<!function )\bstoreProposal\(/), ['src/enforcement/propose/propose.ts'])
  assert.deepEqual(saying(/(?<!function )\b(propose|proposeJudged|enterProposal)\((desk, )?tx, /), [
    'src/bulk/automation/act.ts',
    'src/bulk/stages/propose-next.ts',
    'src/bulk/stages/propose-some.ts',
    'src/enforcement/drill/begin-drills.ts',
    'src/enforcement/propose/at-once.ts',
    'src/enforcement/propose/propose.ts',
    'src/enforcement/propose/resubmit-enforcement.ts',
    'src/enforcement/restore/restore-enforcement.ts',
    'src/review/appeals/lesser/lessen-appeal.ts',
    'src/review/interim-measure/take-interim-measure.ts',
  ])
})

test('every proposal locks accounts, people and subjects in one order', () => {
  const locking = trackedFiles(/^(src|tools)\/.*\.ts$/).filter(({ text }) =>
    /(?<!function )\bqueueAccountLocks\(/.test(text),
  )
  assert.deepEqual(
    locking.map(({ path }) => path),
    ['src/enforcement/approve/reconsider.ts', 'src/enforcement/propose/lock-to-propose.ts'],
  )
})
