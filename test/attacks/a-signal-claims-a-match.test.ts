import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenClaim, givenReport, send } from '../support/desk-flow.ts'
import { findProblems } from '../support/changes.ts'
import { minutes, only, type Person, startGate } from '../support/gate-flow.ts'
import { checkMatches, hashOf, importMatchList, isMatchGround, PICTURED, pictureHash } from '../support/match-lists.ts'
import { givenKey } from '../support/people.ts'

const LONG_AGO = '2025-01-01T00:00:00Z'
const DAY = minutes(24 * 60)

/** A minister's post with a picture, and people who may bring lists in. */
async function startMatches(t: TestContext) {
  const desk = await startGate(t)
  const [mallory, ben, eve] = [
    await desk.person({ roles: ['reviewer', 'policy'] }),
    await desk.person({ roles: ['policy'] }),
    await desk.person(),
  ]
  const importList = (entries: [string, string][], proposer: Person, approver: Person) =>
    importMatchList(t, desk, { entries, proposer, approver })
  /** Begins a new shift for a person, and gives them the case of the post. */
  const claim = async (who: Person) => {
    await desk.gate.post(who, '/v1/me/shift', { plannedMinutes: 480 })
    await givenReport(desk, PICTURED)
    return givenClaim(desk, who.token)
  }
  return { ...desk, mallory, ben, eve, importList, claim }
}

test('a signal or reported hash alone never proves a match', async (t) => {
  const desk = await startMatches(t)
  const { mallory, ben, eve, claim, database } = desk
  const { db } = desk.desk
  const listed = hashOf('known material')
  await desk.importList([[listed, LONG_AGO]], mallory, ben)
  await desk.advance(DAY + minutes(1))
  const caseId = await claim(eve)
  const signals = await givenKey(db, ['signals'])
  const signal = {
    id: 'staff_1',
    subject: PICTURED,
    kind: 'hash_match',
    list: 'hotline',
    category: 'PROTECTION_OF_MINORS',
  }
  await send(desk, signals.token, 'POST', '/v1/signals', {
    ...signal,
    source: 'links',
    madeAt: desk.now().toISOString(),
  })
  await givenReport(desk, PICTURED, {
    evidence: [{ class: 'restricted', mediaType: 'image/png', sha256: listed, reference: 'vault:1' }],
  })
  const facts = await givenKey(db, ['facts'])
  await send(desk, facts.token, 'PUT', `/v1/contents/${PICTURED.id}`, {
    ...{ accountId: 'vale', kind: 'post', text: 'The bridge.', createdAt: null, factsAt: desk.now().toISOString() },
    media: [{ kind: 'image', mediaType: 'image/png', reference: '0', class: 'restricted', sha256: listed }],
  })
  const { media } = await checkMatches(desk, eve, caseId)
  assert.ok(
    media.every(({ matches }) => matches.length === 0),
    JSON.stringify(media),
  )
  assert.equal((await database.ownerPool.query('select from content_match')).rowCount, 0)
  assert.equal(await isMatchGround(desk, eve, 'match_1'), false)
  await assert.rejects(claimGround(desk, eve, 'match_1'), { code: 'CS001' })
})

test("a new match list, new entry or one's own proves nothing", async (t) => {
  const desk = await startMatches(t)
  const { mallory, ben, eve, claim, gate } = desk
  const agreed = await desk.importList([[pictureHash(), LONG_AGO]], mallory, ben)
  assert.equal(agreed.status, 200, JSON.stringify(agreed.body))
  const refusalsOf = async (who: Person, caseId: string) => {
    const { media } = await checkMatches(desk, who, caseId)
    assert.ok(
      media.every(({ sha256 }) => sha256 === undefined),
      'a hash was shown without the clearance',
    )
    return media.flatMap(({ matches }) => matches.map(({ ref, refusal }) => ref ?? refusal))
  }
  const first = await claim(eve)
  assert.deepEqual(await refusalsOf(eve, first), ['young'])
  assert.equal(await isMatchGround(desk, eve, 'match_1'), false)
  await gate.post(eve, `/v1/cases/${first}/claim/release`)

  await desk.advance(DAY + minutes(1))
  const second = await claim(mallory)
  assert.deepEqual(await refusalsOf(mallory, second), ['author'])
  assert.equal(await isMatchGround(desk, mallory, 'match_2'), false)
  await gate.post(mallory, `/v1/cases/${second}/claim/release`)

  const third = await claim(eve)
  const [ref] = await refusalsOf(eve, third)
  assert.equal(ref, 'match_3')
  assert.equal(await isMatchGround(desk, eve, 'match_3'), true)
  assert.equal(await isMatchGround(desk, mallory, 'match_3'), false, 'another person acts on it')
  await desk.advance(minutes(6))
  assert.equal(await isMatchGround(desk, eve, 'match_3'), false, 'it is too old')

  const fourth = await checkMatches(desk, eve, third)
  assert.equal(fourth.media[0]?.matches[0]?.ref, 'match_4')
  const change = { kind: 'match_list_end', listId: agreed.listId }
  const ended = await gate.post(ben, '/v1/changes', { change, reason: 'An entry was wrong.' })
  assert.equal(ended.body.state, 'applied', 'one person ends a list at once')
  assert.equal(await isMatchGround(desk, eve, 'match_4'), false, 'its list has ended')
  assert.deepEqual(await refusalsOf(eve, third), [], 'an ended list matches nothing')
})

