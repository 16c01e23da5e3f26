import type { TestContext } from 'node:test'
import type { FaultSpec } from '../../../demo/faults.ts'
import { startDemo } from '../../../demo/start-demo.ts'
import { type ConnectorStand, type PlatformFault, testConnector } from '../../../test/support/connector-conformance.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import type { Subject } from '../../foundation/domain.ts'
import { webhookConnector } from './webhook-connector.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const ROSA: Subject = { kind: 'account', id: 'rosa' }

/** The switches of the demo platform for each fault. */
const SWITCHES: Readonly<Record<PlatformFault, FaultSpec>> = {
  lost: { fault: 'down', call: 'subject.apply', count: 1 },
  unanswered: { fault: 'applied_but_timed_out', socket: 'close', call: 'subject.apply', count: 1 },
  late: { fault: 'late', call: 'subject.apply', count: 1 },
  refused: { fault: 'failing', call: 'subject.apply', count: 1 },
  lying: { fault: 'lying', about: 'visible' },
  away: { fault: 'down' },
}

async function startHarbour(t: TestContext): Promise<ConnectorStand> {
  const demo = await startDemo({ port: 0, folder: tempDir(t), secrets: [SECRET] })
  t.after(() => demo.close())
  const handle = String(demo.store.committed.get`select handle from account where id = ${ROSA.id}`?.handle)
  const connector = webhookConnector({ url: `${demo.url}/countersign`, secret: SECRET, now: () => new Date() })
  return {
    connector,
    subject: ROSA,
    missing: { kind: 'account', id: 'nobody' },
    isShown: async () => (await fetch(`${demo.url}/@${handle}`)).status === 200,
    fail: async (fault) => {
      const { id } = demo.faults.set(SWITCHES[fault])
      return async () => {
        demo.faults.clear(id)
        // A late call was released just now: it is carried out before the next call of the same subject is answered.
        await connector.readBack(ROSA)
      }
    },
  }
}

testConnector('webhook', startHarbour)
