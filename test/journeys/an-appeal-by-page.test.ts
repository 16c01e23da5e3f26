import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { readBody } from '../support/mail-server.ts'
import { formId } from '../support/public-desk.ts'
import { startStated } from '../support/stated-desk.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

test('a suspended person reads the reasons, appeals with evidence and is heard', async (t) => {
  const desk = await startStated(t)
  const { path, get, post, next, judge, mail, enforcementId } = desk
  const german = await get(`${path}?language=de`)
  assert.equal(german.status, 200, german.body)
  assert.match(german.body, /Wir haben Ihr Konto gesperrt\./)
  assert.match(german.body, /settlement\.example/)
  assert.match((await get(`${path}?language=ar`)).body, /علّقنا حسابك\./)
  assert.equal((await post({ words: ' ' })).status, 422)

  const form = { form: formId(), words: 'It was a song.', email: 'rosa@mail.example' }
  const sent = await Promise.all([post(form, [PNG]), post(form, [PNG])])
  assert.deepEqual(
    sent.map(({ status }) => status),
    [201, 201],
    sent[0].body,
  )
  assert.equal((await post({ words: 'Another one.' })).status, 409, 'one open appeal at a time')
  assert.match((await get(path)).body, /Due to be decided by/)
  assert.equal(await desk.desk.db.onlyValue(sql`select count(*)::integer from appeal`), 1)

  const cleo = await desk.person()
  const caseId = await next(cleo)
  const seen = (await desk.gate.get(cleo, `/v1/cases/${caseId}`)).body
  assert.equal((seen.appeal as { words: string } | undefined)?.words, 'It was a song.', JSON.stringify(seen))
  assert.equal(
    (await judge(cleo, caseId, 'overturn', `We, not ${desk.ana.id}, looked again: it was a song.`)).body.state,
    'overturned',
  )
  await desk.enforcementIn(enforcementId, 'restored')
  const written = () => mail.mails.filter((each) => each.to.includes('rosa@mail.example')).map(readBody)
  await waitFor('the receipt and the outcome', async () => written().length === 2)
  assert.match(written()[1] ?? '', /The decision was wrong\. We undid it\. We are sorry\./)
  const done = await get(path)
  assert.match(done.body, /The decision was wrong[\s\S]*We, not …, looked again: it was a song\./)
  assert.equal((await post({ words: 'Again.' })).status, 409)
  for (const text of [done.body, ...written()]) assert.ok(!text.includes(cleo.id) && !text.includes(desk.ana.id))
  const [counted] = await desk.desk.db.list(sql`select against_policy as policy from appeal`)
  assert.ok((counted as { policy: string }).policy.length > 0, 'it counts against the policy that let it pass')
  await checkLedger(desk.desk)
})

test('a further appeal needs new facts and comes in time', async (t) => {
  const desk = await startStated(t)
  const { get, post, path, next, judge } = desk
  assert.equal((await post({ words: 'It was a song.' })).status, 201)
  const cleo = await desk.person()
  assert.equal((await judge(cleo, await next(cleo), 'uphold', 'It is fraud.')).body.state, 'upheld')
  assert.match((await get(path)).body, /The decision stays[\s\S]*It is fraud\./)
  const again = await post({ words: 'It was a song.' })
  assert.equal(again.status, 422)
  assert.match(again.body, /name="newEvidence"/)
  await desk.advance(190 * 86_400_000)
  assert.equal((await get(path)).status, 200, 'the statement is read longer')
  const late = await post({ words: 'It was a song.', newEvidence: 'The recording.' })
  assert.equal(late.status, 409, late.body)
  assert.equal(await desk.desk.db.onlyValue(sql`select count(*)::integer from appeal`), 1)
  await checkLedger(desk.desk)
})
