import { createHmac } from 'node:crypto'
import type { RelatedAccounts } from '@countersign/platform-kit'
import { Type } from 'typebox'
import type { Subject } from '../../foundation/domain.ts'
import { NAME_CHARS_MAX, orNotOffered, READ_TIMEOUT_MS } from './read-account.ts'
import { factOf, Reach } from './read-back.ts'
import { type Sending, sendCall } from './send-call.ts'

/** The most signals of one account. Twin of SIGNALS_MAX in platform-kit. */
export const SIGNALS_MAX = 20
/** The most accounts of one signal. Twin of RELATED_MAX in platform-kit. */
export const RELATED_MAX = 25
const SIGNAL_ID_CHARS_MAX = 128
const TAGS_MAX = 32
/** The room for an answer whose every character JSON escapes. */
const ANSWER_BYTES_MAX = 2_097_152
const HASH_CHARS = 16

/**
 * Reads which accounts share signals with one. `absent`: the platform offers no such read. The platform's ids of signals
 * end here: above, a signal has a hash under the platform's secret, by which only the same signal is found again.
 */
export async function readRelatedAccounts(
  sending: Sending,
  account: Subject,
): Promise<RelatedAccounts | 'absent' | undefined> {
  const options = { timeoutMs: READ_TIMEOUT_MS, ...sending, bytesMax: ANSWER_BYTES_MAX }
  const call = { type: 'subject.related_accounts', subject: account } as const
  const related = await orNotOffered(sendCall(options, call, RelatedAnswer))
  if (related === undefined || related === 'absent') return related
  const hash = (text: string) => createHmac('sha256', sending.secret).update(text).digest('hex').slice(0, HASH_CHARS)
  const signals = related.signals.map((signal) => ({
    ...signal,
    id: hash(`related-signal\0${signal.kind}\0${signal.id}`),
    accounts: signal.accounts.filter(({ id }) => id !== account.id),
  }))
  return { ...related, signals }
}

const Name = Type.String({ maxLength: NAME_CHARS_MAX })

const RelatedAnswer = Type.Object({
  signals: Type.Array(
    Type.Object({
      kind: Type.Enum(['device', 'payment', 'network', 'members']),
      id: Type.String({ minLength: 1, maxLength: SIGNAL_ID_CHARS_MAX }),
      total: Type.Integer({ minimum: 0 }),
      accounts: Type.Array(
        Type.Object({
          id: Type.String({ minLength: 1, maxLength: 512 }),
          handle: Name,
          displayName: Name,
          reach: Reach,
          tags: factOf(Type.Array(Type.String({ maxLength: 64 }), { maxItems: TAGS_MAX })),
        }),
        { maxItems: RELATED_MAX },
      ),
    }),
    { maxItems: SIGNALS_MAX },
  ),
  readAt: Type.String({ maxLength: 40 }),
})
