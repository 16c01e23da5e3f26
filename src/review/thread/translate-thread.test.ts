import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Thread, ThreadMessage } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { startLibreTranslate } from '../../../test/support/libre-translate.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'
import { libreTranslator } from '../../foundation/connector/libre-translator.ts'

const sent = (place: number, more: Partial<ThreadMessage> = {}): ThreadMessage => ({
  ...{ place, id: `m${place}`, accountId: 'ann', handle: 'ann', text: `Message ${place}` },
  ...{ createdAt: null, state: 'shown', mediaCount: 0, ...more },
})

test('shown messages of a thread are translated within limits', async (t) => {
  const server = await startLibreTranslate(t)
  const messages = [
    sent(-1, { class: 'restricted', text: 'words' }),
    ...Array.from({ length: 12 }, (_, at) => sent(at)),
  ]
  const thread: Thread = {
    kind: 'thread',
    messages,
    hasEarlier: false,
    hasLater: false,
    readAt: '2026-03-01T12:00:00Z',
  }
  const silent = () => Promise.reject(new ConnectorError('unreachable', 'the platform could not be reached'))
  const platform: Connector = {
    ...{ guarantees: () => EVERY_GUARANTEE, capabilities: silent, apply: silent, readBack: silent, facts: silent },
    ...{ media: silent, thread: async () => thread },
  }
  const translator = libreTranslator({ url: server.url, allowPrivate: [] })
  const { desk, app } = await startTestDesk(t, { routes: ROUTES, platform, translator })
  const { token } = await givenStaff(desk.db, { onShift: true })
  const accountId = await givenAccount(desk.db, { id: 'ann' })
  const caseId = await givenCase(desk.db, { subject: 'content:m0', accountId })
  const ask = async (payload: object, of = caseId) => {
    const url = `/v1/cases/${of}/thread/translations`
    const answer = await app.inject({ method: 'POST', url, headers: bearer(token), payload })
    return { status: answer.statusCode, body: answer.json() }
  }
  const page = { to: 'en', from: -12, count: 25 }
  const { status, body } = await ask({ ...page, ids: ['m-1', 'm0', 'm3', 'no-such-message'] })
  assert.deepEqual([status, body.to], [200, 'en'])
  assert.deepEqual(
    body.items.map(({ id, text }: { id: string; text: string }) => [id, text]),
    [
      ['m0', 'en: Message 0'],
      ['m3', 'en: Message 3'],
    ],
  )
  assert.equal((await ask({ ...page, ids: ['m-1'] })).status, 404, 'restricted words leave nothing to translate')
  assert.equal((await ask({ ...page, ids: ['m0'] }, 'case_999')).status, 404)
  for (const wrong of [
    { ids: [] },
    { ids: Array(21).fill('m0') },
    { ids: ['m0'], text: 'mine' },
    { ids: ['m0'], from: 251 },
  ])
    assert.equal((await ask({ ...page, ...wrong })).status, 400, JSON.stringify(wrong))
  const all = messages.map(({ id }) => id)
  assert.deepEqual(
    [(await ask({ ...page, ids: all })).status, (await ask({ ...page, ids: all })).status],
    [200, 429],
    'each message counts',
  )
  const received = server.received.length
  await desk.db.query(sql`
    insert into content (id, account_id, kind, source, facts_at) values ('m0', ${accountId}, 'post', 'test', desk_now())`)
  await desk.db.query(sql`
    insert into content_media (content_id, reference, place, kind, media_type, class, sha256)
    values ('m0', 'vault:1', 0, 'image', 'image/png', 'restricted', ${Buffer.alloc(32, 1)})`)
  assert.equal((await ask({ ...page, ids: ['m1'] })).status, 403, 'a part of the case is restricted')
  assert.equal(server.received.length, received)
})
