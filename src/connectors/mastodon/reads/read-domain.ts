import type { SubjectFacts } from '@countersign/platform-kit'
import type { Subject } from '../../../foundation/domain.ts'
import { AdminAccount } from '../../../foundation/mastodon/entities.ts'
import { reachOf } from '../../../foundation/mastodon/to-facts.ts'
import { type Exchange, readPages } from '../api/send-request.ts'
import { domainOf } from '../domain-block.ts'

/** The most accounts of a domain that are counted. With more the reach is unknown, and so the strictest. */
const ACCOUNTS_MAX = 1_000

/**
 * Reads the facts of a domain: its accounts here, and their reach together, which a suspension takes offline. Unknown
 * where it has more accounts than are counted, or where the reach of one is unknown.
 */
export async function readDomainFacts(exchange: Exchange, subject: Subject, now: Date): Promise<SubjectFacts> {
  const domain = domainOf(exchange, subject)
  const query = new URLSearchParams({ origin: 'remote', by_domain: domain, limit: '200' })
  const accounts = await readPages(exchange, `/api/v2/admin/accounts?${query}`, AdminAccount)
  const theirs = accounts.filter((account) => account.domain !== null && isWithin(account.domain, domain))
  const reaches = theirs.map(reachOf)
  const isKnown = accounts.length <= ACCOUNTS_MAX && reaches.every((reach) => reach !== null)
  return {
    account: {
      ...{
        id: subject.id,
        handle: domain,
        displayName: domain,
        verified: 'absent',
        tags: 'absent',
        createdAt: 'absent',
      },
      reach: isKnown ? reaches.reduce<number>((sum, reach) => sum + (reach ?? 0), 0) : null,
      covers: theirs.slice(0, ACCOUNTS_MAX).map(({ id }) => id),
    },
    readAt: now.toISOString(),
  }
}

/** A block of a domain covers its subdomains. */
const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)
