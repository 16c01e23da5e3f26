import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { webhookConnector } from '../../connectors/webhook/webhook-connector.ts'
import type { FactName } from '../../policy/guards/facts.ts'
import { systemNow } from '../../foundation/time/clock.ts'
import type { CommandContext } from './command-context.ts'
import { readPlatformConfig } from './run/find-platform.ts'

type AbsentFact = Awaited<ReturnType<Connector['capabilities']>>['absentFacts'][number]

/** The facts that a platform may lack, as guards name them. */
const FACT_OF: Partial<Record<AbsentFact, FactName>> = {
  reach: 'account.reach',
  tags: 'account.tags',
  createdAt: 'account.age_days',
}

/**
 * Lists the facts that the platform declares it lacks. Empty when no platform is named or it doesn't answer; the
 * command then says so.
 */
export async function promptForAbsentFacts(context: CommandContext): Promise<FactName[]> {
  const { platform } = readPlatformConfig(context)
  if (platform === undefined) return []
  try {
    const { absentFacts } = await webhookConnector({ ...platform, now: systemNow }).capabilities()
    return absentFacts.flatMap((name) => FACT_OF[name] ?? [])
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    context.printError(
      `The platform could not be asked which facts it has (${error.failure}): no guard is shown as off.`,
    )
    return []
  }
}
