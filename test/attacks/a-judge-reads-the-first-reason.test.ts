import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { NO_VIOLATION, startAppeals, VIOLATION } from '../support/appeals.ts'
import { listGets } from '../support/every-get.ts'
import { identified, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { bearer } from '../support/server.ts'
import { checkLedger } from '../support/working-desk.ts'

/** Routes that list people of the desk by themselves. */
const LISTS_PEOPLE = /staff|reachable|shifts?|rota|people|budgets|\/me|sessions/
const OF_BODY = 'zyxbody found that the shop sells nothing'
const NOTE = 'zyxnote says that the shop is known'

/** The conclusion that what was done is right. */
const SAME = { ...VIOLATION, wished: { action: 'deactivate' } }

async function startAppealed(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const appeals = await startAppeals(desk)
  const ana = await desk.person()
  const ben = await desk.person({ team: 'north' })
  const decidedIn = await gate.claim(STAR, ana)
  assert.equal((await gate.post(ana, `/v1/cases/${decidedIn}/notes`, { text: NOTE })).status, 204)
  const more = identified(STAR, 'otto_and_the_owls')
  const enforcementId = only((await gate.ask(decidedIn, ana, { action: 'deactivate' }, more)).body.enforcements)
  await gate.approve(enforcementId, ben)
  await desk.advance(minutes(6))
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.equal((await appeals.appeal({ enforcementId })).status, 201)
  const dora = await desk.person({ roles: ['lead'] })
  const said = { body: 'User Rights', reference: 'UR-1', decidedOn: '2026-05-01', outcome: 'platform', follows: true }
  const recorded = await gate.post(dora, '/v1/settlements', { enforcementId, ...said, reason: OF_BODY })
  assert.equal(recorded.status, 201, JSON.stringify(recorded.body))
  const caseId = await desk.desk.db.onlyValue<string>(sql`select id from review_case where appeal_id is not null`)
  return { ...desk, ...appeals, ana, ben, decidedIn, enforcementId, caseId }
}

test('no route tells a judge who decided and why before they conclude', async (t) => {
  const desk = await startAppealed(t)
  const { db } = desk.desk
  const judge = await desk.person({ roles: ['lead', 'policy'] })
  const values: Record<string, readonly string[]> = {
    caseId: [desk.caseId, desk.decidedIn],
    enforcementId: [desk.enforcementId],
    accountId: [STAR.id],
  }
  const secrets = await db.listValues<string>(sql`
    select rationale from decision union select ${NOTE} union select ${OF_BODY} union select own_rationale from enforcement_offer where own_rationale is not null`)
  const names = await db.listValues<string>(
    sql`select pseudonym from staff where id in (${desk.ana.id}, ${desk.ben.id})`,
  )
  const urls = listGets().flatMap((route) => {
    const url = route.slice('GET '.length)
    const param = /:(?<name>\w+)/.exec(url)?.groups?.name
    if (param === undefined) return url.startsWith('/v1/search') ? [] : [url]
    return (values[param] ?? []).map((value) => url.replace(`:${param}`, value)).filter((each) => !each.includes(':'))
  })
  const searches = ['case', 'enforcement'].map((kind) => `/v1/search?kind=${kind}&q=zyxnote`)
  const listTelling = async (asked: readonly string[]) => {
    const found: string[] = []
    for (const url of asked) {
      const { statusCode, body } = await desk.app.inject({ method: 'GET', url, headers: bearer(judge.token) })
      if (statusCode !== 200) continue
      const tells = [...secrets, ...(LISTS_PEOPLE.test(url) ? [] : names)].filter((each) => body.includes(each))
      if (tells.length > 0 || (searches.includes(url) && body.includes('"items":[{'))) found.push(url)
    }
    return found
  }
  const all = [...urls.filter((each) => each.startsWith('/v1/')), ...searches]
  assert.deepEqual(await listTelling(all), [])
  assert.equal(await desk.next(judge), desk.caseId)
  assert.equal((await desk.conclude(judge, desk.caseId, SAME)).status, 200)
  // The same routes tell them afterwards, so this test looks in the right places.
  const after = await listTelling(all)
  for (const url of [
    ...[`/v1/cases/${desk.caseId}`, `/v1/cases/${desk.decidedIn}`, `/v1/enforcements/${desk.enforcementId}`],
    ...[`/v1/accounts/${STAR.id}/history`, '/v1/decisions', '/v1/enforcements', '/v1/settlements', searches[0] ?? ''],
  ])
    assert.equal(after.includes(url), true, `${url}: ${after.join(' ')}`)
  const seen = JSON.parse(
    (await desk.app.inject({ url: `/v1/cases/${desk.caseId}`, headers: bearer(judge.token) })).body,
  )
  assert.partialDeepStrictEqual(seen.appeal, {
    concludesFirst: false,
    follows: 'uphold',
    conclusion: { action: 'deactivate' },
  })
})

test('a conclusion is stored once, before the outcome, by the holder alone', async (t) => {
  const desk = await startAppealed(t)
  const { db } = desk.desk
  const { caseId, conclude, gate, ana } = desk
  const cleo = await desk.person()
  const post = (body: object, who = cleo) => gate.post(who, `/v1/cases/${caseId}/appeal`, body)
  assert.equal((await conclude(cleo, caseId)).status, 409, 'they do not hold the case')
  assert.equal((await conclude(ana, caseId)).status, 403, 'they decided')
  assert.equal(await desk.next(cleo), caseId)
  const early = await post({ outcome: 'uphold', reason: 'It stays.' })
  assert.deepEqual([early.status, /your own conclusion first/.test(String(early.body.detail))], [409, true])
  const wrong = await conclude(cleo, caseId, { ...VIOLATION, policyId: 'none' })
  assert.deepEqual([wrong.status, JSON.stringify(wrong.body.errors).includes('policyId')], [400, true])
  assert.equal((await conclude(cleo, caseId, { ...NO_VIOLATION, policyId: 'scam' })).status, 400)
  const both = await Promise.all([conclude(cleo, caseId, SAME), conclude(cleo, caseId, SAME)])
  assert.deepEqual(
    both.map(({ status }) => status),
    [200, 200],
  )
  assert.equal((await conclude(cleo, caseId)).status, 409, 'another conclusion')
  const forged = db.query(sql`update appeal_conclusion set conclusion = 'no_violation'`)
  await assert.rejects(forged, /permission denied/)
  await assert.rejects(
    db.query(sql`insert into appeal_conclusion (appeal_id, staff_id, conclusion, rationale)
      select id, ${ana.id}, 'no_violation', 'x' from appeal`),
    { code: 'CS001' },
  )
  const other = await post({ outcome: 'overturn', reason: 'We erred.' })
  assert.deepEqual([other.status, JSON.stringify(other.body.errors).includes('differsBecause')], [400, true])
  const needless = await post({ outcome: 'uphold', reason: 'It stays.', differsBecause: 'None.' })
  assert.equal(needless.status, 400)
  await assert.rejects(
    db.query(sql`update appeal set state = 'upheld', judged_by = ${cleo.id}, reason = 'x', differs_because = 'y'`),
    /follows from no conclusion/,
  )
  const judged = await post({
    outcome: 'overturn',
    reason: 'We erred.',
    differsBecause: 'The first reason names a wrong law.',
  })
  assert.deepEqual([judged.status, judged.body.state], [200, 'overturned'])
  await checkLedger(desk.desk)
})
