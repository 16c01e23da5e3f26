import type { SubjectFacts } from '@countersign/platform-kit'
import { Type } from 'typebox'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { AdminAccount } from '../../../foundation/mastodon/entities.ts'
import { reachOf } from '../../../foundation/mastodon/to-facts.ts'
import { type Exchange, read, readPages } from '../api/send-request.ts'
import { domainOf } from '../domain-block.ts'

/** The most accounts of a domain that are counted. With more the reach is unknown, and so the strictest. */
const ACCOUNTS_MAX = 1_000

/** The most subdomains whose accounts are read. With more the reach is unknown. */
const SUBDOMAINS_MAX = 5

/**
 * Reads the facts of a domain: its accounts here and those of its subdomains, and their reach together, which a
 * suspension takes offline. Unknown where there are more than are counted, where the reach of one is unknown, or where
 * the server does not list the servers that it knows.
 */
export async function readDomainFacts(exchange: Exchange, subject: Subject, now: Date): Promise<SubjectFacts> {
  const domain = domainOf(exchange, subject)
  const subdomains = await listSubdomains(exchange, domain)
  const accounts: AdminAccount[] = []
  for (const host of [domain, ...(subdomains ?? [])].slice(0, 1 + SUBDOMAINS_MAX))
    accounts.push(...(await listAccounts(exchange, host)))
  const theirs = accounts.filter((account) => account.domain !== null && isWithin(account.domain, domain))
  const reaches = theirs.map(reachOf)
  const isWhole = subdomains !== undefined && subdomains.length <= SUBDOMAINS_MAX && accounts.length <= ACCOUNTS_MAX
  const isKnown = isWhole && reaches.every((reach) => reach !== null)
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

/** Mastodon filters by the exact domain, so each subdomain is asked for. */
function listAccounts(exchange: Exchange, host: string): Promise<AdminAccount[]> {
  const query = new URLSearchParams({ origin: 'remote', by_domain: host, limit: '200' })
  return readPages(exchange, `/api/v2/admin/accounts?${query}`, AdminAccount)
}

/** Lists the subdomains that the server knows. Undefined: it does not say. */
async function listSubdomains(exchange: Exchange, domain: string): Promise<string[] | undefined> {
  try {
    const peers = await read(exchange, '/api/v1/instance/peers', Type.Array(Type.String()))
    return peers.filter((host) => host !== domain && isWithin(host, domain))
  } catch (error) {
    if (error instanceof ConnectorError) return undefined
    throw error
  }
}

/** A block of a domain covers its subdomains. */
const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)
