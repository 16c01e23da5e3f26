import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import type { Guarantees } from '../../foundation/connector/guarantees.ts'
import { visitor } from '../../foundation/connector/visit.ts'
import { guardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { checkAccess } from './api/check-access.ts'
import { type Importance, RateWindow } from './api/rate-window.ts'
import type { Exchange, Server } from './api/send-request.ts'
import { applyInstruction, type Warnings } from './apply-instruction.ts'
import { applyToDomain, isDomain, readDomainState } from './domain-block.ts'
import { findSubject } from './reads/find-subject.ts'
import { listStaff } from './reads/list-staff.ts'
import { readDomainFacts } from './reads/read-domain.ts'
import { readMedia } from './reads/read-media.ts'
import { readProfile, readRecentPosts } from './reads/read-profile.ts'
import { readFacts, readState } from './reads/read-subject.ts'
import { readThread } from './reads/read-thread.ts'

/** The time limit of one call of the desk with all its requests, well within the lease of a job. */
const CALL_TIMEOUT_MS = 5_000
/** The time in which a Mastodon server may still carry out a request whose answer was lost: that of the usual proxies. */
const LATE_MS_MAX = 60_000
/** Shares of Mastodon's 300 requests in five minutes: a check takes two requests, an effect about five. */
const LOOKS_PER_MINUTE = 10
const EFFECTS_PER_MINUTE = 8

/** Mastodon deletes the data of a suspended account after this time. */
const ERASES_AFTER_DAYS = 30

interface MastodonOptions {
  /** The address of the server, such as https://social.example. */
  url: string
  /** The access token of a moderator's account. */
  token: string
  now: () => Date
  timeoutMs?: number
  /** Private addresses that may be reached, as COUNTERSIGN_ALLOW_PRIVATE says. */
  allowPrivate?: readonly string[]
}

/**
 * Moderates a Mastodon server by its public API. Mastodon has no generations and reverts nothing by itself, and its
 * moderators act beside the desk: so every call reads the account first, changes only what differs, and reads it again.
 */
export function mastodonConnector(options: MastodonOptions): Connector {
  const { now, allowPrivate = [] } = options
  const { origin, host } = new URL(options.url)
  const own = guardedFetch({ allowPrivate })
  const elsewhere = guardedFetch({ allowPrivate, ownMachine: false })
  const server: Server = { origin, token: options.token, fetch: own, rate: new RateWindow(now) }
  const warnings: Warnings = new Set()
  const begin = (importance: Importance): Exchange => ({
    ...{ server, importance },
    signal: AbortSignal.timeout(options.timeoutMs ?? CALL_TIMEOUT_MS),
  })
  return {
    guarantees: (at) => (at !== undefined && isDomain(at) ? OF_DOMAINS : GUARANTEES),
    capabilities: async () => {
      await checkAccess(begin('read'))
      return {
        ...{ name: host, subjects: ['account'], absentFacts: ['verified', 'tags'] },
        ...{ looksPerMinute: LOOKS_PER_MINUTE, effectsPerMinute: EFFECTS_PER_MINUTE },
        accountReads: ['profile', 'recent_posts'],
      }
    },
    facts: (subject) =>
      orUndefined((isDomain(subject) ? readDomainFacts : readFacts)(begin('restrict'), subject, now())),
    apply: (instruction, { enforcements }) =>
      (isDomain(instruction.subject) ? applyToDomain : applyInstruction)(begin('restore'), instruction, {
        warnings,
        now,
        references: enforcements.map(({ enforcement }) => enforcement),
      }),
    readBack: (subject, purpose) =>
      orUndefined(
        (isDomain(subject) ? readDomainState : readState)(
          begin(purpose === 'look' ? 'restrict' : 'restore'),
          subject,
          now(),
        ),
      ),
    profile: async (account) =>
      isDomain(account) ? 'absent' : orUndefined(readProfile(begin('read'), account.id, now())),
    recentPosts: async (account) =>
      isDomain(account) ? 'absent' : orUndefined(readRecentPosts(begin('read'), account.id, now())),
    thread: ({ id }, page) => orUndefined(readThread(begin('read'), id, { page, now: now() })),
    media: (subject, reference, limit) =>
      orUndefined(readMedia(begin('read'), { own, elsewhere }, subject, { reference, bytesMax: limit?.bytesMax })),
    visit: visitor({ url: origin, allowPrivate }),
    origins: [origin],
    find: (name) => orUndefined(findSubject(begin('read'), name)),
    actors: () => listStaff(begin('read')),
  }
}

const GUARANTEES: Guarantees = {
  ...{ fences: false, readsBack: true, reverts: false, holds: false, verifies: false, lateMsMax: LATE_MS_MAX },
  erasesAfterDays: ERASES_AFTER_DAYS,
  // The public API has no call that hides or deletes another account's post.
  actions: { account: ['warn', 'label', 'limit', 'lock', 'suspend', 'deactivate'], content: [] },
  ownActions: false,
}

/** A suspended domain loses the data of its accounts and the follows across both servers at once. */
const OF_DOMAINS: Guarantees = {
  ...GUARANTEES,
  erasesAfterDays: 0,
  actions: { account: ['limit', 'suspend', 'deactivate'], content: [] },
}

function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof ConnectorError && error.failure === 'no_such_subject') return undefined
    throw error
  })
}
