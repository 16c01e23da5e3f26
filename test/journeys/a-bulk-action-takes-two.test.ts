import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { listDrawn } from '../../src/bulk/approve/sample.ts'
import { checkReport } from '../../src/cases/intake/check-report.ts'
import { commitReports } from '../../src/cases/intake/commit-reports.ts'
import { parseSubjectKey } from '../../src/foundation/domain.ts'
import type { DeskEvent } from '../../src/oversight/events/desk-event.ts'
import { listMissed } from '../../src/oversight/events/event-feed.ts'
import { Gathering } from '../../src/oversight/notifications/gathering.ts'
import { budgetsOf, useBudgets } from '../support/budgets.ts'
import { DONE_WITHIN_MS, startBulkAction, undoBulkAction } from '../support/bulk-actions.ts'
import { givenKey } from '../support/people.ts'
import { reportOf } from '../support/reports.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const ORDINARY = 27
const TOLD = /suspend|sun cream|a word and a number|spam/

test('a bulk action takes a proposer and an independent reviewer', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: ORDINARY, wide: 2 })
  const { gate } = bulk
  const ana = await bulk.person({ roles: ['senior'] })
  const ben = await bulk.person({ roles: ['lead'], team: 'north' })
  const proposed = await bulk.propose(ana)
  assert.equal(proposed.status, 201, JSON.stringify(proposed.body))
  const id = String(proposed.body.id)
  const ready = await bulk.until(id, ana, 'proposed')
  assert.deepEqual([ready.asked?.ordinary, ready.asked?.guarded], [ORDINARY, 2])
  assert.match(String(ready.asked?.listHash), /^[0-9a-f]{64}$/)
  assert.equal(await bulk.countOffline(), 0, 'nothing is done before somebody else agrees')

  const url = `/v1/bulk-actions/${id}`
  assert.equal((await gate.post(ana, `${url}/sample`)).status, 403, 'who asks judges nothing of it')
  assert.doesNotMatch(JSON.stringify(await bulk.read(id, ben)), TOLD)
  assert.equal((await gate.signed(ben, `${url}/approve`)).status, 409, 'nobody agrees unseen')
  const drawn = await gate.post(ben, `${url}/sample`)
  assert.equal(drawn.status, 200, JSON.stringify(drawn.body))
  assert.doesNotMatch(JSON.stringify(drawn.body), TOLD)
  assert.doesNotMatch(JSON.stringify((await gate.get(ben, '/v1/bulk-actions')).body), TOLD)
  const judged = await bulk.judge(id, ben)
  assert.equal(judged.sample.length, 25)
  assert.equal(judged.asked?.action, 'suspend', 'whoever has judged is told')
  const forged = bulk.desk.db.query(
    sql`update bulk_action set state = 'running', approved_by = ${ben.id} where id = ${id}`,
  )
  await assert.rejects(forged, { code: 'CS001' }, 'nor as the desk itself without a signature')

  const approved = await gate.signed(ben, `${url}/approve`)
  assert.equal(approved.status, 200, JSON.stringify(approved.body))
  await bulk.until(id, ana, 'looking')
  assert.equal(await bulk.countOffline(), 1, 'first one in a hundred, and a look')
  await gate.post(ben, `${url}/continue`, { stage: 0 })
  await bulk.until(id, ana, 'done')
  assert.equal(await bulk.countOffline(), ORDINARY)
  for (const wide of bulk.ids.slice(ORDINARY)) {
    const single = await waitFor(
      'an enforcement of its own',
      async () => {
        await bulk.goOn()
        const { body } = await gate.get(ana, `/v1/enforcements?account=${wide}`)
        return (body.items as { state: string }[])[0]
      },
      DONE_WITHIN_MS,
    )
    assert.equal(single.state, 'proposed', 'it waits for its proposer and for others')
  }

  const happened = (await listMissed(bulk.desk.db, 0)) ?? []
  const told = new Gathering().take(happened, 0).flatMap(({ events }) => events)
  const tells = (events: readonly DeskEvent[], kind: string) =>
    new Set(events.filter((event) => event.kind === kind).map((event) => event.id)).size
  assert.equal(tells(told, 'enforcement'), 2, 'a browser is told one by one of what people are asked about')
  assert.equal(tells(told, 'bulk_action'), 1)
  const toKeys = happened.flatMap(({ events }) => events)
  assert.equal(tells(toKeys, 'enforcement'), ORDINARY + 2, 'and whoever follows by a key of every enforcement')

  assert.deepEqual(await undoBulkAction(bulk, id, ana, ben), { enforcements: ORDINARY + 2, asked: 202 })
  await bulk.whenOffline(0)
  await checkLedger(bulk.desk)
})

