import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { makeConsumerNotices } from '../../src/enforcement/consumers/make-notices.ts'
import type { GateDesk } from './acting-alone.ts'
import { violation } from './desk-flow.ts'
import { only, type Person, untilStated } from './gate-flow.ts'
import { LISTING } from './item-types.ts'
import { startOwnActions } from './own-actions.ts'
import { givenKey, givenPasskey } from './people.ts'
import { bearer } from './server.ts'

export const OFFER = { kind: 'content', id: 'pills-1' } as const
export const DAY_MS = 86_400_000
const LAW = { ground: 'illegal', law: 'national-criminal', explanation: 'Call 555-0100 for your money.' }

/** A desk of a marketplace, at a time that only the test moves. */
export async function startMarket(t: TestContext) {
  const market = await startOwnActions(t, 'marketplace')
  market.work()
  return openMarket(market)
}

/** Makes a desk that of a marketplace, whose platform states every content as a listing. */
export async function openMarket<Market extends GateDesk>(market: Market) {
  const { desk, app, gate } = market
  const { platform } = desk
  const facts: typeof platform.facts = async (subject) => {
    const read = await platform.facts(subject)
    return read?.content ? { ...read, content: { ...read.content, item: LISTING } } : read
  }
  Object.assign(desk, { platform: { ...platform, facts } })
  const key = await givenKey(desk.db, ['enforcements'])
  const ana = await market.person()

  /** Takes an offer down as illegal, unless the reviewer states another basis. */
  const takeDown = async ({ basis = LAW, offer = OFFER, action = {}, by = ana }: TakenDown = {}) => {
    const caseId = await gate.claim(offer, by)
    const wished = { action: 'hide', ...action }
    const { body } = await gate.preview(caseId, by, wished)
    const actions = [{ ...wished, previewToken: String(body.token) }]
    const decided = await gate.post(by, `/v1/cases/${caseId}/decisions`, violation({ actions, basis }))
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
    const id = only(decided.body.enforcements)
    await market.enforcementIn(id, 'in_effect')
    await untilStated(market, id)
    return id
  }
  /** Has a lead restore it as a mistake. Returns the lead's id. */
  const restore = async (id: string) => {
    const lead = await market.person({ roles: ['lead'] })
    const body = { cause: 'mistake', reason: 'It is legal.' }
    const { status } = await gate.post(lead, `/v1/enforcements/${id}/restore`, body)
    assert.ok(status < 300, `restore: ${status}`)
    return lead.id
  }
  /** Has a lead restore it as a mistake, and waits until it is restored. Returns the lead's id. */
  const undo = async (id: string) => {
    const lead = await restore(id)
    await market.enforcementIn(id, 'restored')
    await untilStated(market, id)
    return lead
  }
  const call = async (method: 'GET' | 'POST', url: string, payload?: object, token = key.token) => {
    const answer = await app.inject({ method, url, headers: bearer(token), ...(payload && { payload }) })
    return { status: answer.statusCode, body: answer.json() }
  }
  const listed = async () => {
    await makeConsumerNotices(desk)
    return (await call('GET', '/v1/consumer-notices')).body.items
  }
  return { ...market, ana, takeDown, restore, undo, second: secondOf(market), call, listed }
}

/** Stores another person's answer to an enforcement, with a signature. Returns the passkey's id. */
const secondOf = (market: GateDesk) => async (id: string, answer: 'agree' | 'confirm') => {
  const { desk } = market
  const { ownerPool } = market.database
  const lead = await market.person({ roles: ['lead'] })
  const { credentialId } = await givenPasskey(desk.db, lead.id)
  await ownerPool.query(`alter table signature disable trigger user; alter table approval disable trigger user;
    alter table enforcement disable trigger user; alter table enforcement enable trigger note_consumer_change`)
  await ownerPool.query(sql`
    insert into signature (id, staff_id, credential_id, act, about, core, as_shown, client_data, authenticator_data, signature)
    values (${answer}, ${lead.id}, ${credentialId}, ${answer}, ${id}, '{}', '{}', '', ${Buffer.alloc(37)}, ${Buffer.alloc(8)})`)
  await ownerPool.query(sql`
    update enforcement set material_hash = coalesce(material_hash, sha256('a')) where id = ${id}`)
  await ownerPool.query(sql`
    insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash, signature_id)
    select ${id}, ${lead.id}, ${answer}, '{}', '{}', material_hash, ${answer} from enforcement where id = ${id}`)
  if (answer === 'confirm')
    await ownerPool.query(sql`
      update enforcement set state = 'confirmed', confirmed_at = desk_now() where id = ${id}`)
  return credentialId
}

interface TakenDown {
  basis?: object
  offer?: { kind: 'content'; id: string }
  action?: object
  by?: Person
}
