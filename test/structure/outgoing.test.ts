import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trackedFiles } from './tracked-files.ts'

/**
 * Matches code that opens a connection of its own: the language's fetch, Node's clients, packages that call by
 * themselves.
 */
const CALLS_OUT =
  /(?<![.\w#])fetch\(|^import (?!type\b)[^'"]*'(node:(https?|http2|tls|dgram)|undici|nodemailer|openid-client|ws)'|\bcreateRemoteJWKSet\(/m
const CONNECTS = /\b(createConnection|new Socket|net\.connect)\(/

/** The files that may contain it, each with the reason that it reaches no wrong address. */
const MAY: Readonly<Record<string, string>> = {
  'src/app/metrics/serve-metrics.ts': 'it answers Prometheus, and opens no connection',
  'src/enforcement/labels/accept-upgrades.ts': 'it answers requests for a WebSocket, and opens none',
  'src/enforcement/labels/label-routes.ts': 'it completes the handshake of a WebSocket, and opens none',
  'src/foundation/outgoing/guarded-fetch.ts': 'the guard itself: it looks at each address that it connects to',
  'src/foundation/outgoing/outbox.ts':
    'the mail server that the environment names; all else of it goes through the guard',
  'src/foundation/outgoing/identity-provider.ts': 'the packages call by the guard, which they are given',
}
/** The command that loads accounts into the demo platform, which is on this machine. */
const OF_A_DEMO = /^src\/app\/cli\/commands\/demo-/

test('every outgoing call passes the guarded request', () => {
  const calling = trackedFiles(/^src\/.*\.ts$/)
    .filter(({ path, text }) => !path.endsWith('.test.ts') && (CALLS_OUT.test(text) || CONNECTS.test(text)))
    .map(({ path }) => path)
    .filter((path) => !OF_A_DEMO.test(path))
  assert.deepEqual(calling.sort(), Object.keys(MAY).sort())
})
