import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { renderMessage } from '../../src/foundation/messages/render-message.ts'
import type { Message } from '../../src/foundation/messages/message.ts'
import { startAppeals } from '../support/appeals.ts'
import { identified, only, STAR } from '../support/gate-flow.ts'
import { startOwnActions } from '../support/own-actions.ts'

const PILLS = { kind: 'account', id: 'pills' } as const
const DAY_MS = 86_400_000
const BAN = { action: 'suspend', durationMs: DAY_MS, own: { id: 'ban' } }
const TITLE = { en: 'Ban', de: 'Bann' }

interface Named {
  id?: string
  action: string
  own: { id: string; title: object } | null
}
const nameOf = (one: unknown) => {
  const { action, own } = one as Named
  return [action, own?.id, own?.title]
}
const BANNED = ['suspend', 'ban', TITLE]

test('every list names the own action of an enforcement', async (t) => {
  const desk = await startOwnActions(t, 'game')
  const { gate } = desk
  const { appeal, next } = await startAppeals(desk)
  const [ana, ben] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  const caseId = await gate.claim(PILLS, ana)
  const id = only((await gate.ask(caseId, ana, BAN)).body.enforcements)
  desk.work()
  await desk.enforcementIn(id, 'in_effect')
  // A list of decisions ends before the present moment.
  await desk.advance(60_000)
  const read = async (url: string) => {
    const { status, body } = await gate.get(ben, url)
    assert.equal(status, 200, `${url} ${JSON.stringify(body)}`)
    return body
  }
  assert.deepEqual(
    nameOf(((await read(`/v1/cases/${caseId}`)).history as { enforcements: Named[] }).enforcements[0]),
    BANNED,
  )
  const { history } = await read('/v1/accounts/pills/history?reason=so')
  const entries = (history as { items: { kind: string }[] }).items
  assert.deepEqual(nameOf(entries.find(({ kind }) => kind === 'enforcement')), BANNED)
  for (const q of ['ban', 'bann', 'suspend']) {
    const { items } = await read(`/v1/search?kind=enforcement&q=${q}`)
    assert.deepEqual((items as Named[]).map(nameOf), [BANNED], q)
  }
  for (const [filter, count] of [
    ['ownAction=ban', 1],
    ['ownAction=mute', 0],
    ['action=suspend', 1],
  ] as const) {
    const { items } = await read(`/v1/decisions?${filter}`)
    const found = items as { enforcements: Named[]; ownActions: string[] }[]
    assert.deepEqual(
      found.map(({ enforcements, ownActions }) => [ownActions, ...enforcements.map(nameOf)]),
      count === 0 ? [] : [[['ban'], BANNED]],
    )
  }
  const csv = await desk.app.inject({
    url: '/v1/decision-exports?reason=so',
    headers: { authorization: `Bearer ${ben.token}` },
  })
  assert.deepEqual(
    parse(csv.body, { columns: true, bom: true }).map((row: unknown) => (row as { own_actions: string }).own_actions),
    ['ban'],
  )
  await appeal({ enforcementId: id })
  const appealed = await next(ben)
  assert.deepEqual(nameOf(((await read(`/v1/cases/${appealed}`)).appeal as { enforcement: Named }).enforcement), BANNED)
})

test('an incident and an alert name the own action', async (t) => {
  const desk = await startOwnActions(t, 'game')
  const { gate } = desk
  const [ana, lead] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  only((await gate.ask(await gate.claim(STAR, ana), ana, BAN, identified(STAR, 'otto_and_the_owls'))).body.enforcements)
  const { rows } = await desk.database.ownerPool.query<{ why: string; message: Message }>(
    `select why, message from alert where why like 'Proposed for%'`,
  )
  assert.deepEqual(
    rows.flatMap(({ why, message }) => [why, renderMessage(message, 'de')]),
    ['Proposed for a protected account: Ban', 'Für ein geschütztes Konto wurde beantragt: Bann'],
  )

  const id = only((await gate.ask(await gate.claim(PILLS, ana), ana, BAN)).body.enforcements)
  desk.work()
  await desk.enforcementIn(id, 'in_effect')
  assert.equal((await gate.post(lead, `/v1/enforcements/${id}/restore`, { reason: 'mistaken' })).status, 202)
  await desk.enforcementIn(id, 'restored')
  const { body: listed } = await gate.get(lead, '/v1/incidents')
  assert.deepEqual((listed.items as Named[]).map(nameOf), [BANNED])
  const { body: incident } = await gate.get(lead, `/v1/incidents/${id}`)
  const says = (incident.marks as { says: string }[]).map((mark) => mark.says)
  assert.ok(says.includes('Ban: requested'), says.join('\n'))
})
