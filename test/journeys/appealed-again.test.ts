import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenPlatform } from '../support/platforms.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { startAppeals } from '../support/appeals.ts'
import { givenReport, send } from '../support/desk-flow.ts'
import { only, startGate } from '../support/gate-flow.ts'
import { bearer } from '../support/server.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const SUSPEND = { action: 'suspend', durationMs: 604_800_000 }
const PHOTO = Buffer.from('the bytes of a photo')
const SENT = { mediaType: 'image/png', base64: PHOTO.toString('base64') }

/** A desk with an enforcement on an account, decided by what came with a report. */
async function startAppealed(t: TestContext) {
  const desk = await startGate(t)
  desk.work()
  await givenReport(desk, ROSA, { evidence: [{ class: 'sensitive', ...SENT }] })
  const ana = await desk.person()
  const enforcementId = only((await desk.gate.ask(await desk.gate.claim(ROSA, ana), ana, SUSPEND)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  return { ...desk, ana, enforcementId, ...(await startAppeals(desk)) }
}

test('a judged appeal is final unless new facts appear', async (t) => {
  const desk = await startAppealed(t)
  const { appeal, next, conclude, judge, enforcementId, gate } = desk
  assert.equal((await appeal({ enforcementId })).status, 201)
  const cleo = await desk.person()
  assert.equal((await judge(cleo, await next(cleo), 'uphold', 'It sells what is not there.')).body.state, 'upheld')

  const plain = await appeal({ enforcementId })
  assert.equal(plain.status, 409)
  assert.match(String(plain.body.detail), /was judged on .* final, unless newEvidence states .* out-of-court/)
  assert.deepEqual(
    (plain.body.errors as { field: string }[]).map(({ field }) => field),
    ['newEvidence'],
  )
  assert.equal((await appeal({ enforcementId }, { newEvidence: '  ' })).status, 400)
  const forged = desk.desk.db.query(sql`
    insert into appeal (key_id, client_id, body_hash, appellant, words, salt, said_hash, enforcement_id, subject)
    select key_id, 'forged', body_hash, appellant, words, salt, said_hash, enforcement_id, subject from appeal`)
  await assert.rejects(forged, /is final/)

  const newEvidence = 'The bakery’s bill, which came on Tuesday.'
  const again = await appeal({ enforcementId }, { id: 'again', newEvidence })
  assert.equal(again.status, 201, JSON.stringify(again.body))
  assert.equal((await appeal({ enforcementId }, { id: 'again', newEvidence: 'another' })).status, 409)
  assert.equal(await next(cleo), undefined, 'not to whoever judged the first')
  const dan = await desk.person()
  const caseId = await next(dan)
  const look = async () => (await gate.get(dan, `/v1/cases/${caseId}`)).body.appeal as Record<string, unknown>
  assert.equal((await look()).newEvidence, newEvidence)
  assert.partialDeepStrictEqual((await look()).earlier, [{ reason: null }], 'not before their own conclusion')
  assert.equal((await conclude(dan, caseId)).status, 200)
  const seen = await look()
  assert.partialDeepStrictEqual(seen.earlier, [{ reason: 'It sells what is not there.' }])
  assert.equal(JSON.stringify(seen.earlier).includes(cleo.id), false)
  assert.equal((await judge(dan, caseId, 'uphold')).body.state, 'upheld')
  assert.equal((await appeal({ enforcementId }, { newEvidence: 'a letter' })).status, 201)
  const eve = await desk.person()
  assert.equal((await judge(eve, await next(eve), 'uphold')).body.state, 'upheld')
  assert.match(
    String((await appeal({ enforcementId }, { newEvidence: 'one more' })).body.detail),
    /was judged on .* \(3\), and that is final/,
  )
  await checkLedger(desk.desk)
  await desk.advance(200 * 86_400_000)
  await desk.desk.db.query(sql`select delete_expired_appeals()`)
  const { rows } = await desk.desk.db.query(sql`select from appeal where new_evidence is not null`)
  assert.equal(rows.length, 0, 'what was new is forgotten with what was said')
  await checkLedger(desk.desk)
})

test('the judge of an appeal reads its evidence, never restricted content', async (t) => {
  const desk = await startAppealed(t)
  const { appeal, next, enforcementId, gate } = desk
  await appeal({ enforcementId })
  const cleo = await desk.person()
  const caseId = await next(cleo)
  const [piece] = (await gate.get(cleo, `/v1/cases/${caseId}`)).body.media as { id: string }[]
  const url = `/v1/cases/${caseId}/media/${piece?.id}`
  const open = () => desk.app.inject({ url, headers: bearer(cleo.token) })
  const opened = await open()
  assert.deepEqual([opened.statusCode, opened.rawPayload], [200, PHOTO])
  const view = await waitFor('the look to be on record', async () => {
    const { rows } = await desk.desk.db.query(
      sql`select staff_id, case_id, in_case from staff_view where kind = 'media' and media_id = ${piece?.id}`,
    )
    return rows[0]
  })
  assert.deepEqual(view, { staff_id: cleo.id, case_id: caseId, in_case: true })
  await givenReport(desk, ROSA, {
    evidence: [{ class: 'restricted', mediaType: 'image/png', sha256: 'a'.repeat(64), reference: 'vault:1' }],
  })
  assert.equal((await open()).statusCode, 403)
})

test('an API key sees only appeals sent by keys of its name', async (t) => {
  const desk = await startAppealed(t)
  const { appeal, enforcementId } = desk
  const { appealId } = (await appeal({ enforcementId })).body
  const read = async (token: string) => (await send(desk, token, 'GET', `/v1/appeals/${String(appealId)}`)).status
  const keyNamed = async (name: string) => (await addKey(desk.desk, { name, scopes: ['appeals'] }, DESK)).key
  assert.equal(await read(desk.token), 200)
  assert.equal(await read(await keyNamed('another')), 404)
  await givenPlatform(desk.desk.db, 'forum')
  assert.equal(
    await read((await addKey(desk.desk, { name: 'test', scopes: ['appeals'], platform: 'forum' }, DESK)).key),
    404,
  )
  assert.equal(await read(await keyNamed('test')), 200, 'the next key of whoever sent it')
})

test("no person involved judges an appeal; the platform's key stays silent", async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { gate } = desk
  const { appeal, next, judge } = await startAppeals(desk)
  const [ana, boss] = [await desk.person(), await desk.person({ roles: ['lead'], team: 'north' })]
  const caseId = await gate.claim(ROSA, ana)
  const asked = { conclusion: 'escalate', escalateTo: 'lead', urgency: 'urgent', rationale: 'is it one?' }
  assert.equal((await gate.post(ana, `/v1/cases/${caseId}/decisions`, asked)).status, 201)
  assert.equal(await next(boss), caseId)
  assert.equal((await gate.post(boss, `/v1/cases/${caseId}/answer`, { answer: 'It is.' })).status, 204)
  assert.equal(await next(ana), caseId)
  const enforcementId = only((await gate.ask(caseId, ana, SUSPEND)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  await appeal({ enforcementId })
  assert.equal(await next(boss), undefined, 'not to whoever was asked')
  const cleo = await desk.person()
  const waits = await next(cleo)
  const note = (who: typeof ana) => gate.post(who, `/v1/cases/${waits}/notes`, { text: 'It was me, and I am sure.' })
  for (const party of [ana, boss]) assert.equal((await note(party)).status, 403)
  assert.equal((await note(cleo)).status, 204)
  assert.equal((await judge(cleo, waits, 'uphold')).body.state, 'upheld')
  await checkLedger(desk.desk)
})
