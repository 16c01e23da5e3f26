import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSubject, listOrigins } from './find-subject.ts'
import type { Network } from './network/open-network.ts'

const DID = 'did:plc:z72i7hdynmk6r22z27h6tvur'
const RECORD = `at://${DID}/app.bsky.feed.post/3kabc`

/** A network in which vale.test is the only handle. */
const network: Network = {
  findPds: async () => undefined,
  administered: {
    url: 'https://pds.test',
    fetch: async (url) => {
      const isVale = String(url) === 'https://pds.test/xrpc/com.atproto.identity.resolveHandle?handle=vale.test'
      return isVale ? Response.json({ did: DID }) : Response.json({ error: 'InvalidRequest' }, { status: 400 })
    },
  },
  appView: undefined,
  readProfileView: undefined,
  now: () => new Date(),
}

test('a handle, a DID or an address names one subject', async () => {
  for (const name of [
    DID,
    'vale.test',
    '@vale.test',
    `at://${DID}`,
    'at://vale.test',
    'https://bsky.app/profile/vale.test',
  ])
    assert.deepEqual(await findSubject(network, name), { kind: 'account', id: DID }, name)
  for (const name of [
    RECORD,
    'at://vale.test/app.bsky.feed.post/3kabc',
    'https://bsky.app/profile/vale.test/post/3kabc?ref=1',
    `https://bsky.app/profile/${DID}/post/3kabc`,
  ])
    assert.deepEqual(await findSubject(network, name), { kind: 'content', id: RECORD }, name)
  const list = { kind: 'account', id: `@list:at://${DID}/app.bsky.graph.list/3kabc` }
  for (const name of [
    list.id,
    `at://${DID}/app.bsky.graph.list/3kabc`,
    'at://vale.test/app.bsky.graph.list/3kabc',
    'https://bsky.app/profile/vale.test/lists/3kabc',
  ])
    assert.deepEqual(await findSubject(network, name), list, name)
  const pack = { kind: 'account', id: `@list:at://${DID}/app.bsky.graph.starterpack/3kabc` }
  assert.deepEqual(await findSubject(network, 'https://bsky.app/starter-pack/vale.test/3kabc'), pack)
  for (const name of ['vale', 'other.test', 'https://bsky.app/about', 'at://', 'did:key:abc', 'two words.test'])
    assert.equal(await findSubject(network, name), undefined, name)
  assert.deepEqual(listOrigins(network), ['at:', 'https://bsky.app', 'https://pds.test'])
})
