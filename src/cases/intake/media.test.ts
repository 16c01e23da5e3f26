import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import type { MediaFacts } from '@countersign/platform-kit'
import { givenKey } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { storeBatch } from '../import/import-batch.ts'
import { readRow } from '../import/import-row.ts'

const HASH = createHash('sha256').update('a photo').digest('hex')
const PHOTO: MediaFacts = { kind: 'image', mediaType: 'image/png', reference: 'photo-1', alternativeText: 'A boat.' }
const SOUND: MediaFacts = { kind: 'audio', mediaType: 'audio/mpeg', reference: 'horn' }
const at = (minute: number) => `2026-05-04T09:0${minute}:00.000Z`

async function start(t: TestContext) {
  const { desk, app } = await startTestDesk(t, { routes: ROUTES })
  const key = await givenKey(desk.db, ['facts'])
  const content = (factsAt: string, more: object) => ({
    ...{ accountId: 'ann', kind: 'post', text: 'A boat', createdAt: null, factsAt },
    ...more,
  })
  const recordContent = async (factsAt: string, more: object) => {
    const payload = content(factsAt, more)
    const answer = await app.inject({ method: 'PUT', url: '/v1/contents/t1', headers: bearer(key.token), payload })
    return { status: answer.statusCode, detail: String(answer.json().detail) }
  }
  const known = async () =>
    (
      await desk.db.query(
        `select reference, alternative_text as words, class, encode(sha256, 'hex') as sha256, gone_at as gone
         from content_media where content_id = 't1' order by id`,
      )
    ).rows
  return { desk, keyId: key.id, content, recordContent, known }
}

test("media follow the content's facts; removed media stay listed as removed", async (t) => {
  const { recordContent, known } = await start(t)
  const boat = { reference: 'photo-1', words: 'A boat.', class: 'ordinary', sha256: null, gone: null }
  assert.equal((await recordContent(at(1), { media: [PHOTO, SOUND] })).status, 200)
  const horn = { reference: 'horn', words: null, class: 'ordinary', sha256: null, gone: null }
  assert.deepEqual(await known(), [boat, horn])
  await recordContent(at(2), {})
  assert.deepEqual(await known(), [boat, horn], 'who does not say leaves them as they were')
  await recordContent(at(3), { media: [{ ...PHOTO, sha256: HASH }] })
  assert.deepEqual(await known(), [
    { ...boat, sha256: HASH },
    { ...horn, gone: new Date(at(3)) },
  ])
  await recordContent(at(2), { media: [] })
  assert.equal((await known())[0]?.gone, null, 'older facts take nothing away')
  await recordContent(at(4), { media: [SOUND] })
  assert.deepEqual(
    (await known()).map(({ gone }) => gone),
    [new Date(at(4)), null],
  )
})

test('restricted media stay restricted despite later facts', async (t) => {
  const { recordContent, known } = await start(t)
  await recordContent(at(1), { media: [{ ...PHOTO, class: 'restricted', sha256: HASH }] })
  await recordContent(at(2), { media: [{ ...PHOTO, class: 'ordinary' }] })
  assert.deepEqual(
    (await known()).map(({ class: mediaClass, sha256 }) => [mediaClass, sha256]),
    [['restricted', HASH]],
  )
})

const REFUSED: readonly [string, MediaFacts[]][] = [
  ['media/0/sha256', [{ ...PHOTO, class: 'restricted' }]],
  ['media/0/reference', [{ ...PHOTO, reference: ' data:image/png;base64,AAAA' }]],
  ['media/1/reference', [PHOTO, PHOTO]],
  ['media/0/mediaType', [{ ...PHOTO, mediaType: 'Image/PNG; x=1' }]],
]

test('400: a wrong media field is named; an import rejects its line', async (t) => {
  const { desk, keyId, content, recordContent, known } = await start(t)
  for (const [field, media] of REFUSED) {
    const { status, detail } = await recordContent(at(1), { media })
    assert.deepEqual([status, detail.startsWith(field)], [400, true], detail)
  }
  const lines = [{ media: REFUSED[0]?.[1] }, { media: [PHOTO], parentId: 't0' }].map((more, place) =>
    readRow(
      {
        number: place + 1,
        bytes: Buffer.from(JSON.stringify({ type: 'content', id: 't1', ...content(at(1), more) })),
        end: 0,
      },
      'a dump',
    ),
  )
  const [refused, row] = lines
  assert.match(refused && 'reason' in refused ? refused.reason : '', /^media\/0\/sha256 must be the hash/)
  if (row === undefined || 'reason' in row) assert.fail(JSON.stringify(row))
  await storeBatch(desk, keyId, [row])
  assert.equal((await known()).length, 1)
  const { rows } = await desk.db.query(`select parent_id from content`)
  assert.deepEqual(rows, [{ parent_id: 't0' }])
})
