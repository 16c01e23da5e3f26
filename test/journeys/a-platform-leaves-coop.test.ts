import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coopConnector } from '../../src/connectors/coop/coop-connector.ts'
import { routePlatforms } from '../../src/connectors/route-platforms.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { LEASE_MS } from '../../src/foundation/jobs.ts'
import { DEFAULT_PLATFORM } from '../../src/foundation/platforms.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { startCoopPlatform, TYPES } from '../support/coop/coop-platform.ts'
import { givenReviewer } from '../support/desk-flow.ts'
import { givenPlatform } from '../support/platforms.ts'
import { bearer } from '../support/server.ts'
import { checkLedger, startWorkingDesk } from '../support/working-desk.ts'

const AUTHOR = { id: '900', typeId: 'user' }
const ITEM = {
  ...AUTHOR,
  data: {
    handle: 'old_tunes',
    reach: 12,
    createdAt: '2020-01-01T00:00:00Z',
    visible: true,
    mayPost: true,
    limited: false,
  },
}

test('a platform that spoke to Coop reports, is acted on and appeals', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const { platform, options } = await startCoopPlatform(t)
  const connector = coopConnector({ ...options, now: working.now })
  platform.put('user', '900', ITEM.data)
  Object.assign(working.desk, {
    platform: routePlatforms(
      new Map([
        [DEFAULT_PLATFORM, working.desk.platform],
        ['forum', connector],
      ]),
    ),
    coop: new Map([
      ['forum', TYPES],
      ['games', TYPES],
    ]),
  })
  await givenPlatform(working.desk.db, 'forum')
  await givenPlatform(working.desk.db, 'games')
  const given = { name: 'forum', scopes: ['report', 'appeals'], platform: 'forum' } as const
  const { key } = await addKey({ db: working.desk.db }, given, DESK)
  const ofGames = await addKey({ db: working.desk.db }, { ...given, platform: 'games' }, DESK)
  const send = (url: string, payload: object, as = key) =>
    working.app.inject({ method: 'POST', url, headers: { 'x-api-key': as }, payload })
  const reported = await send('/api/v1/report', {
    ...{ reporter: { kind: 'user', id: '31', typeId: 'user' }, reportedAt: '2026-05-04T06:59:58.000Z' },
    reportedItem: ITEM,
  })
  assert.equal(reported.statusCode, 201, reported.body)

  working.work()
  const { id } = await working.enforcement({ subject: 'account:forum~user/900', action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  assert.equal(platform.find('user', '900')?.visible, false)
  const [callback, ...others] = platform.callbacks
  assert.deepEqual([callback?.body.item, callback?.body.action, others], [AUTHOR, { id: 'suspend-id' }, []])

  const appeal = {
    ...{ appealId: 'a-1', appealedAt: '2026-05-05T07:00:00.000Z', appealedBy: AUTHOR, actionedItem: ITEM },
    ...{ actionsTaken: ['suspend-id'], appealReason: 'They are real.' },
  }
  const stolen = await send('/api/v1/report/appeal', appeal, ofGames.key)
  assert.equal(stolen.statusCode, 404, 'another platform has no such item')
  const answers = [await send('/api/v1/report/appeal', appeal), await send('/api/v1/report/appeal', appeal)]
  assert.deepEqual(
    answers.map(({ statusCode, body }) => [statusCode, body]),
    [
      [204, ''],
      [204, ''],
    ],
  )
  const lead = await givenReviewer(working, { roles: ['lead'], onShift: true })
  const restored = await working.app.inject({
    ...{ method: 'POST', url: `/v1/enforcements/${id}/restore`, headers: bearer(lead.token) },
    payload: { cause: 'mistake', reason: 'The tickets are real.' },
  })
  assert.ok(restored.statusCode < 300, restored.body)
  await working.untilSo('visitors to see the account', async () => platform.find('user', '900')?.visible === true)
  assert.deepEqual(platform.callbacks.at(-1)?.body.action, { id: 'unsuspend-id' })
  // A callback has no generation, so the restore counts only when a late one can no longer take effect.
  assert.equal((await working.enforcementIn(id, 'restoring')).state, 'restoring')
  await working.advance(LEASE_MS + connector.guarantees().lateMsMax)
  await working.enforcementIn(id, 'restored')
  await checkLedger(working.desk)
})
