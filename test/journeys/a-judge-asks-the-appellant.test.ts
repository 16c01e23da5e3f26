import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startAppeals } from '../support/appeals.ts'
import { send } from '../support/desk-flow.ts'
import { only, startGate } from '../support/gate-flow.ts'
import { readBody } from '../support/mail-server.ts'
import { REFUSED, stealRole } from '../support/role-thief.ts'
import { formId } from '../support/public-desk.ts'
import { startStated } from '../support/stated-desk.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const DAY_MS = 86_400_000
const QUESTION = 'Who wrote the song?'

test('the appellant answers one question on their page, once', async (t) => {
  const desk = await startStated(t)
  const { path, get, post, next, judge, conclude, mail } = desk
  await post({ form: formId(), words: 'It was a song.', email: 'rosa@mail.example' })
  const [cleo, dan] = [await desk.person(), await desk.person()]
  const caseId = String(await next(cleo))
  const ask = (question: string, who = cleo) => desk.gate.post(who, `/v1/cases/${caseId}/appeal/question`, { question })
  assert.equal((await ask(QUESTION, dan)).status, 409, 'only the holder of the case asks')
  const due = () => desk.desk.db.onlyValue<Date>(sql`select due_at from review_case where id = ${caseId}`)
  const before = await due()
  const team = () => desk.desk.db.onlyValue<Date>(sql`select other_team_until from appeal`)
  const teamBefore = await team()
  const asked = await ask(`${QUESTION} (${desk.ana.id})`)
  assert.equal(asked.status, 201, JSON.stringify(asked.body))
  assert.equal((await due()).getTime() - before.getTime(), 7 * DAY_MS, 'the time to decide stands still')
  assert.equal((await team()).getTime() - teamBefore.getTime(), 7 * DAY_MS, 'and so does that of the other teams')
  assert.equal(await next(dan), undefined, 'it waits outside the queue')
  for (const language of ['en', 'de', 'ar']) {
    const page = await get(`${path}?language=${language}`)
    assert.match(page.body, /Who wrote the song\? \(…\)[\s\S]*<form method="post"[^>]*appeal\/answer/)
    assert.ok(!page.body.includes(desk.ana.id) && !page.body.includes(cleo.id))
  }
  await waitFor('the letter', async () => mail.mails.map(readBody).some((text) => /seven days to answer/.test(text)))
  const answer = (text: string) => post({ answer: text }, [], `${path}/appeal/answer`)
  assert.equal((await answer(' ')).status, 422)
  const both = await Promise.all([answer('My sister did.'), answer('My sister did.')])
  assert.deepEqual(
    both.map(({ status }) => status),
    [201, 201],
    'sent twice it is one',
  )
  assert.equal((await answer('I did.')).status, 409, 'another answer is not stored')
  const thief = await stealRole(t, desk.database)
  for (const set of [
    'answer = null',
    "answer = 'I did it.'",
    "key_id = 'key_9'",
    'answer = null, answer_hash = null, key_id = null',
  ])
    await assert.rejects(thief.run(`update appeal_question set ${set}`), { code: REFUSED }, set)
  assert.match((await get(path)).body, /My sister did\./)
  const late = Math.abs((await due()).getTime() - before.getTime())
  assert.ok(late < 60_000, `the time runs again: ${late}`)
  assert.ok(Math.abs((await team()).getTime() - teamBefore.getTime()) < 60_000)
  assert.equal(await next(cleo), caseId, 'it is back at once')
  const seen = (await desk.gate.get(cleo, `/v1/cases/${caseId}`)).body.appeal as { question: { answer: string } }
  assert.equal(seen.question.answer, 'My sister did.')
  assert.equal((await ask('And who sang?')).status, 409, 'one question')
  await conclude(cleo, caseId)
  assert.equal((await judge(cleo, caseId, 'overturn')).body.state, 'overturned')
  await checkLedger(desk.desk)
  await desk.advance(200 * DAY_MS)
  await desk.database.ownerPool.query('select delete_expired_appeals()')
  assert.equal(
    await desk.desk.db.onlyValue<number>(sql`
      select count(*)::integer from appeal_question where question is not null or answer is not null`),
    0,
  )
  await checkLedger(desk.desk)
})

