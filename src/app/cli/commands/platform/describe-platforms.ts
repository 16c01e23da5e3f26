import type { NamedPlatform } from '../../../../connectors/read-platforms.ts'
import { ConnectorError, type Connector } from '../../../../foundation/connector/connector.ts'
import type { Guarantees } from '../../../../foundation/connector/guarantees.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'

/** The guarantees that a platform may lack, with what that means for the people who run the desk. */
const LACKED = {
  fences: 'a restore counts only once late calls are over',
  reverts: 'effects end by the jobs of the desk, so a dead desk needs "countersign restore --offline"',
  holds: 'effects on protected accounts are not delayed there',
  verifies: 'it checks no signatures, so a thief of its credentials needs no second person there',
} as const satisfies Partial<Record<keyof Guarantees, string>>

interface DescribedPlatform {
  name: string
  connector: string
  lacks: string[]
  /** The reason why it did not answer. Null: it answered. */
  failure: string | null
}

/** Describes each named platform: the guarantees that it lacks, and whether it answers. */
export const describePlatforms = (
  platforms: readonly NamedPlatform[],
  allowPrivate: readonly string[],
): Promise<DescribedPlatform[]> =>
  Promise.all(
    platforms.map(async ({ name, kind, settings, secrets }) => {
      const connector = kind.open(settings, secrets, { now: systemNow, allowPrivate })
      return {
        name,
        connector: kind.kind,
        lacks: listLacked(connector.guarantees()),
        failure: await findFailure(connector),
      }
    }),
  )

/** Formats the description of platforms as lines. */
export const formatPlatforms = (platforms: readonly DescribedPlatform[]): string[] =>
  platforms.flatMap(({ name, connector, lacks, failure }) => [
    `The platform ${name} (${connector}) ${failure === null ? 'answers' : `does not answer: ${failure}`}.`,
    ...formatLacked(lacks).map((line) => `  ${line}`),
  ])

/** Says which guarantees a platform lacks, and what that means. */
export const describeLacks = (guarantees: Pick<Guarantees, keyof typeof LACKED>): string[] =>
  formatLacked(listLacked(guarantees))

const formatLacked = (lacks: readonly string[]): string[] =>
  Object.entries(LACKED).flatMap(([guarantee, means]) =>
    lacks.includes(guarantee) ? [`It lacks ${guarantee}: ${means}.`] : [],
  )

const listLacked = (guarantees: Pick<Guarantees, keyof typeof LACKED>): string[] =>
  Object.keys(LACKED).filter((name) => guarantees[name as keyof typeof LACKED] === false)

async function findFailure(connector: Connector): Promise<string | null> {
  try {
    await connector.capabilities()
    return null
  } catch (error) {
    if (error instanceof ConnectorError) return error.message
    throw error
  }
}
