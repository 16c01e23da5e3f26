// Runs a PDS and a PLC directory of Bluesky's own packages, and prints their addresses as one line of JSON. They end
// with the standard input.
import './keep-statements.mjs'
import { TestNetworkNoAppView } from '@atproto/dev-env'

const password = 'the password of the administrator'
const network = await TestNetworkNoAppView.create({ pds: { adminPassword: password } })
process.stdout.write(`${JSON.stringify({ pds: network.pds.url, plc: network.plc.url, password })}\n`)
process.stdin.resume()
process.stdin.on('end', () => network.close().finally(() => process.exit(0)))
