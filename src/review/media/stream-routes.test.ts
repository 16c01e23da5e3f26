import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request as send } from 'node:http'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer } from '../../../test/support/server.ts'
import { FILM, openFilm, startStreamingDesk } from '../../../test/support/streaming-platform.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { claimNextCase } from '../../cases/claims/claim-next.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { ViewLog } from '../../oversight/views/view-log.ts'

async function start(t: TestContext) {
  const test = await startStreamingDesk(t, {}, { heads: true })
  const { app, address, person } = test
  const read = (mediaId: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url: address(mediaId), headers: { ...bearer(person.token), ...headers } })
  const listen = async () => Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
  return { ...test, read, listen }
}

test('200, 206, 416: a film is streamed by ranges without active content', async (t) => {
  const { asked, given, read } = await start(t)
  const mediaId = await given()
  const whole = await read(mediaId)
  assert.deepEqual([whole.statusCode, whole.rawPayload.equals(FILM)], [200, true])
  const { headers } = whole
  assert.deepEqual(
    [headers['content-type'], headers['content-length'], headers['accept-ranges'], headers.etag],
    ['video/webm', '1000', 'bytes', '"v1"'],
  )
  assert.deepEqual(
    [headers['content-disposition'], headers['cache-control'], headers['x-content-type-options']],
    ['attachment', 'no-store', 'nosniff'],
  )
  assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox$/)
  const part = await read(mediaId, { range: 'bytes=10-19', 'if-range': '"v1"' })
  assert.deepEqual([part.statusCode, part.rawPayload.equals(FILM.subarray(10, 20))], [206, true])
  assert.deepEqual([part.headers['content-range'], part.headers['content-length']], ['bytes 10-19/1000', '10'])
  assert.equal(asked.at(-1)?.ifRange, '"v1"')
  const outside = await read(mediaId, { range: 'bytes=1000-' })
  assert.deepEqual([outside.statusCode, outside.headers['content-range']], [416, 'bytes */1000'])
  const head = await read(mediaId, { range: 'bytes=5-' }, 'HEAD')
  assert.deepEqual([head.statusCode, head.headers['content-length'], head.rawPayload.length], [200, '1000', 0])
  for (const range of ['bytes=0-1,4-5', 'items=0-1', 'bytes=-', `bytes=0-${'9'.repeat(20)}`]) {
    assert.equal((await read(mediaId, { range })).statusCode, 200, range)
    assert.equal(asked.at(-1)?.range, undefined)
  }
  assert.equal((await read(mediaId, { range: 'bytes=0-1', 'if-range': 'W/"v1"' })).statusCode, 200, 'no strong tag')
})

test('the parts of one view are on record once', async (t) => {
  const { desk, caseId, given, person, read } = await start(t)
  await claimNextCase(desk.db, person.id)
  const mediaId = await given()
  for (const range of ['bytes=0-', 'bytes=500-', 'bytes=900-']) await read(mediaId, { range })
  await desk.db.query(sql`select 1`)
  const count = () =>
    desk.db.findValue<number>(sql`
      select count(*)::integer from staff_view where media_id = ${mediaId} and case_id = ${caseId} and in_case`)
  await waitFor('the view to be on record', async () => (await count()) === 1)
  const parts = await desk.db.listValues(sql`select part from case_shown where part like 'media:%'`)
  assert.deepEqual(parts, [`media:${mediaId}`])
})

test('a request that shows nothing, or is refused, hides no view', async (t) => {
  const { desk, given, read } = await start(t)
  const mediaId = await given()
  assert.equal((await read(mediaId, { range: 'bytes=9999999999-' })).statusCode, 416)
  const full = () => {
    throw new DeskError('unavailable', message('view.notRecorded'))
  }
  t.mock.method(ViewLog.prototype, 'record', full, { times: 1 })
  const statuses: number[] = []
  for (const range of ['bytes=0-', 'bytes=1-', 'bytes=2-']) statuses.push((await read(mediaId, { range })).statusCode)
  assert.deepEqual(statuses, [503, 206, 206])
  const count = () =>
    desk.db.findValue<number>(sql`select count(*)::integer from staff_view where media_id = ${mediaId}`)
  await waitFor('the view to be on record', async () => (await count()) !== 0)
  assert.equal(await count(), 1)
})

