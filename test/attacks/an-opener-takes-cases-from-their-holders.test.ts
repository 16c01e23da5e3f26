import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ALERTED_SEVERE, FIRST_SEVERE_MAX } from '../../src/cases/openings/open-own-case.ts'
import { givenAccount } from '../support/cases.ts'
import { givenClaim, givenReport } from '../support/desk-flow.ts'
import { type Person, startGate } from '../support/gate-flow.ts'

const ABUSE = { category: 'PROTECTION_OF_MINORS', source: 'own_initiative', reason: 'A child may be abused.' }
const FURTHER = 3

async function startOpening(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  const { db } = desk.desk
  const open = async (who: Person, id: string) => {
    const { status, body } = await desk.gate.post(who, '/v1/cases', { subject: { kind: 'account', id }, ...ABUSE })
    assert.equal(status, 201, JSON.stringify(body))
    return body
  }
  const state = (caseId: unknown) =>
    db.only<{ severity: number; precedence: number; clearances: string[]; claimedBy: string | null }>(sql`
      select severity, precedence, clearances, claimed_by as "claimedBy" from review_case where id = ${String(caseId)}`)
  const countAlerts = () => db.onlyValue<number>(sql`select count(*)::integer from alert where kind = 'openings'`)
  return { ...desk, db, open, state, countAlerts }
}

test('few severe openings of one person come before other cases', async (t) => {
  const desk = await startOpening(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  const precedences: number[] = []
  const opened: { subject: string; caseId: unknown }[] = []
  for (let each = 1; each <= ALERTED_SEVERE + FURTHER; each++) {
    const subject = await givenAccount(desk.db)
    const { caseId } = await desk.open(ana, subject)
    opened.push({ subject, caseId })
    precedences.push((await desk.state(caseId)).precedence)
    assert.equal(await desk.countAlerts(), each < ALERTED_SEVERE ? 0 : 1, `alerts after ${each}`)
  }
  const further = Array<number>(ALERTED_SEVERE + FURTHER - FIRST_SEVERE_MAX).fill(0)
  assert.deepEqual(precedences, [...Array<number>(FIRST_SEVERE_MAX).fill(2), ...further])
  const others = await desk.open(ben, await givenAccount(desk.db))
  assert.equal((await desk.state(others.caseId)).precedence, 2, 'another person has their own')
  const last = opened.at(-1)
  assert.ok(last)
  await givenReport(desk, { kind: 'account', id: last.subject }, { category: ABUSE.category })
  assert.equal((await desk.state(last.caseId)).precedence, 2, 'a report brings the case forward')
})

test('an opening changes nothing in a case that a person holds', async (t) => {
  const desk = await startOpening(t)
  const [ana, holder] = [await desk.person(), await desk.person({ clearances: [] })]
  const id = await givenAccount(desk.db)
  const caseId = await givenReport(desk, { kind: 'account', id })
  assert.equal(await givenClaim(desk, holder.token), caseId)
  const before = await desk.state(caseId)
  const { caseId: joined, opened } = await desk.open(ana, id)
  assert.deepEqual([joined, opened], [caseId, false])
  assert.deepEqual(await desk.state(caseId), before)
  assert.equal((await desk.gate.get(holder, `/v1/cases/${caseId}`)).status, 200, 'its holder still has it')
})
