import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ACTS } from '../../src/foundation/acts.ts'
import { send } from '../support/desk-flow.ts'
import { startEveryAct } from '../support/every-act.ts'
import { givenKey, givenPasskey } from '../support/people.ts'
import { postAndSign, signingAt, signProposal } from '../support/sign.ts'
import { signInWith } from '../support/sign-in.ts'
import { checkLedger } from '../support/working-desk.ts'

interface Stored {
  act: string
  core: string
  asShown: string
}

test('every act that restricts or loosens requires a passkey', async (t) => {
  const { desk, acts } = await startEveryAct(t)
  const key = await givenKey(desk.desk.db)
  const seen = new Set<string>()
  const countSigned = async () => (await desk.desk.db.query(sql`select from signature`)).rowCount
  for await (const { act, of, who, url, body, proposal, done } of acts()) {
    const before = await countSigned()
    for (const [alone, token, statuses] of [
      ['a token', who.token, [400, 403]],
      ['an API key', key.token, [403]],
    ] as const) {
      const answer = await send(desk, token, 'POST', url, body)
      assert.ok(
        statuses.some((each) => each === answer.status),
        `${act} by ${alone}: ${JSON.stringify(answer.body)}`,
      )
    }
    const { cookie } = await signInWith(desk, await givenPasskey(desk.desk.db, who.id))
    const headers = { cookie, origin: desk.desk.relyingParty.origin, 'sec-fetch-site': 'same-origin' }
    const inSession = await desk.app.inject({ method: 'POST', url, payload: body, headers })
    assert.ok([400, 403].includes(inSession.statusCode), `${act} in a session: ${inSession.body}`)
    const me = await desk.app.inject({ url: '/v1/me', headers })
    assert.equal(me.statusCode, 200, 'who is signed in all the same')
    const anonymous = await desk.app.inject({ method: 'POST', url, payload: body })
    assert.equal(anonymous.statusCode, 401, act)
    assert.equal(await countSigned(), before)

    const { signature, prepared } = proposal
      ? await signProposal(desk, who, proposal)
      : await postAndSign(desk, who, { ...signingAt(url) })
    assert.ok(signature, `${act}: ${JSON.stringify(prepared.body)}`)
    const answer = await send(desk, who.token, 'POST', url, { ...body, signature })
    assert.equal(answer.status, done, `${act}: ${JSON.stringify(answer.body)}`)
    const { rows } = await desk.desk.db.query<Stored>(sql`
      select act, core, as_shown as "asShown" from signature where id = ${String(prepared.body.signingId)}`)
    const [stored] = rows
    assert.equal(stored?.act, act)
    // The signed bytes contain the shown text, its language and its time zone.
    const { text, language, timeZone } = JSON.parse(stored?.asShown ?? '{}')
    assert.deepEqual([text, language, timeZone], [prepared.body.text, 'en', 'UTC'])
    seen.add(of === undefined ? act : `${act} of a ${of}`)
  }
  assert.deepEqual([...seen].sort(), [...ACTS, 'restore_second of a set'].sort())
  await checkLedger(desk.desk)
})