test('403, 404, 422, 503 state why a film is not streamed', async (t) => {
  const { app, told, given, person, read, address } = await start(t)
  const mediaId = await given()
  const status = async (id = mediaId) => (await read(id)).statusCode
  assert.equal(await status('media_999'), 404)
  assert.equal(await status(await given(null)), 422)
  told.open = async () => undefined
  assert.equal(await status(), 404)
  told.open = async (asked) => ({ ...openFilm(asked), mediaType: 'text/html' })
  assert.equal(await status(), 422)
  told.open = async (asked) => ({ ...openFilm(asked), total: 2_147_483_649 })
  assert.equal(await status(), 422)
  told.open = () => Promise.reject(new ConnectorError('timeout', 'the platform did not answer in time'))
  assert.equal(await status(), 503)
  told.open = async (asked) => openFilm(asked)
  assert.equal(await status(), 200, 'no place is lost by a failure')
  const poster = await app.inject({ url: address(mediaId, 'poster'), headers: bearer(person.token) })
  assert.deepEqual([poster.statusCode, poster.body, poster.headers['content-type']], [200, 'poster', 'image/png'])
  assert.equal(await status(await given(null, 'restricted')), 403)
})

test('403: a picture of a film is never a restricted medium', async (t) => {
  const { desk, app, given, person, address } = await start(t)
  const status = async (mediaId: string) =>
    (await app.inject({ url: address(mediaId, 'poster'), headers: bearer(person.token) })).statusCode
  const mediaId = await given()
  assert.equal(await status(mediaId), 200)
  const restrict = (reference: string, sha256: Buffer, contentId = 't1') =>
    desk.db.query(sql`
      insert into content_media (content_id, reference, place, kind, media_type, class, sha256, gone_at)
      values (${contentId}, ${reference}, 1, 'image', 'image/png', 'restricted', ${sha256}, desk_now())`)
  const state = (reference: string) =>
    desk.db.query(sql`update content_media set poster = ${reference} where id = ${mediaId}`)
  await restrict('vault:1', Buffer.alloc(32, 2))
  await state('vault:1')
  assert.equal(await status(mediaId), 403, 'the reference of a restricted medium of this content')
  await desk.db.query(sql`
    insert into content (id, account_id, kind, source, facts_at)
    select 't2', account_id, 'post', 'test', desk_now() from content where id = 't1'`)
  await restrict('vault:2', createHash('sha256').update('other').digest(), 't2')
  await state('other')
  assert.equal(await status(mediaId), 403, 'the bytes of a restricted medium under another reference')
  await state('one more')
  assert.equal(await status(mediaId), 200)
})

/** A body that counts what is read of it, and tells when it is cancelled. */
function endlessBody() {
  const seen = { bytes: 0, isCancelled: false }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.bytes += 65_536
        controller.enqueue(new Uint8Array(65_536))
      },
      cancel() {
        seen.isCancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { seen, body }
}

test('a slow reader slows the reading, an absent one ends it', async (t) => {
  const { told, asked, given, person, address, listen } = await start(t)
  const mediaId = await given(2_147_483_648)
  const { seen, body } = endlessBody()
  told.open = async () => ({
    ...{ kind: 'full', mediaType: 'video/webm', place: undefined, total: 2_147_483_648, tag: undefined, body },
  })
  const port = await listen()
  const asking = send({ host: '127.0.0.1', port, path: address(mediaId), headers: bearer(person.token) })
  asking.end()
  const [answer] = await once(asking, 'response')
  await once(answer, 'readable')
  let before = -1
  await waitFor('the reading to stand still', async () => {
    const isStill = before === seen.bytes
    before = seen.bytes
    return isStill
  })
  assert.ok(seen.bytes < 64 * 1_048_576, `${seen.bytes} bytes were read for a reader who takes none`)
  asking.destroy()
  await waitFor('the platform to be left', async () => seen.isCancelled && asked[0]?.signal.aborted === true)
})

test('503: a person has few streams at a time', async (t) => {
  const { desk, told, given, person, address, listen } = await start(t)
  const other = await givenStaff(desk.db, { onShift: true })
  const mediaId = await given(2_147_483_648)
  told.open = async () => ({
    ...{ kind: 'full', mediaType: 'video/webm', place: undefined, total: 2_147_483_648, tag: undefined },
    body: endlessBody().body,
  })
  const port = await listen()
  const open = async ({ token }: { token: string }) => {
    const asking = send({ host: '127.0.0.1', port, path: address(mediaId), headers: bearer(token) })
    t.after(() => asking.destroy())
    asking.on('error', () => undefined).end()
    const [answer] = await once(asking, 'response')
    return { status: Number(answer.statusCode), leave: () => asking.destroy() }
  }
  const streams = [await open(person), await open(person), await open(person), await open(person)]
  assert.deepEqual(
    streams.map(({ status }) => status),
    [200, 200, 200, 200],
  )
  assert.equal((await open(person)).status, 503)
  assert.equal((await open(other)).status, 200)
  streams[0]?.leave()
  await waitFor('the place to be free', async () => {
    const { status, leave } = await open(person)
    leave()
    return status === 200
  })
})
