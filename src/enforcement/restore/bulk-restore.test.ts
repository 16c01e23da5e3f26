import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenReviewer, send } from '../../../test/support/desk-flow.ts'
import { judgedBy } from '../../../test/support/judgement-input.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { sendSigned } from '../../../test/support/sign.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { previewBulkRestore, runBulkStage, STAGE_SIZE, STAGE_WAIT_MS, startBulkRestore } from './bulk-restore.ts'
import { findEnforcement } from '../queries.ts'

const SINCE = '2026-01-01T00:00:00Z'
const ACCOUNTS = 7
const HOUR_MS = 3_600_000
const SENIOR = { kind: 'staff', id: 'staff_0', pseudonym: 'dunlin', roles: ['senior'] } as const

const addAccounts = (working: WorkingDesk) =>
  working.demo.store.inTransaction((tx) => {
    for (let n = 0; n < ACCOUNTS; n++) {
      tx.run`insert into account (id, handle, display_name, bio, reach, verified, tags, created_at)
        select ${`u${n}`}, ${`user_${n}`}, display_name, bio, reach, verified, tags, created_at from account where id = 'rosa'`
    }
  })

/** Creates a person who took several accounts offline. */
async function givenSpree(working: WorkingDesk): Promise<{ culprit: string; enforcements: string[] }> {
  await addAccounts(working)
  const culprit = await givenReviewer(working)
  const enforcements: string[] = []
  for (let n = 0; n < ACCOUNTS; n++) {
    const enforcement = await working.enforcement({
      subject: `account:u${n}`,
      judgedBy: judgedBy({ id: `u${n}`, reach: 100 * (n + 1) }),
      action: 'suspend',
      by: { kind: 'staff', id: culprit.id },
    })
    enforcements.push(enforcement.id)
  }
  return { culprit: culprit.id, enforcements }
}

const recently = (): string => new Date(Date.now() - HOUR_MS).toISOString()

test('201, 202, 200: all enforcements of one person are previewed and restored', async (t) => {
  const working = await startWorkingDesk(t)
  const stop = working.work()
  const { culprit, enforcements } = await givenSpree(working)
  for (const enforcementId of enforcements) await working.enforcementIn(enforcementId, 'in_effect')
  const senior = await givenStaff(working.desk.db, { roles: ['senior'], onShift: true })
  const scope = { by: { kind: 'staff', id: culprit }, since: recently() }
  const preview = await send(working, senior.token, 'POST', '/v1/restores', scope)
  assert.equal(preview.status, 201, JSON.stringify(preview.body))
  assert.deepEqual([preview.body.enforcements, preview.body.reach, preview.body.needsTwo], [ACCOUNTS, 2_800, null])
  assert.equal(await working.visit('account:u0'), 410, 'a preview undoes nothing')

  const later = await working.enforcement({
    subject: 'account:rosa',
    action: 'suspend',
    by: { kind: 'staff', id: culprit },
  })
  await working.enforcementIn(later.id, 'in_effect')
  // Killed right after it was started: the set waits in the database for the next worker.
  await stop()
  const url = `/v1/restores/${preview.body.id}`
  assert.equal((await send(working, senior.token, 'POST', `${url}/start`, { reason: 'left angry' })).status, 202)
  working.work()
  await waitFor('the whole set to be back', async () => {
    const { body } = await send(working, senior.token, 'GET', url)
    return body.doneAt !== null && (body.progress as { restored: number }).restored === ACCOUNTS
  })
  for (let n = 0; n < ACCOUNTS; n++) assert.equal(await working.visit(`account:u${n}`), 200)
  assert.equal(await working.visit('account:rosa'), 410, 'what came after the preview is not in the set')
  assert.equal(
    (await send(working, senior.token, 'POST', `${url}/start`, { reason: 'again' })).status,
    202,
    'once is enough',
  )
  await checkLedger(working.desk)
})

test('failing restores never delay the others of a bulk restore', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const culprit = await givenReviewer(working)
  const by = { kind: 'staff', id: culprit.id } as const
  const suspend = (id: string, reach: number) =>
    working.enforcement({ subject: `account:${id}`, judgedBy: judgedBy({ id, reach }), action: 'suspend', by })
  for (let n = 0; n < STAGE_SIZE; n++) await suspend(`u${n}`, 1_000)
  const last = await suspend('rosa', 1)
  const scope = { byKind: 'staff', byId: culprit.id, since: last.proposedAt, until: undefined } as const
  const { id } = await previewBulkRestore(working.desk, scope, SENIOR)
  await startBulkRestore(working.desk, { bulkId: id, by: SENIOR, reason: 'left angry' })
  // No worker is there to bring anything back.
  const runStage = () =>
    runBulkStage(working.desk, { kind: 'bulk', key: id, priority: 'restore', leaseId: 0, attempt: 1 })
  await runStage()
  await runStage()
  assert.equal(
    (await findEnforcement(working.desk.db, last.id))?.state,
    'releasing',
    'one stage waits for the one before',
  )
  await working.advance(STAGE_WAIT_MS)
  await runStage()
  assert.equal((await findEnforcement(working.desk.db, last.id))?.state, 'restoring')
})

