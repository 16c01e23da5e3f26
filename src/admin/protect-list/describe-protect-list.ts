import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'
import type { Json } from '../../foundation/canonical.ts'
import { message, type Message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Described, WantedProtectList } from '../change/wanted.ts'
import { MATCHES_MAX, type Match, matchList } from './match-list.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { paragraphs } from '../describe/paragraphs.ts'

/** The longest interval between reviews of a protection. */
const REVIEW_DAYS_MAX = 365

/**
 * Describes what a protect list would protect. It binds to the ids of known accounts and drops no tag. A doubtful
 * account is left out unless its id is ticked. It always takes two people.
 */
export async function describeProtectList(
  db: Queryable,
  wanted: WantedProtectList,
): Promise<{ described: Described; body: Json }> {
  const { source, sha256, tag, list, ticked } = wanted
  if (!PUBLIC_INTEREST_TAGS.some((known) => known === tag)) {
    throw invalidField('change/tag', message('field.oneOf', { values: { as: 'or', list: PUBLIC_INTEREST_TAGS } }))
  }
  const leftMs = wanted.reviewAt.getTime() - (await readDeskTime(db)).getTime()
  if (leftMs <= 0 || leftMs > REVIEW_DAYS_MAX * DAY_MS) {
    throw invalidField('change/reviewAt', message('protectList.reviewDays', { limit: REVIEW_DAYS_MAX }))
  }
  const { matches, unmatched } = await matchList(db, { tag, list })
  if (matches.length > MATCHES_MAX) {
    throw invalidField('change/list', message('protectList.tooMany', { limit: MATCHES_MAX }))
  }
  const added = matches.filter(
    ({ accountId, isTagged, doubts }) => !isTagged && isTicked({ doubts, accountId }, ticked),
  )
  if (added.length === 0) {
    throw new DeskError('conflict', message('protectList.nothing', { why: leftOutMessage(matches, added, unmatched) }))
  }
  const { reviewAt } = wanted
  return {
    described: {
      says: paragraphs([
        message('described.protectList.adds', { count: added.length, source, tag, reviewAt }),
        leftOutMessage(matches, added, unmatched),
        message('described.protectList.hash', { sha256 }),
      ]),
      direction: 'mixed',
    },
    body: {
      source,
      sha256,
      tag,
      reviewAt: reviewAt.toISOString(),
      entries: added.map(({ accountId, by }) => ({ accountId, by })),
      ticked: added.filter(({ doubts }) => doubts.length > 0).map(({ accountId }) => accountId),
    },
  }
}

const isTicked = ({ doubts, accountId }: Pick<Match, 'doubts' | 'accountId'>, ticked: readonly string[]): boolean =>
  doubts.length === 0 || ticked.includes(accountId)

function leftOutMessage(matches: readonly Match[], added: readonly Match[], unmatched: number): Message {
  const tagged = matches.filter(({ isTagged }) => isTagged).length
  return message('described.protectList.left', { tagged, doubtful: matches.length - tagged - added.length, unmatched })
}
