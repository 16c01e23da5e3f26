import { standAt } from '../../../test/support/atproto-faults.ts'
import { ROSA_DID, startPds } from '../../../test/support/atproto-pds.ts'
import { testConnector } from '../../../test/support/connector-conformance.ts'

testConnector('atproto', async (t) => standAt(t, { pds: await startPds(t), password: 'correct horse', did: ROSA_DID }))
