import { randomBytes } from 'node:crypto'
import { standAt } from '../support/atproto-faults.ts'
import { testConnector } from '../support/connector-conformance.ts'
import { openAgent, SKIPPED, startNetwork } from './network.ts'

let made = 0

if (SKIPPED === false)
  testConnector('atproto at a real PDS', async (t) => {
    const { pds, password } = await startNetwork()
    const agent = await openAgent(pds)
    made += 1
    const handle = `stand-${made}.test`
    await agent.createAccount({ email: `${handle}@example.org`, handle, password: randomBytes(9).toString('hex') })
    return standAt(t, { pds, password, did: agent.session?.did ?? '' })
  })
