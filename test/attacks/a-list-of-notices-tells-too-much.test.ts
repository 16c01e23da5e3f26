import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { storeVendorPlaces } from '../../src/cases/routing/vendor-places.ts'
import type { QueueRule } from '../../src/policy/queues.ts'
import { changeByTwo } from '../support/authority.ts'
import { givenAccount, givenCase } from '../support/cases.ts'
import { type Person, STAR, startGate } from '../support/gate-flow.ts'
import { givenNotice, givenNoticed } from '../support/notices.ts'
import type { GivenStaff } from '../support/people.ts'
import { givenPlatform } from '../support/platforms.ts'

/** Starts a desk, and reads as a person which notices, cases and numbers they learn of. */
async function start(t: TestContext) {
  const desk = await startGate(t)
  const { gate, person } = desk
  const { db } = desk.desk
  // It stores the places of its policies when it begins.
  await desk.app.ready()
  const reads = async (who: Person, query = '') => {
    const { status, body } = await gate.get(who, `/v1/notices${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return (body.items as { id: string; state: string; caseId: string | null; outcome: string | null }[]).toSorted(
      (one, other) => (one.id < other.id ? -1 : 1),
    )
  }
  const idsOf = async (who: Person, query = '') => (await reads(who, query)).map(({ id }) => id)
  const count = async (who: Person) => {
    const { body } = await gate.get(who, '/v1/notice-counts')
    return (body.counts as { count: number }[]).reduce((sum, each) => sum + each.count, 0)
  }
  const casesOf = async (who: Person) => {
    const { body } = await gate.get(who, '/v1/cases')
    return (body.items as { id: string }[]).map(({ id }) => id).sort()
  }
  const reviewer = (given: GivenStaff = {}) => person({ clearances: [], ...given })
  return { ...desk, db, reads, idsOf, count, casesOf, reviewer }
}

test('notices tell a person of no case that they may not open', async (t) => {
  const { db, reads, count, casesOf, reviewer } = await start(t)
  await storeVendorPlaces(db, [{ employer: 'Northwind', site: 'Porto' }])
  const safety = await givenNoticed(db, { kind: 'child_abuse', about: { clearances: ['safety'] } })
  const bound = await givenNoticed(db, { about: { employer: 'Northwind', site: 'Porto' } })
  const star = await givenNoticed(db, { about: { accountId: await givenAccount(db, { protected: true }) } })
  const unknown = await givenNoticed(db, { about: { accountId: null } })
  const plain = await givenNoticed(db)
  const all = [safety, bound, star, unknown, plain]
  const check = async (given: GivenStaff, expected: readonly { caseId: string }[]) => {
    const who = await reviewer(given)
    const seen = (await reads(who)).map(({ caseId }) => caseId).sort()
    assert.deepEqual(seen, expected.map(({ caseId }) => caseId).sort(), JSON.stringify(given))
    assert.deepEqual(seen, await casesOf(who), 'exactly the cases of the list of cases')
    assert.equal(await count(who), expected.length)
  }
  await check({}, [plain])
  await check({ clearances: ['safety'] }, [safety, plain])
  await check({ clearances: ['protected'] }, [star, unknown, plain])
  await check({ employer: 'Northwind', site: 'Porto', clearances: ['safety', 'protected'] }, [bound])
  await check({ employer: 'Northwind', site: 'Porto' }, [bound])
  assert.equal(new Set(all.map(({ noticeId }) => noticeId)).size, all.length)
})

test('a notice without a case follows each possible case', async (t) => {
  const { db, idsOf, count, reviewer } = await start(t)
  await storeVendorPlaces(db, [{ employer: 'Northwind', site: 'Porto' }])
  const ordinary = await givenAccount(db)
  await db.query(sql`
    insert into content (id, account_id, kind, source, facts_at) values ('post-1', ${ordinary}, 'post', 'test', desk_now()),
      ('post-2', ${ordinary}, 'post', 'test', desk_now())`)
  const star = await givenAccount(db, { protected: true })
  const waits = (kind: 'scam' | 'child_abuse', subject: string) =>
    givenNotice(db, { kind, subject, email: `${subject}@x.example`, isConfirmed: false })
  const scam = await waits('scam', 'content:post-1')
  const abuse = await waits('child_abuse', 'content:post-1')
  const ofStar = await waits('scam', `account:${star}`)
  const ofUnknown = await waits('scam', 'content:post-9')
  // A case about it exists, and needs more than the notice alone.
  await givenCase(db, { subject: 'content:post-2', accountId: ordinary, clearances: ['legal'] })
  const beside = await waits('scam', 'content:post-2')
  const check = async (given: GivenStaff, expected: readonly string[]) => {
    const who = await reviewer(given)
    assert.deepEqual(await idsOf(who), [...expected].sort(), JSON.stringify(given))
    assert.deepEqual(await idsOf(who, '?state=unconfirmed'), [...expected].sort())
    assert.equal(await count(who), expected.length)
  }
  await check({}, [scam])
  await check({ clearances: ['safety'] }, [scam, abuse])
  await check({ clearances: ['protected'] }, [scam, ofStar, ofUnknown])
  await check({ clearances: ['protected', 'safety', 'legal'] }, [scam, abuse, ofStar, ofUnknown, beside])
  await check({ employer: 'Northwind', site: 'Porto', clearances: ['protected', 'safety', 'legal'] }, [])
})

test('a role of one platform reads no notice of another', async (t) => {
  const desk = await start(t)
  const { db, idsOf, count, reviewer } = desk
  await givenPlatform(db, 'forum')
  await givenNoticed(db)
  await givenNotice(db, { subject: 'account:rosa', email: 'rosa@x.example', isConfirmed: false })
  const there = await givenNoticed(db, {
    about: { subject: 'account:forum~rosa', accountId: await givenAccount(db, { id: 'forum~rosa' }) },
  })
  const frida = await reviewer({ clearances: ['protected', 'safety', 'legal'] })
  await changeByTwo(desk, { kind: 'role', op: 'grant', staffId: frida.id, role: 'reviewer', platforms: ['forum'] })
  assert.deepEqual([await idsOf(frida), await count(frida)], [[there.noticeId], 1])
  assert.deepEqual(await idsOf(frida, '?platform=default'), [])
})

test('an approver learns nothing of the decision before their review', async (t) => {
  const desk = await start(t)
  const { db, gate, person, database, idsOf } = desk
  const ana = await person()
  const caseId = await gate.claim(STAR, ana)
  const noticeId = await givenNotice(db, { caseId })
  const other = await givenNoticed(db)
  const before = await person({ roles: ['senior'] })
  assert.deepEqual(await idsOf(before), [noticeId, other.noticeId].sort())
  const proposed = await gate.ask(caseId, ana)
  assert.equal(proposed.status, 201, JSON.stringify(proposed.body))
  // As if an action of the same decision were in effect already, and had been told.
  await database.ownerPool.query(`update notice set outcome = 'actioned', concluded_at = desk_now() where id = $1`, [
    noticeId,
  ])
  for (const query of ['', '?state=answered', '?state=decided'])
    assert.ok(!(await idsOf(before, query)).includes(noticeId), query)
  assert.ok((await idsOf(ana, '?state=answered')).includes(noticeId), 'the proposer knows it')
})

test('a QA sample shows its notices as those of a new case', async (t) => {
  const { db, database, person, reads, idsOf, count } = await start(t)
  const [first, next] = [await person(), await person()]
  const { caseId, noticeId } = await givenNoticed(db, { outcome: 'not_actioned' })
  await database.ownerPool.query(`alter table qa_sample disable trigger user`)
  await database.ownerPool.query(
    `with decided as (
      insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case)
      values ($1, $2, 'd', sha256('d'), 'no_violation', 'None.', 1) returning id),
    event as (insert into case_event (case_id, kind, by) values ($1, 'opened', 'desk') returning id)
    insert into qa_sample (case_id, decision_id, first_reviewer, why, due_at, event_id) select $1, decided.id, $2, 'severe', desk_now(), event.id from decided, event`,
    [caseId, first.id],
  )
  const seenBy = async (who: Person) => (await reads(who)).map(({ id, state, outcome }) => [id, state, outcome])
  assert.deepEqual(await seenBy(next), [[noticeId, 'open', null]])
  assert.deepEqual(await idsOf(next, '?state=answered'), [])
  assert.deepEqual(await idsOf(next, '?state=open'), [noticeId])
  assert.deepEqual([await count(next), await count(first)], [1, 0])
  assert.deepEqual(await seenBy(first), [[noticeId, 'answered', 'not_actioned']])
})

test('a queue that needs a clearance now hides its notices', async (t) => {
  const { db, desk, idsOf, reviewer } = await start(t)
  const sent = await givenNotice(db, {
    email: 'mara@mail.example',
    isConfirmed: false,
    subject: 'account:unknown-here',
  })
  const cleared = await reviewer({ clearances: ['protected'] })
  assert.deepEqual(await idsOf(cleared), [sent])
  const { policies } = desk
  const close = (rule: QueueRule): QueueRule => ({ ...rule, queue: { ...rule.queue, clearances: ['safety'] } })
  Object.assign(desk, {
    policies: { ...policies, rules: policies.rules.map(close), otherwise: close(policies.otherwise) },
  })
  assert.deepEqual(await idsOf(cleared), [])
})
