import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { DESK } from '../../src/foundation/domain.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { givenClaim, givenReviewer, send, violation } from '../support/desk-flow.ts'
import { readBody, startMailServer } from '../support/mail-server.ts'
import { givenKey } from '../support/people.ts'
import { formId, NOTICE, statusPath, writeForm } from '../support/public-desk.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, startWorkingDesk } from '../support/working-desk.ts'

test('two people notify a post, and both learn the one outcome', async (t) => {
  const mail = await startMailServer(t)
  const publicPages = { name: 'Harbour', keyId: '' }
  const outbox = { mail: { url: mail.url, from: 'desk@platform.example' } }
  const desk = await startWorkingDesk(t, { publicPages, outbox })
  const { db } = desk.desk
  const key = await givenKey(db, ['report'])
  publicPages.keyId = key.id
  desk.work()
  const notify = async (email: string, language: string) => {
    const fields = { ...NOTICE, kind: 'threats', address: `${desk.demo.url}/posts/pills-1`, email, form: formId() }
    const url = `/public/notice?language=${language}`
    const answer = await desk.app.inject({ method: 'POST', url, ...(await writeForm(fields)) })
    assert.equal(answer.statusCode, 201, answer.body)
    return statusPath(answer.body)
  }
  const [status] = [await notify('rosa@mail.example', 'en'), await notify('hugo@mail.example', 'de')]
  await waitFor('both notices to join one case', async () => {
    const joined = await db.listValues<number>(
      sql`select count(*) from notice where case_id is not null group by case_id`,
    )
    return joined.length === 1 && Number(joined[0]) === 2
  })
  const reviewer = await givenReviewer(desk)
  const caseId = await givenClaim(desk, reviewer.token)
  const readOutcome = (token: string) => send(desk, token, 'GET', '/v1/reports/ntc_1')
  assert.equal((await readOutcome(key.token)).body.outcome, null)
  const decision = violation({ actions: [{ action: 'remove' }] })
  const decided = await send(desk, reviewer.token, 'POST', `/v1/cases/${caseId}/decisions`, decision)
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const written = (to: string) => mail.mails.filter((each) => each.to.includes(to)).map(readBody)
  await waitFor('two letters for each person', async () =>
    ['rosa@mail.example', 'hugo@mail.example'].every((to) => written(to).length === 2),
  )
  // Letters of two jobs come in either order.
  assert.match(
    written('rosa@mail.example').join('\n'),
    /We took action about the content or the account\.[\s\S]*out-of-court/,
  )
  assert.match(written('hugo@mail.example').join('\n'), /Wir sind gegen den Inhalt oder das Konto vorgegangen/)
  assert.equal((await readOutcome(key.token)).body.outcome, 'actioned')
  const other = await addKey({ db }, { name: 'another platform', scopes: ['report'] }, DESK)
  assert.equal((await readOutcome(other.key)).status, 404)
  const { body } = await desk.app.inject({ url: `${status}?language=en` })
  assert.match(body, /We took action/)
  for (const text of [body, ...mail.mails.map(readBody)])
    assert.ok(!text.includes(reviewer.id) && !text.includes('sells what'))
  await checkLedger(desk.desk)
})
