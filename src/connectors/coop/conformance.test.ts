import type { TestContext } from 'node:test'
import { type ConnectorStand, testConnector } from '../../../test/support/connector-conformance.ts'
import { startCoopPlatform } from '../../../test/support/coop/coop-platform.ts'

async function startStand(t: TestContext): Promise<ConnectorStand> {
  const { platform, connector } = await startCoopPlatform(t)
  platform.put('user', 'rosa', { handle: 'rosa_bakes', reach: 812, visible: true, mayPost: true, limited: false })
  return {
    connector,
    subject: { kind: 'account', id: 'user/rosa' },
    missing: { kind: 'account', id: 'user/nobody' },
    isShown: async () => platform.find('user', 'rosa')?.visible === true,
    fail: async (fault) => platform.fail(fault),
  }
}

testConnector('coop', startStand)
