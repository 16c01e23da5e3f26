// Runs a PLC directory, a PDS that trusts a moderation service, and an AppView that only counts followers. Prints their
// addresses, and the keys of the service and of people who report, as one line of JSON.
import { createServer } from 'node:http'
import { join } from 'node:path'

const PACKAGES = join(import.meta.dirname, '../../../test/atproto/node_modules')
await import(join(PACKAGES, '../keep-statements.mjs'))
const { mockNetworkUtilities, TestPds, TestPlc } = await import(join(PACKAGES, '@atproto/dev-env/dist/index.js'))
const { createDidAndKey } = await import(join(PACKAGES, '@atproto/dev-env/dist/util.js'))
const { createOzoneDid } = await import(join(PACKAGES, '@atproto/dev-env/dist/ozone.js'))
const { Secp256k1Keypair } = await import(join(PACKAGES, '@atproto/crypto/dist/index.js'))

const [servicePort, reporterCount] = process.argv.slice(2)
const adminPassword = 'the password of the administrator'
const plc = await TestPlc.create({})
const key = await Secp256k1Keypair.create({ exportable: true })
const did = await createOzoneDid(plc.url, key)
const modServiceUrl = `http://localhost:${servicePort}`
const pds = await TestPds.create({ didPlcUrl: plc.url, adminPassword, modServiceUrl, modServiceDid: did })
mockNetworkUtilities(pds)

/** Answers of an AppView as far as the two tools ask: each account has a few followers and no posts. */
const handleOf = (actor) => `${actor.slice('did:plc:'.length)}.test`
const at = '2026-05-04T07:00:00.000Z'
const labeler = {
  $type: 'app.bsky.labeler.defs#labelerViewDetailed',
  ...{ uri: `at://${did}/app.bsky.labeler.service/self`, cid: 'bafyreic24mxs7crvyles7', indexedAt: at },
  ...{ creator: { did, handle: handleOf(did), indexedAt: at }, policies: { labelValues: [] } },
}
const answers = {
  'app.bsky.actor.getProfile': (actor) => ({
    did: actor,
    ...{ handle: handleOf(actor), followersCount: 31, postsCount: 10 },
  }),
  'app.bsky.feed.getAuthorFeed': () => ({ feed: [] }),
  'app.bsky.labeler.getServices': () => ({ views: [labeler] }),
}
const appView = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const answer = answers[pathname.slice('/xrpc/'.length)]
  response.writeHead(answer ? 200 : 501, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answer?.(searchParams.get('actor') ?? '') ?? { error: 'MethodNotImplemented' }))
})
await new Promise((resolve) => appView.listen(0, '127.0.0.1', resolve))

const toIdentity = async (did, key) => ({ did, key: Buffer.from(await key.export()).toString('hex') })
const reporters = []
for (let number = 0; number < Number(reporterCount); number++) {
  const made = await createDidAndKey({ plcUrl: plc.url, handle: `reporter${number}.test`, pds: pds.url })
  reporters.push(await toIdentity(made.did, made.key))
}

const network = {
  ...{ pds: pds.url, pdsDid: pds.ctx.cfg.service.did, plc: plc.url, password: adminPassword },
  appView: `http://127.0.0.1:${appView.address().port}`,
  ...{ service: await toIdentity(did, key), reporters },
}
process.stdout.write(`${JSON.stringify(network)}\n`)
