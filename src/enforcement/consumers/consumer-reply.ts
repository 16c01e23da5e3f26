import { Type } from 'typebox'
import { type Caller, parseSubjectKey } from '../../foundation/domain.ts'
import { ConsumerNoticeId, EnforcementId, orNull, PlatformId, Timestamp } from '../../foundation/schemas/schemas.ts'
import { nativeIdForKey } from '../../people/access/ids-of-key.ts'
import { CONSUMER_KINDS } from '../../policy/notices/variables.ts'
import type { Policies } from '../../policy/policies.ts'
import type { ConsumerNotice } from './consumer-queries.ts'
import { renderNotice } from './render-notice.ts'

const BUYERS_MAX = 1_000_000_000
const Buyers = Type.Integer({ minimum: 0, maximum: BUYERS_MAX })

/** The numbers of buyers until now, as a platform states them. */
export const ConsumerNumbers = {
  told: { ...Buyers, description: 'The buyers who were told.' },
  withoutContact: { ...Buyers, description: 'The buyers whom the platform can not reach.' },
}

export const ConsumerNoticeReply = Type.Object({
  id: ConsumerNoticeId,
  enforcementId: EnforcementId,
  kind: Type.Enum([...CONSUMER_KINDS], {
    description: 'consumers: the offer is illegal. correction: that is taken back. It is for everyone who was told.',
  }),
  contentId: { ...PlatformId, description: 'The offer.' },
  madeAt: Timestamp,
  listedAt: {
    ...Timestamp,
    description: 'Later than madeAt: the offer was restricted again. Tell those who bought it since, and no one twice.',
  },
  withdrawn: Type.Boolean({
    description: 'True: the enforcement was undone, so no more buyers are told. A correction may follow.',
  }),
  soldFrom: { ...Timestamp, description: 'Everyone who bought it since then is told.' },
  countries: orNull(Type.Array(Type.String()), 'Buyers in these countries are told. Null: all buyers.'),
  texts: Type.Array(Type.Object({ language: Type.String(), text: Type.String() }), {
    description:
      'The text by language, the first for readers of no other. Empty for a key: it is withdrawn, or its names are erased.',
  }),
  receipt: orNull(
    Type.Object({
      statedAt: { ...Timestamp, description: 'When the platform stated these numbers.' },
      ...ConsumerNumbers,
    }),
    'What the platform stated last: how many buyers it told until then, and how many it can not reach. Null: nothing yet.',
  ),
})

/** Returns a text for consumers as the API states it to a caller. */
export function toNoticeReply(
  policies: Pick<Policies, 'notices' | 'references'>,
  caller: Caller,
  notice: ConsumerNotice,
) {
  const { id, enforcementId, kind, madeAt, listedAt, isWithdrawn, soldFrom, countries } = notice
  const { told, withoutContact, statedAt } = notice
  const { id: contentId } = parseSubjectKey(notice.subject)
  return {
    ...{ id, enforcementId, kind, madeAt, listedAt, withdrawn: isWithdrawn, soldFrom, countries },
    contentId: caller.kind === 'key' ? nativeIdForKey(caller, contentId) : contentId,
    // A platform that reads it late tells no buyer what was undone.
    texts: isWithdrawn && caller.kind === 'key' ? [] : renderNotice(policies, notice),
    receipt: statedAt === null || told === null || withoutContact === null ? null : { statedAt, told, withoutContact },
  }
}