test("one person hides a minister's matching post; two undo it", async (t) => {
  const desk = await startMatches(t)
  const { mallory, ben, eve, claim, gate } = desk
  await desk.importList([[pictureHash(), LONG_AGO]], mallory, ben)
  await desk.advance(DAY + minutes(1))
  desk.work()
  const caseId = await claim(eve)
  const { media } = await checkMatches(desk, eve, caseId)
  const ref = media[0]?.matches[0]?.ref ?? ''
  const hide = { action: 'hide', ground: { kind: 'match', ref } }
  const wrong = await gate.ask(caseId, eve, { ...hide, ground: { kind: 'match', ref: 'match_99' } }, {}, 'minors')
  assert.equal(wrong.status, 422, JSON.stringify(wrong.body))
  const decided = await gate.ask(caseId, eve, hide, {}, 'minors')
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const id = only(decided.body.enforcements)
  await desk.enforcementIn(id, 'in_effect')
  assert.equal(await desk.visit(`content:${PICTURED.id}`), 410)
  const others = [await desk.person(), await desk.person()] as const
  assert.equal(
    (await gate.post(others[0], `/v1/enforcements/${id}/restore`)).status,
    403,
    'one person undoes it unsigned',
  )
  const first = await gate.signed(others[0], `/v1/enforcements/${id}/restore`)
  assert.equal(first.status, 202, JSON.stringify(first.body))
  await desk.enforcementIn(id, 'in_effect')
  const second = await gate.signed(others[1], `/v1/enforcements/${id}/restore`)
  assert.equal(second.status, 202, JSON.stringify(second.body))
  await desk.enforcementIn(id, 'restored')
  assert.equal(await desk.visit(`content:${PICTURED.id}`), 200)
  assert.deepEqual(await findProblems(desk.desk.db), [])
  await desk.database.ownerPool.query(`update content_match set sha256 = sha256('another')`)
  assert.match((await findProblems(desk.desk.db)).join('\n'), /^content_match match_1: /m)
})

test('the application role adds neither entries to match lists nor matches', async (t) => {
  const desk = await startMatches(t)
  const { mallory, ben, eve } = desk
  const { db } = desk.desk
  const { listId } = await desk.importList([[hashOf('known material'), LONG_AGO]], mallory, ben)
  const hash = Buffer.from(pictureHash(), 'hex')
  for (const forged of [
    sql`insert into match_entry (list_id, part, sha256, verified_at) values (${listId}, 1, ${hash}, ${LONG_AGO})`,
    sql`select stage_match_entries(${listId}, array[${hash}]::bytea[], array[${LONG_AGO}]::timestamptz[])`,
    sql`update match_list set agreed_at = ${LONG_AGO}`,
    sql`select * from match_entry`,
    sql`insert into content_match (case_id, subject, media_id, list_id, sha256, made_by)
      values ('case_1', ${`content:${PICTURED.id}`}, 'media_1', ${listId}, ${hash}, ${eve.id})`,
    sql`select * from record_content_match('case_1', 'media_1', ${hash}, ${eve.id})`,
  ]) {
    await assert.rejects(db.query(forged), /permission denied|takes no more entries|holds no case/)
  }
})

type Desk = Awaited<ReturnType<typeof startMatches>>

/** Claims a match as a ground, as an attacker with the credential of the database role does. */
const claimGround = ({ desk }: Desk, who: Person, ref: string) =>
  desk.db.query(sql`
    insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at, ground,
      ground_ref)
    values (${`content:${PICTURED.id}`}, 'vale', 'hide', 'csam', 'person', ${`staff:${who.id}`}, true, 'desk',
      desk_now() + interval '1 hour', 'match', ${ref})`)
