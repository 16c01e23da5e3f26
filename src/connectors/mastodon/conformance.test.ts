import type { TestContext } from 'node:test'
import { type ConnectorStand, type PlatformFault, testConnector } from '../../../test/support/connector-conformance.ts'
import { DESK_TOKEN } from '../../../test/support/mastodon/mastodon-data.ts'
import { type MastodonFault, startMastodon } from '../../../test/support/mastodon/start-mastodon.ts'
import { mastodonConnector } from './mastodon-connector.ts'

const VALE = { kind: 'account', id: '109' } as const
const ACT = /^POST /
const ALWAYS = 1_000
/** The time limit of a call that is not answered, long enough for the others on a busy machine. */
const IMPATIENT_MS = 3_000

const FAULTS: Readonly<Record<PlatformFault, MastodonFault>> = {
  lost: { on: ACT, kind: 'down' },
  unanswered: { on: ACT, kind: 'lost' },
  late: { on: ACT, kind: 'late' },
  refused: { on: ACT, kind: 'refused' },
  lying: {
    ...{ on: /^GET \/api\//, kind: 'stale', count: ALWAYS },
    alter: ({ accounts }) => {
      const vale = accounts.get(VALE.id)
      if (vale) vale.suspended = !vale.suspended
    },
  },
  away: { on: /./, kind: 'down', count: ALWAYS },
}

async function startSocial(t: TestContext): Promise<ConnectorStand> {
  const mastodon = await startMastodon(t)
  const options = { url: mastodon.url, token: DESK_TOKEN, now: () => new Date(), timeoutMs: IMPATIENT_MS }
  return {
    connector: mastodonConnector(options),
    subject: VALE,
    missing: { kind: 'account', id: '404' },
    isShown: async () => (await fetch(`${mastodon.url}/@vale`)).status === 200,
    fail: async (fault) => {
      mastodon.fault(FAULTS[fault])
      return async () => {
        mastodon.clear()
        mastodon.release()
      }
    },
  }
}

testConnector('mastodon', startSocial)
