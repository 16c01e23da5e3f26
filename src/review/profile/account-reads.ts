import type { Profile, RecentPosts } from '@countersign/platform-kit'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import { BoundedMap } from '../../foundation/bounds/bounded-map.ts'
import { FewAtOnce } from '../../foundation/bounds/few-at-once.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

/**
 * The reasons for which a read of an account is missing. absent: the platform offers none. gone: it has no such
 * account. unknown: it did not answer. busy: too many reads at a time. unauthored: the account is not known.
 */
export const MISSING = ['absent', 'gone', 'unknown', 'busy', 'unauthored'] as const
export type Missing = (typeof MISSING)[number]

/** The platform's answers about one account, each with the reason where it is missing. */
export interface AccountReading {
  profile: Profile | Missing
  posts: RecentPosts | Missing
}

export const allMissing = (why: Missing): AccountReading => ({ profile: why, posts: why })

const GOOD_MS = 60_000
/** A platform that failed is asked again only after this time, so that not every page waits for its timeout. */
const FAILED_MS = 10_000
const ACCOUNTS_MAX = 500
const AT_ONCE_MAX = 8
const A_MINUTE_MAX = 60

interface Cached {
  reading: Promise<AccountReading>
  untilMs: number
}

/**
 * Reads accounts from the platform for reviewers, and caches each answer for a minute. It bounds the reads of one
 * person in a minute, of accounts and of pictures, and the reads of accounts at a time. It never throws what the
 * platform did: a case is decided without a profile.
 */
export class AccountReads {
  readonly #platform: Connector
  readonly #cached = new BoundedMap<string, Cached>(ACCOUNTS_MAX)
  readonly #limit = new AttemptLimit({ max: A_MINUTE_MAX, windowMs: MINUTE_MS })
  readonly #pictureLimit = new AttemptLimit({ max: A_MINUTE_MAX, windowMs: MINUTE_MS })
  readonly #few = new FewAtOnce(AT_ONCE_MAX, () => new DeskError('unavailable', message('media.busy')))

  constructor(platform: Connector) {
    this.#platform = platform
  }

  async read(accountId: string, staffId: string): Promise<AccountReading> {
    const cached = this.#cached.get(accountId)
    if (cached !== undefined && cached.untilMs > performance.now()) return cached.reading
    if (this.#few.isFull || !this.#limit.admit(staffId)) return allMissing('busy')
    const fresh: Cached = {
      reading: this.#readPlatform({ kind: 'account', id: accountId }),
      untilMs: Number.POSITIVE_INFINITY,
    }
    this.#cached.set(accountId, fresh)
    try {
      const reading = await fresh.reading
      fresh.untilMs = performance.now() + (isUnknown(reading) ? FAILED_MS : GOOD_MS)
      return reading
    } catch (error) {
      this.#cached.delete(accountId)
      throw error
    }
  }

  /** Counts a read of a picture by a person. False: they have read as many as a person may in a minute. */
  countPicture(staffId: string): boolean {
    return this.#pictureLimit.admit(staffId)
  }

  #readPlatform(account: Subject): Promise<AccountReading> {
    return this.#few.run(async () => {
      const [profile, posts] = await Promise.all([
        orMissing(this.#platform.profile?.(account)),
        orMissing(this.#platform.recentPosts?.(account)),
      ])
      return { profile, posts }
    })
  }
}

const isUnknown = ({ profile, posts }: AccountReading): boolean => profile === 'unknown' || posts === 'unknown'

/** Names the reason where the connector has no such read, the platform has none, or it gave no usable answer. */
async function orMissing<T>(asked: Promise<T | 'absent' | undefined> | undefined): Promise<T | Missing> {
  if (asked === undefined) return 'absent'
  try {
    return (await asked) ?? 'gone'
  } catch (error) {
    if (error instanceof ConnectorError) return 'unknown'
    throw error
  }
}