test('a bulk action stops when many effects are restored or wrong', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: 20, wide: 0 })
  const { gate } = bulk
  const ana = await bulk.person({ roles: ['senior'] })
  const ben = await bulk.person({ roles: ['lead'], team: 'north' })
  const bulkActions =
    'bulk_actions: { subjects: 50, sample: 5, wrong: 0.2, expires: 24h, stages: [{ share: 0.2, look: true }, { share: 1 }], stops: { restores: { count: 2, share: 0.01 }, appeals: { count: 1, share: 0 }, guarded: { count: 1, share: 0 } } }'
  useBudgets(bulk, `${budgetsOf()}${bulkActions}\n`)

  const doubtful = String((await bulk.propose(ana)).body.id)
  await bulk.until(doubtful, ana, 'proposed')
  const judged = await bulk.judge(doubtful, ben, 2)
  assert.match(JSON.stringify(judged.you), /violates nothing/)
  assert.equal((await gate.signed(ben, `/v1/bulk-actions/${doubtful}/approve`)).status, 409)
  assert.equal((await gate.post(ben, `/v1/bulk-actions/${doubtful}/decline`, { reason: 'two are pupils' })).status, 200)

  const id = String((await bulk.propose(ana)).body.id)
  await bulk.until(id, ana, 'proposed')
  await bulk.judge(id, ben)
  await gate.signed(ben, `/v1/bulk-actions/${id}/approve`)
  await bulk.until(id, ana, 'looking')
  const { rows } = await bulk.desk.db.query<{ id: string }>(
    sql`select id from enforcement where bulk_action_id = ${id}`,
  )
  assert.equal(rows.length, 4)
  for (const enforcement of rows.slice(0, 2)) await gate.post(ana, `/v1/enforcements/${enforcement.id}/restore`)
  await gate.post(ben, `/v1/bulk-actions/${id}/continue`, { stage: 0 })
  const stopped = await bulk.until(id, ana, 'stopped')
  assert.match(String(stopped.why), /2 of 4 effects were undone/)
  assert.equal((await bulk.desk.db.query(sql`select from enforcement where bulk_action_id = ${id}`)).rowCount, 4)

  const searched = await bulk.propose(ana, {
    list: undefined,
    foundBy: undefined,
    search: { kind: 'account', q: 'sun', on: 'account' },
  })
  assert.equal(searched.status, 201, JSON.stringify(searched.body))
  assert.match(JSON.stringify(searched.body), /A search for accounts with “sun”, at [^ ]+: 20 found/)
  const third = String(searched.body.id)
  const carl = await bulk.person()
  await bulk.until(third, ana, 'proposed')
  assert.equal((await gate.post(carl, `/v1/bulk-actions/${third}/stop`, { reason: 'not again' })).status, 200)
  await checkLedger(bulk.desk)
})

test('a sample shows the comments on all cases of a subject', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: 2, wide: 0 })
  const { db } = bulk.desk
  const ana = await bulk.person({ roles: ['senior'] })
  const ben = await bulk.person({ roles: ['lead'], team: 'north' })
  const proposed = await bulk.propose(ana)
  assert.equal(proposed.status, 201, JSON.stringify(proposed.body))
  const id = String(proposed.body.id)
  await bulk.until(id, ana, 'proposed')
  await bulk.gate.post(ben, `/v1/bulk-actions/${id}/sample`)
  const { id: keyId } = await givenKey(db)
  const [key = ''] = await db.listValues<string>(sql`select subject from bulk_action_sample where place = 1`)
  for (const comment of ['first', 'second', 'third']) {
    await bulk.advance(1_000)
    const report = checkReport(reportOf({ id: comment, subject: parseSubjectKey(key), reporterId: comment, comment }))
    await commitReports(bulk.desk, [{ keyId, report }])
    if (comment === 'second')
      await db.query(sql`update review_case set state = 'closed', closed_at = desk_now() where subject = ${key}`)
  }
  const [drawn] = await listDrawn(db, id, ben.id)
  assert.deepEqual(drawn?.comments, ['third', 'second', 'first'])
})
