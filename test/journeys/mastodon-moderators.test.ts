import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { mastodonConnector } from '../../src/connectors/mastodon/mastodon-connector.ts'
import { routePlatforms } from '../../src/connectors/route-platforms.ts'
import { FIRST_LOOK_MS } from '../../src/enforcement/reconcile/reconcile.ts'
import { findEnforcement } from '../../src/enforcement/queries.ts'
import { DEFAULT_PLATFORM } from '../../src/foundation/platforms.ts'
import { DESK_TOKEN } from '../support/mastodon/mastodon-data.ts'
import { startMastodon } from '../support/mastodon/start-mastodon.ts'
import { givenPlatform } from '../support/platforms.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, startWorkingDesk } from '../support/working-desk.ts'

const VALE = 'account:social~109'
const SUSPENDING = /^POST .*action$/

test("a Mastodon moderator's own restore is shown and not fought", async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const mastodon = await startMastodon(t, { now: working.now })
  const social = mastodonConnector({ url: mastodon.url, token: DESK_TOKEN, now: working.now })
  const platform = routePlatforms(
    new Map([
      [DEFAULT_PLATFORM, working.desk.platform],
      ['social', social],
    ]),
  )
  await givenPlatform(working.desk.db, 'social')
  working.workAs({ ...working.desk, platform })
  const enforcement = await working.enforcement({ subject: VALE, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  const vale = mastodon.data.accounts.get('109')
  assert.equal(vale?.suspended, true)
  assert.equal(mastodon.data.log.length, 1)

  vale.suspended = false
  await working.untilSo('the difference to be shown', async () => {
    await working.desk.db.query(sql`
      update job set due_at = least(due_at, desk_now()) where kind = 'reconcile' and key = ${VALE}`)
    return (await findEnforcement(working.desk.db, enforcement.id))?.needsAttention != null
  })
  await working.advance(FIRST_LOOK_MS)
  await waitFor('no call to be on its way', async () => {
    const { rows } = await working.desk.db.query<{ open: number }>(sql`
      select count(*)::int as open from job where kind = 'drive' and key = ${VALE}`)
    return rows[0]?.open === 0
  })
  assert.equal(vale.suspended, false, 'the desk does not suspend again')
  assert.equal(mastodon.requests.filter((request) => SUSPENDING.test(request)).length, 1)

  const again = await working.enforcement({ subject: VALE, action: 'suspend' })
  await working.enforcementIn(again.id, 'in_effect')
  assert.equal(vale.suspended, true, 'a new enforcement does')
  await checkLedger(working.desk)
})
