import { readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import type { Item, SubjectFacts } from '@countersign/platform-kit'
import { ROUTES } from '../../src/app/http/routes.ts'
import { type Connector, ConnectorError } from '../../src/foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../src/foundation/connector/guarantees.ts'
import { joinGuards } from '../../src/policy/guards/join-guards.ts'
import { readGuards } from '../../src/policy/guards/guards-file.ts'
import { readItems } from '../../src/policy/items/items-file.ts'
import { readQueues } from '../../src/policy/policies.ts'
import { givenKey, givenStaff } from './people.ts'
import { reportOf } from './reports.ts'
import { bearer, startTestDesk } from './server.ts'

export const LISTING = {
  type: 'listing',
  fields: {
    name: 'Silver gramophone',
    description: 'Plays \u202Eshellac\u202C records.',
    offer: { price: 4_999.5, currency: 'EUR' },
    ean: '4006381333931',
    seller: 'old-tunes',
    condition: 'used',
    pictures: ['https://shop.example/gramophone.png'],
    offeredAt: '2026-05-01T08:00:00Z',
    address: 'https://shop.example/gramophone',
  },
} satisfies Item
export const listingAt = (price: number): Item => ({
  ...LISTING,
  fields: { ...LISTING.fields, offer: { price, currency: 'EUR' } },
})

const ACCOUNT = { id: 'a1', handle: 'old_tunes', displayName: 'Old tunes', tags: [], verified: false }

/** A desk with the item types and guards of an example, and a platform that states this item of every content. */
export async function startItems(t: TestContext, { example = 'marketplace', driven = false } = {}) {
  let item: unknown
  const facts = async ({ id }: { id: string }): Promise<SubjectFacts> => ({
    account: { ...ACCOUNT, reach: 31, createdAt: '2020-01-01T00:00:00Z' },
    content: {
      ...{ id, accountId: 'a1', kind: 'post', text: '', createdAt: null },
      ...(item === undefined ? {} : { item: item as Item }),
    },
    readAt: new Date().toISOString(),
  })
  const silent = async () => {
    throw new ConnectorError('unavailable', 'not asked for here')
  }
  const platform: Connector = {
    guarantees: () => EVERY_GUARANTEE,
    capabilities: silent,
    apply: silent,
    readBack: silent,
    media: silent,
    facts,
  }
  const { desk, app, database, logged } = await startTestDesk(t, { routes: ROUTES, platform, driven })
  const read = (name: string) => readFileSync(`examples/${example}/${name}.yaml`, 'utf8')
  const items = readItems('items.yaml', read('items'))
  const own = joinGuards(readGuards('guards.yaml', read('guards')), desk.policies.guards)
  Object.assign(desk, { policies: { ...desk.policies, items, guards: { ...own, items } } })
  const key = await givenKey(desk.db, ['report', 'facts'])
  const reviewer = await givenStaff(desk.db, { onShift: true, clearances: ['protected'] })
  const send = async (
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: unknown,
    token = key.token,
    type = 'application/json',
  ) => {
    const body =
      payload === undefined ? {} : { payload: typeof payload === 'string' ? payload : JSON.stringify(payload) }
    const headers = { ...bearer(token), ...(payload === undefined ? {} : { 'content-type': type }) }
    const answer = await app.inject({ method, url, headers, ...body })
    return {
      status: answer.statusCode,
      text: answer.body,
      body: type === 'application/json' ? answer.json() : undefined,
    }
  }
  const report = (id: string, more: object = {}) =>
    send('POST', '/v1/reports', { ...reportOf({ id, subject: { kind: 'content', id } }), item: LISTING, ...more })
  return {
    ...{ desk, database, logged, key, reviewer, send, report },
    get: (url: string, token = reviewer.token) => send('GET', url, undefined, token),
    /** Sets the item that the platform states. Undefined: it states none. */
    say: (stated: unknown) => {
      item = stated
    },
    routeBy: (text: string) => {
      Object.assign(desk, { policies: { ...desk.policies, ...readQueues(text) } })
    },
  }
}
