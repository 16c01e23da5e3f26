import { resolve } from 'node:path'
import type { PlatformActor } from '@countersign/platform-kit'
import { readPoliciesInForce } from '../../../admin/rule-sets/policies-in-force.ts'
import { readConfig } from '../../../config.ts'
import { webhookConnector } from '../../../connectors/webhook/webhook-connector.ts'
import { findGaps, type Gap, type Reached } from '../../../enforcement/approvers/find-gaps.ts'
import { ASK_THE_PLATFORM, formatActors } from '../../../enforcement/drift/format-actors.ts'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import { readProfile } from '../../../foundation/profile.ts'
import { systemNow } from '../../../foundation/time/clock.ts'
import { hasSecondChannel, NO_SECOND_CHANNEL } from '../../../people/passkeys/enrolment-alerts.ts'
import type { CommandContext, RegisterCommand } from '../command-context.ts'
import { describeCommand } from '../print/describe-command.ts'
import { formatTime } from '../print/format-table.ts'
import { findPlatform, PLATFORM_UNKNOWN, readPlatformConfig } from '../run/find-platform.ts'
import { type DatabaseOptions, runOnDatabase } from '../run/with-database.ts'
import { describePlatforms, formatPlatforms } from './platform/describe-platforms.ts'
import { registerDoctorConnect } from './platform/doctor-connect.ts'
import { formatProfile } from './policies/profile.ts'

const HELP = `For every guard in force the command counts the people who could approve: now those on shift and on call, and, with a rota,
those on call in each hour of the coming week. It counts a person who is employed at that time, may approve, has a valid
passkey, has no recorded departure and is not restricted.

It also warns if no channel outside the desk announces new passkeys and recoveries. Then it asks the platform which
people and programs can still act on accounts without the desk, and names the rights to remove. For each platform of the
file COUNTERSIGN_PLATFORMS it tells whether it answers, and which guarantees it lacks.`

export const registerDoctor: RegisterCommand = (program, context) => {
  const doctor = program
    .command('doctor')
    .enablePositionalOptions()
    .description('check that enough people can be reached for every guard')
    .option('--policies <folder>', 'the folder of guards.yaml (default: COUNTERSIGN_POLICIES)')
  const output = describeCommand(doctor, context, {
    about: HELP,
    examples: ['countersign doctor', 'countersign doctor --policies our-policies'],
    json: {
      profile: 'the organisation profile: organisation, shadow, personMetrics',
      guards: 'the number of guards',
      hours: 'the number of hours examined',
      planned: 'true when a rota exists',
      gaps: 'each time with too few people: guard, from, until, needs, reachable',
      secondChannel: 'true when a channel outside the desk announces passkeys and recoveries',
      platform: 'actors: who can act without the desk, or null with the reason (why, cannotTell)',
      platforms: 'name, connector, lacks and failure of each named platform',
    },
    finds: 'too few people can be reached for a guard, or the desk is in shadow mode',
  })
  registerDoctorConnect(doctor, context)
  runOnDatabase(doctor, context, async ({ db }, options: DatabaseOptions & { policies?: string }) => {
    const { policiesDir } = readConfig(context.env)
    const dir = options.policies === undefined ? policiesDir : resolve(options.policies)
    const { policies } = await readPoliciesInForce(db, dir)
    const { guards } = policies.guards
    const reached = await findGaps(db, guards)
    const profile = await readProfile(db)
    if (reached.gaps.length > 0 || profile.shadow) context.markFound()
    const secondChannel = await hasSecondChannel(db)
    const asked = await readFromPlatform(context, options)
    const platform = 'actors' in asked ? asked : { actors: null, ...asked }
    const { platforms: named, allowPrivate } = readPlatformConfig(context)
    const platforms = await describePlatforms(named, allowPrivate)
    const lines = [
      ...(profile.shadow || profile.organisation !== 'company' ? formatProfile(profile) : []),
      ...formatReached(reached, guards.length),
      ...(secondChannel ? [] : [NO_SECOND_CHANNEL]),
      ...formatProposed(asked),
      ...formatPlatforms(platforms),
    ]
    output.result({ profile, guards: guards.length, ...reached, secondChannel, platform, platforms }, lines.join('\n'))
  })
}

type Asked = { actors: readonly PlatformActor[] } | { why: string } | { cannotTell: true }

/** A platform that doesn't answer must not hide the other results. */
async function readFromPlatform(context: CommandContext, { data }: DatabaseOptions): Promise<Asked> {
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

function formatProposed(asked: Asked): readonly string[] {
  if ('actors' in asked) return formatActors(asked.actors)
  return 'why' in asked
    ? [`The desk could not read who can act at the platform without it: ${asked.why}`]
    : ASK_THE_PLATFORM
}

function formatReached({ hours, planned, gaps }: Reached, guards: number): string[] {
  const looked = planned
    ? `this moment and the ${hours - 1} hours after it`
    : 'this moment alone, because the rota is empty'
  const found =
    gaps.length === 0 ? 'Enough people can be reached' : `${gaps.length} times too few people can be reached`
  return [...gaps.map(formatGap), `${found}: looked at ${guards} guards in ${looked}.`]
}

const formatGap = ({ guard, from, until, needs, reachable }: Gap): string =>
  `${formatTime(from)} to ${formatTime(until)}: ${guard} needs ${needs}, and ${reachable} can be reached.`