test('202: a bulk restore of enforcements older than a day takes two', async (t) => {
  const working = await startWorkingDesk(t)
  const { culprit } = await givenSpree(working)
  const senior = await givenStaff(working.desk.db, { roles: ['senior'], onShift: true })
  const lead = await givenStaff(working.desk.db, { roles: ['lead'], onShift: true })
  const { body } = await send(working, senior.token, 'POST', '/v1/restores', {
    by: { kind: 'staff', id: culprit },
    since: SINCE,
  })
  assert.match(String(body.needsTwo), /further than a day/)
  const start = (token: string) =>
    send(working, token, 'POST', `/v1/restores/${body.id}/start`, { reason: 'stolen token' })
  for (let time = 0; time < 2; time++) {
    const first = await start(senior.token)
    assert.deepEqual([first.status, first.body.startedAt], [202, null], 'the same person twice is one')
    assert.notEqual(first.body.askedBy, null)
  }
  const unsigned = await start(lead.token)
  assert.deepEqual([unsigned.status, unsigned.body.why], [403, 'unsigned'])
  const second = await sendSigned(working, lead, `/v1/restores/${body.id}/start`, { reason: 'stolen token' })
  assert.equal(second.status, 202)
  assert.notEqual(second.body.startedAt, null)
})

test('a bulk restore split into small ones still takes two people', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const { db } = working.desk
  const forLong = { onShift: true, tokenExpiresAt: new Date('2100-01-01T00:00:00Z') }
  const senior = await givenStaff(db, { roles: ['senior', 'policy'], ...forLong })
  const [other, lead] = [
    await givenStaff(db, { roles: ['senior'], ...forLong }),
    await givenStaff(db, { roles: ['lead'], ...forLong }),
  ]
  const { rows } = await db.query<{ id: string }>(sql`
    insert into bulk_restore (by_kind, by_id, since, until, enforcement_count, reach_sum, previewed_by)
    select 'staff', 'staff_0', desk_now() - interval '1 hour', desk_now(), 400, 0, ${senior.id} from generate_series(1, 4)
    returning id`)
  const [first = '', second = '', third = '', fourth = ''] = rows.map(({ id }) => id)
  const start = async (id: string, { token }: { token: string }) =>
    (await send(working, token, 'POST', `/v1/restores/${id}/start`, { reason: 'left angry' })).body.startedAt !== null
  const why = async (id: string, { token }: { token: string }) =>
    (await send(working, token, 'GET', `/v1/restores/${id}`)).body.needsTwo
  assert.equal(await why(first, senior), null)
  const both = await Promise.all([start(first, senior), start(second, senior)])
  assert.deepEqual(both.sort(), [false, true], 'one of them waits for a second person')
  assert.match(String(await why(third, senior)), /within a day/)
  assert.deepEqual(
    [await why(third, other), await start(third, senior), await start(third, other)],
    [null, false, true],
  )
  assert.equal(await start(fourth, lead), true)
  await working.advance(24 * HOUR_MS)
  const { rows: left } = await db.query<{ id: string }>(sql`select id from bulk_restore where started_by is null`)
  assert.equal(await why(left[0]?.id ?? '', senior), null, 'no longer for what was before')
})

test('400, 401, 403, 404: malformed and unauthorised bulk restores are refused', async (t) => {
  const working = await startWorkingDesk(t)
  const senior = await givenStaff(working.desk.db, { roles: ['senior'], onShift: true })
  const reviewer = await givenReviewer(working)
  const by = { kind: 'staff', id: 'staff_1' }
  const preview = (body: object, token = senior.token) => send(working, token, 'POST', '/v1/restores', body)
  assert.equal((await preview({ by })).status, 400)
  assert.equal((await preview({ by, since: '2026-02-30T00:00:00Z' })).status, 400)
  assert.equal((await preview({ by, since: '2026-03-02T00:00:00Z', until: '2026-03-01T00:00:00Z' })).status, 400)
  assert.equal((await preview({ by: { kind: 'planet', id: 'x' }, since: SINCE })).status, 400)
  assert.equal((await preview({ by, since: SINCE }, 'nonsense')).status, 401)
  assert.equal((await preview({ by, since: SINCE }, reviewer.token)).status, 403)
  assert.equal((await send(working, senior.token, 'GET', '/v1/restores/restore_999')).status, 404)
  assert.equal(
    (await send(working, senior.token, 'POST', '/v1/restores/restore_999/start', { reason: 'x' })).status,
    404,
  )
  assert.equal((await send(working, senior.token, 'POST', '/v1/restores/restore_999/start', {})).status, 400)
  const empty = await preview({ by, since: SINCE })
  assert.deepEqual([empty.status, empty.body.enforcements], [201, 0], 'nothing to undo is an answer too')
})
