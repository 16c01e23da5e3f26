import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { standAt } from '../../../test/support/atproto-faults.ts'
import { testConnector } from '../../../test/support/connector-conformance.ts'

const DID = `did:plc:${'r'.repeat(24)}`
const NOT_FOUND = { error: 'NotFound' }

/** A PDS with one account, which answers as Bluesky's own does. `npm run atproto` tests the same with a real one. */
async function startPds(t: TestContext): Promise<string> {
  let ref: string | undefined
  const methods: Readonly<Record<string, (did: string) => [status: number, body: object]>> = {
    'com.atproto.admin.getSubjectStatus': () => [200, { subject: {}, takedown: { applied: ref !== undefined, ref } }],
    'com.atproto.admin.getAccountInfo': (did) => [200, { did, handle: 'rosa.test', indexedAt: '2026-05-04T07:00:00Z' }],
    'com.atproto.repo.getRecord': () => [400, { error: 'RecordNotFound' }],
    'com.atproto.repo.listRecords': () => [200, { records: [] }],
    'com.atproto.repo.describeRepo': () => (ref === undefined ? [200, {}] : [400, { error: 'RepoTakendown' }]),
  }
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://pds')
    const did = searchParams.get('did') ?? searchParams.get('repo') ?? DID
    if (request.method === 'POST') {
      const { takedown } = (await json(request)) as { takedown: { applied: boolean; ref?: string } }
      ref = takedown.applied ? takedown.ref : undefined
    }
    const answer = request.method === 'POST' ? () => [200, {}] as const : methods[pathname.slice('/xrpc/'.length)]
    const [status, body] = did === DID && answer ? answer(did) : [400, NOT_FOUND]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

testConnector('atproto', async (t) => standAt(t, { pds: await startPds(t), password: 'correct horse', did: DID }))
