import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { startChanging } from '../../../test/support/changes.ts'
import { givenFlagger } from '../../../test/support/flaggers.ts'
import { type GivenPerson, givenStaff } from '../../../test/support/people.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { bearer } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { checkReport } from '../../cases/intake/check-report.ts'
import { commitReports } from '../../cases/intake/commit-reports.ts'
import { joinWaiting } from '../../cases/intake/inbox/join-waiting.ts'

/** A desk with a trusted flagger, and a function by which a key sends a report that waits for its case. */
async function start(t: TestContext) {
  const office = await startChanging(t, { driven: true, routes: ROUTES })
  const { db, desk, app } = office
  const { flaggerId, keyId, ordinaryKeyId } = await givenFlagger(office)
  const reader = (clearances: readonly string[] = ['protected', 'safety', 'legal']) =>
    givenStaff(db, { roles: ['reviewer'], onShift: true, clearances })
  const send = async (given: Parameters<typeof reportOf>[0], by = keyId) => {
    const reportedAt = (await db.onlyValue<Date>(sql`select desk_now()`)).toISOString()
    const report = checkReport(reportOf({ ground: 'illegal', reportedAt, ...given }))
    const [sent] = await commitReports(desk, [{ keyId: by, report, joinsLater: true }])
    assert.ok(sent?.kind === 'new')
    return sent.received.reportId
  }
  const get = async (who: GivenPerson, path: string) => {
    const answer = await app.inject({ url: `/v1/${path}`, headers: bearer(who.token) })
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }
  const listed = async (who: GivenPerson, query = '') =>
    (await get(who, `notices${query}`)).items.map(({ id, state, caseId }: Record<string, unknown>) =>
      [id, state, caseId !== null].join(' '),
    )
  return { ...office, flaggerId, keyId, ordinaryKeyId, reader, send, get, listed }
}

test('the report of a flagger is listed while it waits', async (t) => {
  const { db, desk, flaggerId, ordinaryKeyId, reader, send, get, listed } = await start(t)
  const wren = await reader()
  await send({ id: 'ordinary' }, ordinaryKeyId)
  const id = await send({ id: 'theirs', subject: { kind: 'content', id: 'post-9' }, category: 'SCAMS_AND_FRAUD' })
  assert.deepEqual(await listed(wren), [`${id} received false`])
  const [row] = (await get(wren, 'notices')).items
  const { sender, flagger, category, protected: isProtected, subject } = row
  assert.deepEqual(
    { sender, flagger, category, isProtected, subject },
    {
      ...{ sender: 'trusted_flagger', flagger: { id: flaggerId, name: 'Harbour Hotline' } },
      ...{ category: 'SCAMS_AND_FRAUD', isProtected: true, subject: { kind: 'content', id: 'post-9' } },
    },
  )
  const counts = async () => (await get(wren, 'notice-counts')).counts
  assert.deepEqual(await counts(), [{ state: 'received', count: 1, late: 0 }])
  const shown = {
    'state=received': 1,
    'state=open': 0,
    'flagger=any': 1,
    'late=true': 0,
    'late=false': 1,
    'kind=scam': 0,
  }
  for (const [query, count] of Object.entries(shown))
    assert.equal((await listed(wren, `?${query}`)).length, count, query)
  assert.equal(await joinWaiting(desk), 2)
  assert.deepEqual(await listed(wren), [`${id} open true`])
  assert.deepEqual(await counts(), [{ state: 'open', count: 1, late: 0 }])
  assert.equal(await db.onlyValue(sql`select count(*)::integer from flagger_report`), 1)
})

test('a waiting report takes the rights of all its possible cases', async (t) => {
  const { database, reader, send, listed } = await start(t)
  const all = await reader()
  const child = await send({ id: 'a', category: 'PROTECTION_OF_MINORS', subject: { kind: 'content', id: 'post-1' } })
  assert.equal((await listed(all)).length, 1)
  for (const clearances of [[], ['protected'], ['protected', 'legal'], ['safety', 'legal']])
    assert.deepEqual(await listed(await reader(clearances)), [], clearances.join())
  const scam = await send({
    id: 'b',
    category: 'SCAMS_AND_FRAUD',
    ground: 'terms',
    subject: { kind: 'content', id: 'post-2' },
  })
  const some = await reader(['protected'])
  assert.deepEqual(await listed(some), [`${scam} received false`], 'the account is unknown')
  await database.ownerPool.query(`insert into review_case (subject, queue, category, clearances, rank, partition_id, reach_class, due_at)
    select 'content:post-2', 'general', 'VIOLENCE', '{safety}', 1, (select min(id) from case_partition), 0, desk_now()`)
  assert.deepEqual(await listed(some), [], 'another case of the subject needs more')
  assert.deepEqual(await listed(all), [`${scam} received false`, `${child} received false`])
  const forged = `update report_inbox set report = jsonb_set(report, '{category}', '"SPAM"')`
  await database.ownerPool.query(`alter table report_inbox disable trigger user`)
  await database.ownerPool.query(forged)
  assert.deepEqual(await listed(all), [], 'a category that no queue has')
})

test('a flagger suspended meanwhile sent a report like any other', async (t) => {
  const { db, desk, flaggerId, propose, agree, reader, send, listed } = await start(t)
  const wren = await reader()
  const id = await send({ id: 'theirs', category: 'SCAMS_AND_FRAUD' })
  assert.deepEqual(await listed(wren), [`${id} received false`])
  await agree(await propose({ kind: 'flagger_suspension', flaggerId }))
  assert.deepEqual(await listed(wren), [])
  assert.equal(await joinWaiting(desk), 1)
  assert.deepEqual(await listed(wren), [])
  const { boost } = await db.only<{ boost: number }>(sql`select rank_boost_hours as boost from review_case`)
  assert.deepEqual([boost, await db.list(sql`select from flagger_report`)], [0, []], 'it comes before no other')
})
