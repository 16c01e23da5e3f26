import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { RelatedAccounts } from '@countersign/platform-kit'
import { type Answers, connectTo, startXrpc } from '../../../../test/support/xrpc-server.ts'
import type { Connector } from '../../../foundation/connector/connector.ts'
import { ATPROTO } from '../atproto-kind.ts'

const didOf = (letter: string) => `did:plc:${letter.repeat(24)}`
const [OWNER, ANN, BEN] = [didOf('o'), didOf('a'), didOf('b')]
const URI = `at://${OWNER}/app.bsky.graph.list/3n3kkyvpqlc2n`
const LIST = { kind: 'account', id: `@list:${URI}` } as const
const PACK = { kind: 'account', id: `@list:at://${OWNER}/app.bsky.graph.starterpack/3n3kkyvpqlc3o` } as const
const MISSING = { status: 400, body: { error: 'InvalidRequest' } }

/** The record of a list, or of a starter pack that names it, at its author's PDS. */
const RECORDS: Answers = {
  'com.atproto.repo.getRecord': (_request, params) => {
    const uri = `at://${OWNER}/${params.get('collection')}/${params.get('rkey')}`
    return { body: { uri, value: { name: 'Bargains', list: URI } } }
  },
}
const itemsOf = (...subjects: unknown[]): Answers => ({
  ...RECORDS,
  'com.atproto.repo.listRecords': () => ({
    body: { records: subjects.map((subject) => ({ value: { list: URI, subject } })) },
  }),
})

/** Opens a connector that reads the network by an AppView. */
async function readBy(t: TestContext, answers: Answers): Promise<Connector> {
  const pds = await startXrpc(t, { ...RECORDS, ...answers })
  return ATPROTO.open({ pds, appview: pds }, {}, { now: () => new Date(), allowPrivate: [] })
}

async function membersOf(connector: Connector, subject: typeof LIST | typeof PACK) {
  const found = (await connector.relatedAccounts?.(subject)) as RelatedAccounts
  return found.signals.map(({ kind, total, accounts }) => ({ kind, total, accounts }))
}

test('an AppView names the members of lists and starter packs', async (t) => {
  const asked: unknown[] = []
  const connector = await readBy(t, {
    'app.bsky.graph.getList': (_request, params) => {
      asked.push(params.get('list'), params.get('limit'))
      const items = [ANN, BEN, ANN].map((did) => ({ uri: URI, subject: { did, handle: 'old.test' } }))
      return { body: { list: { uri: URI, listItemCount: 4_100 }, items } }
    },
    'app.bsky.actor.getProfiles': (_request, params) => {
      asked.push(params.getAll('actors'))
      const ann = { did: ANN, handle: 'ann.test', displayName: 'Ann', followersCount: 12 }
      return { body: { profiles: [{ ...ann, did: OWNER }, ann] } }
    },
  })
  const ann = { id: ANN, handle: 'ann.test', displayName: 'Ann', reach: 12, tags: 'absent' }
  const ben = { id: BEN, handle: BEN, displayName: BEN, reach: null, tags: 'absent' }
  const members = [{ kind: 'members', total: 4_100, accounts: [ann, ben] }]
  assert.deepEqual(await membersOf(connector, LIST), members)
  assert.deepEqual(await membersOf(connector, PACK), members)
  assert.deepEqual(asked.slice(0, 3), [URI, '25', [ANN, BEN]])
})

test('a list without an AppView has the handles of its PDS', async (t) => {
  const many = Array.from({ length: 40 }, (_, at) => `did:web:m${at}.test`)
  const connector = await connectTo(t, {
    ...itemsOf('not a DID', 7, ANN, ...many),
    'com.atproto.admin.getAccountInfos': () => ({ body: { infos: [{ did: ANN, handle: 'ann.test' }] } }),
  })
  const [{ total, accounts } = { total: 0, accounts: [] }] = await membersOf(connector, LIST)
  const [ann, other] = accounts
  assert.equal(total, 43)
  assert.deepEqual(ann, { id: ANN, handle: 'ann.test', displayName: 'ann.test', reach: 'absent', tags: 'absent' })
  assert.deepEqual([other?.id, other?.handle], [many[0], many[0]])
  assert.ok(accounts.length <= 25)
})

test('a PDS that names no accounts leaves members their DIDs', async (t) => {
  const connector = await connectTo(t, { ...itemsOf(ANN), 'com.atproto.admin.getAccountInfos': () => MISSING })
  assert.equal((await membersOf(connector, LIST))[0]?.accounts[0]?.handle, ANN)
})

test('an account relates to no others, nor does a lost list', async (t) => {
  const connector = await readBy(t, { 'app.bsky.graph.getList': () => MISSING })
  assert.equal(await connector.relatedAccounts?.({ kind: 'account', id: ANN }), 'absent')
  assert.equal(await connector.relatedAccounts?.(LIST), undefined)
})
