import { resolve } from 'node:path'
import type { PlatformActor } from '@countersign/platform-kit'
import { findGaps, type Gap, type Reached } from '../../../enforcement/approvers/find-gaps.ts'
import { readPoliciesInForce } from '../../../admin/rule-sets/policies-in-force.ts'
import { readConfig } from '../../../config.ts'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import { webhookConnector } from '../../../foundation/connector/webhook-connector.ts'
import { readProfile } from '../../../foundation/profile.ts'
import { systemNow } from '../../../foundation/time/clock.ts'
import { hasSecondChannel, NO_SECOND_CHANNEL } from '../../../people/passkeys/enrolment-alerts.ts'
import { ASK_THE_PLATFORM, sayActors } from '../../../enforcement/drift/say-actors.ts'
import type { CommandContext, RegisterCommand } from '../command-context.ts'
import { formatTime } from '../print/format-table.ts'
import { findPlatform, PLATFORM_UNKNOWN, readPlatformConfig } from '../run/find-platform.ts'
import { sayProfile } from './policies/profile.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../run/with-database.ts'

const HELP = `
Looks whether those who can be reached are enough for every guard in force: now, those on shift and on call; and by the rota,
where there is one, in each hour of the coming week. Whoever counts is here then, not leaving and not restricted, may agree and
holds a passkey that counts. Ends with 3 if they are too few, or if
guards only watch and nothing is held.

Says where nothing announces passkeys and recovery outside the desk. Then asks the platform who can still act on accounts there without this desk, and says what to take away; where the platform
can't tell, what to ask its people.

Examples:
  countersign doctor
  countersign doctor --json`

export const registerDoctor: RegisterCommand = (program, context) => {
  const doctor = program
    .command('doctor')
    .description('check that enough people can be reached for every guard')
    .option('--policies <folder>', 'the folder of guards.yaml (default: COUNTERSIGN_POLICIES)')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
  addDatabaseOption(doctor).action((options: DatabaseOptions & { policies?: string; json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const { policiesDir } = readConfig(context.env)
      const dir = options.policies === undefined ? policiesDir : resolve(options.policies)
      const { policies } = await readPoliciesInForce(db, dir)
      const { guards } = policies.guards
      const reached = await findGaps(db, guards)
      const profile = await readProfile(db)
      if (reached.gaps.length > 0 || profile.shadow) context.markFound()
      const secondChannel = await hasSecondChannel(db)
      const asked = await askPlatform(context, options)
      if (options.json) {
        const atPlatform = 'actors' in asked ? asked : { actors: null, ...asked }
        return context.print(
          JSON.stringify({ profile, guards: guards.length, ...reached, secondChannel, platform: atPlatform }),
        )
      }
      if (profile.shadow || profile.organisation !== 'company')
        for (const line of sayProfile(profile)) context.print(line)
      sayReached(context, reached, guards.length)
      if (!secondChannel) context.print(NO_SECOND_CHANNEL)
      for (const line of sayAsked(asked)) context.print(line)
    }),
  )
}

type Asked = { actors: readonly PlatformActor[] } | { why: string } | { cannotTell: true }

/** A platform that doesn't answer must not hide the other results. */
async function askPlatform(context: CommandContext, { data }: DatabaseOptions): Promise<Asked> {
  const config = readPlatformConfig(context)
  const found = findPlatform(config, data === undefined ? config.dataDir : resolve(data))
  if (found === undefined) return { why: PLATFORM_UNKNOWN }
  try {
    const actors = await webhookConnector({ ...found, now: systemNow }).actors?.()
    return actors === undefined ? { cannotTell: true } : { actors }
  } catch (error) {
    if (error instanceof ConnectorError) return { why: `${error.message}.` }
    throw error
  }
}

function sayAsked(asked: Asked): readonly string[] {
  if ('actors' in asked) return sayActors(asked.actors)
  return 'why' in asked
    ? [`Who can act at the platform without this desk could not be asked: ${asked.why}`]
    : ASK_THE_PLATFORM
}

function sayReached(context: CommandContext, { hours, planned, gaps }: Reached, guards: number): void {
  for (const gap of gaps) context.print(sayGap(gap))
  const looked = planned
    ? `this moment and the ${hours - 1} hours after it`
    : 'this moment alone, for nobody is on a rota'
  context.print(
    `${gaps.length === 0 ? 'Enough people can be reached' : `${gaps.length} times too few people can be reached`}: looked at ${guards} guards in ${looked}.`,
  )
}

const sayGap = ({ guard, from, until, needs, reachable }: Gap): string =>
  `${formatTime(from)} to ${formatTime(until)}: ${guard} needs ${needs}, and ${reachable} can be reached.`
