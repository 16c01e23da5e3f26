import { MINUTE_MS } from '../../../foundation/durations.ts'
import { signCall } from '../sign.ts'
import { APPLIED, OFFLINE, OPEN, type Scenario, UP } from '../scenario.ts'
import type { Sending } from '../player.ts'

const subjects = { vale: OPEN }
const UNKNOWN_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`

/** A correct instruction to take an account offline whose webhook signature is wrong in one way. */
const refused = (id: string, sentence: string, sending: Sending): Scenario => ({
  id: `signature.${id}`,
  sentence,
  subjects,
  play: async (player) => {
    await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, ...sending }, { refusal: 'bad_signature' })
    await player.shows('vale', UP, { generation: 0 })
  },
})

const accepted = (id: string, sentence: string, sending: Sending): Scenario => ({
  id: `signature.${id}`,
  sentence,
  subjects,
  play: async (player) => {
    await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, ...sending }, APPLIED)
    await player.shows('vale', OFFLINE, { generation: 1 })
  },
})

const withSignature = (change: (signature: string) => string): Sending => ({
  headers: (headers) => ({ ...headers, 'webhook-signature': change(headers['webhook-signature'] ?? '') }),
})

export const SIGNATURE_SCENARIOS: readonly Scenario[] = [
  accepted('valid', 'A call that the configured secret signed is carried out.', {}),
  {
    id: 'signature.second-secret',
    sentence: 'A call that the second configured secret signed is carried out, so that a secret can be rotated.',
    subjects,
    play: async (player) => {
      const [, secret] = player.keys.secrets
      await player.apply({ to: 'vale', generation: 1, desired: OFFLINE, secret }, APPLIED)
    },
  },
  accepted(
    'one-of-several',
    'One valid signature among several is enough.',
    withSignature((signature) => `v1,AAAA v2,AAAA ${signature}`),
  ),
  refused('wrong-secret', 'A call signed by another secret is refused.', { secret: UNKNOWN_SECRET }),
  refused('changed-body', 'A call whose body was changed after it was signed is refused.', {
    body: (body) => body.replace('"generation":1', '"generation":2'),
  }),
  refused('changed-id', 'A call whose webhook-id was changed after it was signed is refused.', {
    headers: (headers) => ({ ...headers, 'webhook-id': `${headers['webhook-id']}-2` }),
  }),
  refused('missing', 'A call without a signature is refused.', {
    headers: (headers) => ({ ...headers, 'webhook-signature': undefined }),
  }),
  refused(
    'other-version',
    'A signature of an unknown version doesn’t count.',
    withSignature((signature) => signature.replace(/^v1,/, 'v2,')),
  ),
  {
    id: 'signature.stale',
    sentence: 'A call signed more than five minutes ago is refused.',
    subjects,
    play: async (player) => {
      const sent = { to: 'vale', generation: 1, desired: OFFLINE, atMs: player.now() - 6 * MINUTE_MS }
      await player.apply(sent, { refusal: 'bad_signature' })
      await player.shows('vale', UP, { generation: 0 })
    },
  },
  {
    id: 'signature.from-the-future',
    sentence: 'A call signed more than five minutes ahead is refused.',
    subjects,
    play: async (player) => {
      const sent = { to: 'vale', generation: 1, desired: OFFLINE, atMs: player.now() + 6 * MINUTE_MS }
      await player.apply(sent, { refusal: 'bad_signature' })
      await player.shows('vale', UP, { generation: 0 })
    },
  },
  {
    id: 'replay.same-call',
    sentence: 'The same signed bytes are accepted once.',
    subjects,
    play: async (player) => {
      const { call } = await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, APPLIED)
      await player.apply({ to: 'vale', generation: 2, desired: UP }, APPLIED)
      await player.resend(call, { refusal: 'replayed' })
      await player.shows('vale', UP, { generation: 2 })
    },
  },
  {
    id: 'replay.same-authorisation',
    sentence: 'An authorisation is accepted once, also under a new webhook-id.',
    subjects,
    play: async (player) => {
      const { call } = await player.apply({ to: 'vale', generation: 1, desired: OFFLINE }, APPLIED)
      const headers = signCall(player.keys.secrets[0], 'msg-of-a-thief', player.now(), call.body)
      await player.resend({ ...call, headers }, { refusal: 'replayed' })
    },
  },
]