test('one person holds back few appeals by questions', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { appeal, next } = await startAppeals(desk)
  const { ownerPool } = desk.database
  const [ana, cleo] = [await desk.person(), await desk.person()]
  const suspend = { action: 'suspend', durationMs: 30 * DAY_MS }
  const ask = async (account: string) => {
    const subject = { kind: 'account', id: account } as const
    const id = only((await desk.gate.ask(await desk.gate.claim(subject, ana), ana, suspend)).body.enforcements)
    await desk.enforcementIn(id, 'in_effect')
    await appeal({ enforcementId: id })
    return desk.gate.post(cleo, `/v1/cases/${await next(cleo)}/appeal/question`, { question: QUESTION })
  }
  await ownerPool.query(sql`
    create or replace function questions_max() returns table (open_max integer, day_max integer) language sql immutable
      as $$ select 1, 10 $$`)
  assert.equal((await ask('rosa')).status, 201)
  const second = await ask('pills')
  assert.match(String(second.body.detail), /as many questions as one person may/)
  const forged = desk.desk.db.query(sql`
    insert into appeal_question (appeal_id, asked_by, question, salt, question_hash)
    select appeal_id, ${cleo.id}, 'Why?', salt, sha256(salt || convert_to('Why?', 'UTF8'))
    from review_case, (select decode(repeat('00', 16), 'hex') as salt) salted where claimed_by = ${cleo.id}`)
  await assert.rejects(forged, { code: 'CS001' }, 'nor as the desk itself')
  await ownerPool.query(sql`
    update review_case set severity = 5, claimed_by = null, claimed_at = null, claimed_until = null where claimed_by = ${cleo.id}`)
  const dan = await desk.person()
  const urgent = await desk.gate.post(dan, `/v1/cases/${await next(dan)}/appeal/question`, { question: QUESTION })
  assert.match(String(urgent.body.detail), /waits for no answer/)
})

test('an unanswered question keeps no restriction, and ends after a week', async (t) => {
  const desk = await startGate(t)
  desk.work()
  const { appeal, next, judge, conclude, token, told } = await startAppeals(desk)
  const [ana, cleo] = [await desk.person(), await desk.person()]
  const rosa = { kind: 'account', id: 'rosa' } as const
  const suspend = { action: 'suspend', durationMs: 30 * DAY_MS }
  const enforcementId = only((await desk.gate.ask(await desk.gate.claim(rosa, ana), ana, suspend)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  const sent = await appeal({ enforcementId })
  const caseId = String(await next(cleo))
  await desk.gate.post(cleo, `/v1/cases/${caseId}/appeal/question`, { question: QUESTION })
  const question = (await told(sent)).question as { question: string; answerBy: string }
  assert.equal(question.question, QUESTION)
  assert.equal((await desk.gate.post(cleo, `/v1/cases/${caseId}/claim`)).status, 200)
  const upheld = await judge(cleo, caseId, 'uphold')
  assert.match(String(upheld.body.detail), /waits for the answer/)
  const forged = desk.desk.db.query(sql`
    update appeal set state = 'upheld', judged_by = ${cleo.id}, reason = 'So.', differs_because = 'So.'`)
  await assert.rejects(forged, { code: 'CS001' }, 'nor as the desk itself')
  await desk.advance(7 * DAY_MS + 1_000)
  const late = await send(desk, token, 'POST', `/v1/appeals/${sent.body.appealId}/answer`, { answer: 'My sister did.' })
  assert.equal(late.status, 409)
  const dan = await desk.person()
  assert.equal(await next(dan), caseId, 'the case is back')
  const asked = async () =>
    ((await desk.gate.get(dan, `/v1/cases/${caseId}`)).body.appeal as { question: { question: string | null } })
      .question
  assert.equal((await asked()).question, null, 'the question of another judge tells what they think')
  assert.equal((await conclude(dan, caseId)).status, 200)
  assert.equal((await asked()).question, QUESTION)
  assert.equal((await judge(dan, caseId, 'uphold')).body.state, 'upheld')
  await checkLedger(desk.desk)
})
