import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import type { Guarantees } from '../../foundation/connector/guarantees.ts'
import { readOnly } from '../../connectors/read-only.ts'
import { checkCredentials, checkReads, type KnownSubjects } from './check-reads.ts'
import { fixFinder } from './fixes.ts'
import { probeAddress } from './probe-address.ts'
import { type Step, skipped } from './step.ts'

/** A configured platform, to be checked. */
export interface PlatformToCheck {
  name: string
  /** The kind of connector, such as mastodon. */
  kind: string
  address: string
  connector: Connector
}

interface Checking extends KnownSubjects {
  allowPrivate: readonly string[]
  now: () => Date
}

/** The abilities of a platform, as its connector and the platform itself state them. */
export interface AbilityTable {
  guarantees: Pick<Guarantees, 'fences' | 'readsBack' | 'reverts' | 'holds' | 'verifies'>
  actions: Guarantees['actions']
  /** The platform's own statement. Null: it did not answer. */
  stated: { name: string; subjects: readonly string[]; absentFacts: readonly string[]; countries: boolean } | null
}

/**
 * Checks a platform from the address to each read, the cheapest and most basic step first. A step on which the others
 * depend ends the check when it fails. No call has an effect: the connector is read-only.
 */
export async function checkPlatform(
  { name, kind, address, connector }: PlatformToCheck,
  checking: Checking,
): Promise<Step[]> {
  const reached = await probeAddress({ address, ...checking })
  if (reached.some(({ result }) => result === 'failed')) return [...reached, notTried('credentials')]
  const { absentAccount, findFix } = fixFinder(kind, name)
  const { account, content } = checking
  const reading = { connector: readOnly(connector), findFix, absentAccount, account, content }
  const credentials = await checkCredentials(reading)
  if (credentials.result === 'failed') return [...reached, credentials, notTried('reads')]
  return [...reached, credentials, ...(await checkReads(reading))]
}

const notTried = (id: string): Step => skipped(id, 'Not tried, because a step before it failed.')

/** Reads the abilities of a platform. */
export async function readAbilities({ connector }: PlatformToCheck): Promise<AbilityTable> {
  const { fences, readsBack, reverts, holds, verifies, actions } = connector.guarantees()
  const guarantees = { fences, readsBack, reverts, holds, verifies }
  try {
    const { name, subjects, absentFacts, countries = false } = await connector.capabilities()
    return { guarantees, actions, stated: { name, subjects, absentFacts, countries } }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return { guarantees, actions, stated: null }
  }
}
