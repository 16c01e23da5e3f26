import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { only, startGate } from '../support/gate-flow.ts'
import { givenKey } from '../support/people.ts'
import { checkLedger } from '../support/working-desk.ts'

const KITCHEN = '@community:quay_kitchen'
const BARGAINS = '@list:ferry_bargains'
const WEEK = { action: 'suspend', durationMs: 604_800_000 }

/** A desk to which the report buttons of the demo platform send. */
async function startHarbour(t: TestContext) {
  const desk = await startGate(t)
  const { gate, demo } = desk
  const { token: key } = await givenKey(desk.desk.db, ['report'])
  demo.reportTo({ url: await desk.app.listen({ host: '127.0.0.1', port: 0 }), key })
  const ana = await desk.person()
  /** Presses the report button of its page, and has Ana claim the case. */
  const claimed = async (id: string) => {
    const form = new URLSearchParams({ kind: 'account', id, ground: 'terms', category: 'SCAMS_AND_FRAUD' })
    const sent = await fetch(`${demo.url}/report`, { method: 'POST', body: form })
    assert.match(await sent.text(), /Your report was received/)
    const { body } = await gate.post(ana, '/v1/cases/claim-next')
    await desk.advance(30_000)
    return String(body.id)
  }
  /** The page of a community as a visitor sees it. */
  const page = async (handle: string) => {
    const answer = await fetch(`${demo.url}/@${handle}`)
    return { status: answer.status, text: await answer.text() }
  }
  return { ...desk, ana, claimed, page }
}

test('a community goes offline and comes back with its reasons', async (t) => {
  const desk = await startHarbour(t)
  const { gate, claimed, page, ana, demo } = desk
  desk.work()
  const before = await page('quay_kitchen')
  assert.match(before.text, /6400 members[\s\S]+Report this community/)
  const caseId = await claimed(KITCHEN)
  const { body: shown } = await gate.get(ana, `/v1/cases/${caseId}/profile`)
  const { profile, posts } = shown as { profile: Record<string, unknown>; posts: { id: string }[] }
  assert.deepEqual([profile.displayName, profile.reach], ['Quay Kitchen', 6_400])
  assert.deepEqual(new Set(posts.map(({ id }) => id.split('-')[0])), new Set(['rosa', 'samir', 'pills']))
  const asked = await gate.ask(caseId, ana, WEEK)
  assert.equal(asked.status, 201, JSON.stringify(asked.body))
  const id = only(asked.body.enforcements)
  await desk.enforcementIn(id, 'in_effect')
  assert.deepEqual([(await page('quay_kitchen')).status, await desk.visit('account:rosa')], [410, 200])
  const texts = () =>
    demo.store.committed.all`select statement from shown_statement where id = ${KITCHEN} order by seq`.map((row) =>
      String(row.statement),
    )
  await desk.untilSo('its reasons', async () => (texts().length > 0 ? true : undefined))
  const lead = await desk.person({ roles: ['lead'] })
  const restored = await gate.post(lead, `/v1/enforcements/${id}/restore`, {
    cause: 'mistake',
    reason: 'Bread is fine.',
  })
  assert.equal(restored.status, 202, JSON.stringify(restored.body))
  await desk.enforcementIn(id, 'restored')
  assert.equal((await page('quay_kitchen')).text, before.text)
  await desk.untilSo('the end to be told', async () => (texts().length > 1 ? true : undefined))
  await checkLedger(desk.desk)
})

test('a case of a list shows its members', async (t) => {
  const { gate, claimed, ana } = await startHarbour(t)
  const { body } = await gate.get(ana, `/v1/cases/${await claimed(BARGAINS)}/related-accounts`)
  const [members] = body.signals as { kind: string; total: number; accounts: { handle: string }[] }[]
  assert.deepEqual([members?.kind, members?.total, members?.accounts.length], ['members', 120, 6])
  assert.ok(members?.accounts.some(({ handle }) => handle === 'rosa_bakes'))
})

test('a list of a minister takes as many people as the minister', async (t) => {
  const desk = await startHarbour(t)
  const { gate, claimed, ana, demo } = desk
  const small = await gate.preview(await claimed(BARGAINS), ana, WEEK)
  assert.deepEqual((small.body as { requirement: { approvals: unknown[] } }).requirement.approvals, [])
  await demo.store.inTransaction((tx) => {
    tx.run`insert into community_owner (community_id, account_id) values (${KITCHEN}, 'vale')`
  })
  const asked = await gate.preview(await claimed(KITCHEN), ana, WEEK)
  assert.match(String(asked.body.sentence), /public office[\s\S]+approved by two/)
})
