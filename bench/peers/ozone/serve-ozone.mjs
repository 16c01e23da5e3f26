// Runs Ozone and its daemon from npm, on the network and the database that the argument names. Prints its address, its
// DID and the key of a moderator as one line of JSON.
import { join } from 'node:path'

const PACKAGES = join(import.meta.dirname, '../../../test/atproto/node_modules')
const { TestOzone } = await import(join(PACKAGES, '@atproto/dev-env/dist/index.js'))
const { Secp256k1Keypair } = await import(join(PACKAGES, '@atproto/crypto/dist/index.js'))

const { database, network, port } = JSON.parse(process.argv[2])
const ozone = await TestOzone.create({
  ...{ port, plcUrl: network.plc, serverDid: network.service.did },
  signingKey: await Secp256k1Keypair.import(network.service.key, { exportable: true }),
  ...{ dbPostgresUrl: database, dbPostgresSchema: 'ozone' },
  ...{ appviewUrl: network.appView, appviewDid: 'did:web:appview.example', appviewPushEvents: false },
  ...{ pdsUrl: network.pds, pdsDid: network.pdsDid },
})
const { did, key } = ozone.moderatorAccnt
const moderator = { did, key: Buffer.from(await key.export()).toString('hex') }
process.stdout.write(`${JSON.stringify({ url: ozone.url, did: network.service.did, moderator })}\n`)
