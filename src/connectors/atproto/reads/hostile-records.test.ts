import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ROSA_DID, ROSA_POST, startPds } from '../../../../test/support/atproto-pds.ts'
import { startTestDesk } from '../../../../test/support/server.ts'
import { fetchFacts } from '../../../cases/accounts/fetch-facts.ts'
import { recordAccountFacts } from '../../../cases/accounts/record-facts.ts'
import { listLookalikes } from '../../../cases/lookalikes/list-lookalikes.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { DESK } from '../../../foundation/domain.ts'
import { ATPROTO } from '../atproto-kind.ts'
import { listMedia } from './record-media.ts'

const ROSA = { kind: 'account', id: ROSA_DID } as const
const POST = { kind: 'content', id: ROSA_POST } as const
/** The CID of the bytes “hello”. */
const HELLO = 'bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq'
const blob = (mimeType: unknown, link: unknown = HELLO) => ({ ref: { $link: link }, mimeType })
const types = (images: unknown[]) => listMedia({ embed: { images } }).map(({ mediaType }) => mediaType)

test('no author of a record makes its media or its text unreadable', async (t) => {
  const image = { image: blob('image/png'), alt: 'A quay.' }
  assert.deepEqual(types([image, 7, { image: blob(7) }, { image: blob('image/png', 'bafy') }]), ['image/png'])
  assert.deepEqual(
    types([{ image: blob('Image/PNG\u0000') }, { image: blob(`image/${'x'.repeat(200)}`) }]),
    ['application/octet-stream', 'application/octet-stream'],
    'a type that is none',
  )
  assert.equal(types(Array.from({ length: 80 }, () => image)).length, 64)
  const parent = { uri: `at://${ROSA_DID}/app.bsky.feed.post/${'r'.repeat(400)}` }
  const value = { text: 'a\u0000\ud800', createdAt: 'no time', reply: { parent }, embed: { images: [image, {}] } }
  const url = await startPds(t, { post: { cid: 'x'.repeat(101), value } })
  const { desk } = await startTestDesk(t, { platform: openPds(url) })
  await fetchFacts(desk, POST)
  assert.deepEqual(await desk.db.list(sql`select text, version, parent_id as parent from content`), [
    { text: 'a\ufffd\ufffd', version: null, parent: null },
  ])
})

test('a new handle keeps its account, and is compared with others', async (t) => {
  const answers = { handle: 'rosa.test' }
  const url = await startPds(t, answers)
  const { desk } = await startTestDesk(t, { platform: openPds(url) })
  const facts = { reach: 43_500_000, verified: true, tags: [], createdAt: null }
  const account = { id: 'vale', handle: 'minister-vale.example', displayName: 'Minister Vale', ...facts }
  const factsAt = new Date().toISOString()
  await inTransaction(desk.db, (tx) => recordAccountFacts(tx, DESK, [{ account, source: 'test', factsAt }]))
  const known = async () => {
    await fetchFacts(desk, ROSA)
    const handle = await desk.db.onlyValue<string>(sql`select handle from account where id = ${ROSA.id}`)
    return [handle, (await listLookalikes(desk.db, ROSA.id, 10)).map(({ id }) => id)]
  }
  assert.deepEqual(await known(), ['rosa.test', []])
  answers.handle = 'rninister-vale.example'
  assert.deepEqual(await known(), ['rninister-vale.example', ['vale']])
})

const openPds = (pds: string) =>
  ATPROTO.open({ pds, plc: pds }, { PASSWORD: 'correct horse' }, { now: () => new Date(), allowPrivate: [] })
