import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Actor, findProblems, startChanging } from '../../../test/support/changes.ts'
import { send } from '../../../test/support/desk-flow.ts'
import { sendSigned } from '../../../test/support/sign.ts'
import { ROUTES } from '../../app/http/routes.ts'

const FLOOR = { kind: 'protection', subject: { kind: 'account', id: 'vale' }, approvals: 2, holdMs: 60_000 }

async function start(t: TestContext) {
  const changing = await startChanging(t, { routes: ROUTES })
  const post = (who: Actor, path: string, body?: object) =>
    send(changing, who.token, 'POST', `/v1/changes${path}`, body)
  const agree = (who: Actor, id: unknown) => sendSigned(changing, who, `/v1/changes/${id}/agree`)
  const list = (who: Actor, query = '') => send(changing, who.token, 'GET', `/v1/changes${query}`)
  const wren = await changing.person(['reviewer', 'senior'])
  const grant = { change: { kind: 'role', op: 'grant', staffId: wren.id, role: 'lead' }, reason: 'she leads the night' }
  return { ...changing, post, agree, list, wren, grant }
}

const NOT_AGREED = 'The change does not wait to take effect.'

test('201, 200: a stricter change applies; a looser one waits for agreement', async (t) => {
  const { db, post, agree, list, crane, plover, wren, grant } = await start(t)
  const raised = await post(crane, '', { change: FLOOR, reason: 'the mast is down' })
  assert.deepEqual([raised.status, raised.body.state, raised.body.direction], [201, 'applied', 'stricter'])
  const alias = { ...FLOOR, subject: { kind: 'account', id: '@domain:BAD.example' } }
  const refused = await post(crane, '', { change: alias, reason: 'the mast is down' })
  assert.deepEqual([refused.status, /@domain:bad\.example/.test(JSON.stringify(refused.body))], [400, true])
  const asked = await post(crane, '', grant)
  assert.deepEqual([asked.status, asked.body.state, asked.body.proposedBy], [201, 'proposed', crane.pseudonym])
  assert.deepEqual(asked.body.mine, {
    agree: 'You proposed it. Another person must review it.',
    decline: 'You proposed it. Another person must review it.',
    stop: NOT_AGREED,
  })
  const { body } = await list(plover, '?open=true')
  const items = body.items as { id: string; says: string; mine: object }[]
  assert.deepEqual(
    [items.length, items[0]?.id, items[0]?.mine],
    [1, asked.body.id, { agree: null, decline: null, stop: NOT_AGREED }],
  )
  assert.match(items[0]?.says ?? '', new RegExp(wren.pseudonym))
  const agreed = await agree(plover, asked.body.id)
  assert.deepEqual([agreed.status, agreed.body.state, agreed.body.movedBy], [200, 'applied', plover.pseudonym])
  assert.equal((agreed.body.answers as { by: string }[])[0]?.by, plover.pseudonym)
  assert.deepEqual(await findProblems(db), [])
})

test('200: another person declines a change; its proposer withdraws it', async (t) => {
  const { post, crane, plover, grant } = await start(t)
  const first = await post(crane, '', grant)
  const declined = await post(plover, `/${first.body.id}/decline`, { reason: 'not before she is back' })
  assert.deepEqual([declined.status, declined.body.state], [200, 'declined'])
  const second = await post(crane, '', grant)
  const withdrawn = await post(crane, `/${second.body.id}/withdraw`)
  assert.deepEqual([withdrawn.status, withdrawn.body.state], [200, 'withdrawn'])
})

test('400: malformed changes and impossible times are refused', async (t) => {
  const { post, crane, plover, wren, grant } = await start(t)
  const asking = (change: object) => post(crane, '', { change, reason: 'because' })
  const wrong: readonly object[] = [
    { kind: 'spell' },
    { ...FLOOR, approvals: 9 },
    { ...FLOOR, extra: 1 },
    { kind: 'end_later', staffId: wren.id, endsAt: '2031-02-30T00:00:00Z' },
    { kind: 'rule_set', name: 'guards', text: 'guards: [' },
    { kind: 'rule_set', name: 'guards', text: 'a\0b' },
    { kind: 'tag', op: 'add', accountId: 'vale', tag: 'a\0' },
    { kind: 'team', staffId: wren.id, team: '\ud800' },
  ]
  for (const change of wrong) assert.equal((await asking(change)).status, 400, JSON.stringify(change))
  const unreadable = { guards: 'guards: [', queues: 'queues: 7' }
  for (const [name, text] of Object.entries(unreadable)) {
    const { body: refused } = await asking({ kind: 'rule_set', name, text })
    const [first] = refused.errors as { field: string }[]
    assert.equal(first?.field, 'change/text', `every problem of ${name} stands by its field`)
  }
  assert.equal((await post(crane, '', { change: FLOOR })).status, 400)
  const { body } = await post(crane, '', grant)
  assert.equal((await post(plover, `/${body.id}/decline`)).status, 400)
  assert.equal((await post(plover, '/x-1/withdraw')).status, 400)
  assert.equal((await post(plover, `/${body.id}/agree`, {})).status, 400, 'unsigned')
})

test('403: the proposer, wrong roles and off-shift people cannot agree', async (t) => {
  const { post, agree, list, person, crane, wren, grant } = await start(t)
  const off = await person(['lead'])
  const { body } = await post(crane, '', grant)
  const own = await agree(crane, body.id)
  assert.deepEqual([own.status, own.body.why], [403, 'own'])
  assert.equal((await agree(off, body.id)).status, 403)
  assert.equal((await post(wren, '', grant)).status, 403)
  assert.equal((await list(wren)).status, 403)
  assert.equal((await post(off, `/${body.id}/withdraw`)).status, 403)
})

test('404: an unknown change, person or account is not found', async (t) => {
  const { post, agree, crane, plover } = await start(t)
  for (const answered of [await agree(plover, 'chg_999'), await post(plover, '/chg_999/withdraw')]) {
    assert.equal(answered.status, 404)
  }
  assert.equal((await post(plover, '/chg_999/decline', { reason: 'no' })).status, 404)
  const nobody = { kind: 'team', staffId: 'staff_999', team: 'north' }
  assert.equal((await post(crane, '', { change: nobody, reason: 'moving' })).status, 404)
  const tag = { kind: 'tag', op: 'add', accountId: 'none', tag: 'newsroom' }
  assert.equal((await post(crane, '', { change: tag, reason: 'a paper' })).status, 404)
})

test('409: a decided change and one without effect are refused', async (t) => {
  const { post, agree, crane, plover, grant, wren } = await start(t)
  const { body } = await post(crane, '', grant)
  await agree(plover, body.id)
  assert.equal((await agree(plover, body.id)).status, 409)
  assert.equal((await post(crane, `/${body.id}/withdraw`)).status, 409)
  assert.equal((await post(plover, `/${body.id}/decline`, { reason: 'no' })).status, 409)
  const again = await post(crane, '', grant)
  assert.equal(again.status, 409)
  assert.match(String(again.body.detail), new RegExp(`${wren.pseudonym} has the role lead already`))
})
