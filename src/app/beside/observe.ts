import { readOnly } from '../../connectors/read-only.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import type { Fact } from '../../foundation/domain.ts'
import { accountFacts } from '../../foundation/mastodon/to-facts.ts'
import { StartError } from '../../foundation/store/start-error.ts'
import { type Comparison, OBSERVED_MAX, type Observed } from './observation.ts'
import type { Restricted } from './read-mastodon.ts'
import { isEndedBy, type OzoneAct } from './read-ozone.ts'

const UNKNOWN: Observed['facts'] = { reach: null, tags: null, verified: null, createdAt: null, name: null }

/** Adds the acts of Ozone since the last read. The facts of each account are read once, by reads alone. */
export async function observeOzone(
  comparison: Comparison,
  acts: readonly OzoneAct[],
  connector: Connector,
): Promise<Comparison> {
  const reading = readOnly(connector)
  const observed = comparison.observed.map((each) => ({ ...each }))
  // A read begins at the time of the last act, so the acts of that moment come twice.
  const seen = new Set(observed.map(keyOf))
  for (const act of acts) {
    if (act.action === null) {
      for (const each of observed)
        if (each.endedAt === null && each.at <= act.at && isEndedBy(each, act)) each.endedAt = act.at
      continue
    }
    const { accountId, contentId, handle, action, at } = act
    const fresh = { accountId, contentId, handle, action, at, endedAt: null, facts: UNKNOWN }
    if (seen.has(keyOf(fresh))) continue
    seen.add(keyOf(fresh))
    observed.push({ ...fresh, ...(await readFacts(reading, accountId, handle)) })
  }
  return bounded({ ...comparison, observed, readThrough: acts.at(-1)?.at ?? comparison.readThrough })
}

/** Adds what changed among the restricted accounts of a Mastodon server since the last read. */
export function observeMastodon(comparison: Comparison, now: Restricted, at: Date): Comparison {
  const time = at.toISOString()
  const observed = comparison.observed.map((each) => {
    const stands = now.get(each.accountId)?.actions.includes(each.action) ?? false
    return each.endedAt === null && !stands ? { ...each, endedAt: time } : each
  })
  for (const [accountId, { account, actions }] of now) {
    const before = comparison.standing[accountId] ?? []
    for (const action of actions.filter((each) => !before.includes(each)))
      observed.push({
        ...{ accountId, contentId: null, handle: account.account.acct, action, at: time, endedAt: null },
        facts: mastodonFacts(account),
      })
  }
  const standing = Object.fromEntries([...now].map(([id, { actions }]) => [id, [...actions]]))
  return bounded({ ...comparison, observed, standing, readThrough: time })
}

/** The account is read after the act, and followers leave a suspended account: its reach is at least this number. */
function mastodonFacts({ account }: { account: Account }): Observed['facts'] {
  const { reach, createdAt, displayName } = accountFacts(account, false)
  return { reach, createdAt, tags: 'absent', verified: 'absent', name: displayName }
}
type Account = Parameters<typeof accountFacts>[0]

const keyOf = ({
  accountId,
  contentId,
  action,
  at,
}: Pick<Observed, 'accountId' | 'contentId' | 'action' | 'at'>): string =>
  [at, action, contentId ?? accountId].join(' ')

async function readFacts(
  connector: Connector,
  accountId: string,
  handle: string | null,
): Promise<Pick<Observed, 'facts' | 'handle'>> {
  try {
    const found = await connector.facts({ kind: 'account', id: accountId })
    if (found === undefined) return { facts: UNKNOWN, handle }
    const { reach, tags, verified, createdAt, displayName } = found.account
    return {
      handle: found.account.handle,
      facts: { reach, verified, createdAt, name: displayName, tags: copyOf(tags) },
    }
  } catch (error) {
    if (error instanceof ConnectorError) return { facts: UNKNOWN, handle }
    throw error
  }
}

const copyOf = (tags: Fact<readonly string[]>): Observed['facts']['tags'] =>
  tags === null || tags === 'absent' ? tags : [...tags]

function bounded(comparison: Comparison): Comparison {
  if (comparison.observed.length <= OBSERVED_MAX) return comparison
  throw new StartError(`More than ${OBSERVED_MAX} enforcements were observed. Begin another comparison in a new file.`)
}
