import { type Command, Option } from 'commander'
import { findConnectorPin, pinOf, pinOfNamed } from '../../../../admin/setup/connector-pin.ts'
import { openPlatforms } from '../../../../connectors/open-platforms.ts'
import type { Pool } from '../../../../foundation/database/db.ts'
import { DEFAULT_PLATFORM } from '../../../../foundation/platforms.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'
import { listKeys } from '../../../../people/staff/queries.ts'
import { type Agreement, checkAgreement, checkIncoming, type Incoming } from '../../../connect/check-incoming.ts'
import {
  type AbilityTable,
  checkPlatform,
  type PlatformToCheck,
  readAbilities,
} from '../../../connect/check-platform.ts'
import { type Step, skipped } from '../../../connect/step.ts'
import type { CommandContext } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { readPlatformConfig } from '../../run/find-platform.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'
import { formatAbilities, formatSteps } from './format-steps.ts'

const HELP = `Checks the set-up of each configured platform step by step, and says what to fix: address, TLS, clocks, credentials and
scopes, every read that the desk makes, the way of its reports, and the agreement of two people. Nothing is changed at the
platform: every call is a read, and the connector of this command refuses any other.

Name an account and a content that exist at the platform, by the platform's own ids, to try the reads of both.`

interface ConnectOptions extends DatabaseOptions {
  platform?: string
  account?: string
  content?: string
}

/** A platform to check, with what the steps at the desk compare. */
interface Configured extends PlatformToCheck {
  incoming: Incoming
  configured: Agreement['configured']
}

export function registerDoctorConnect(doctor: Command, context: CommandContext): void {
  const command = doctor
    .command('connect')
    .description('check the set-up of each platform step by step, and say what to fix')
    .addOption(new Option('--platform <name>', 'check only this platform; "default" is the one without a name'))
    .option('--account <id>', 'an account of the platform, whose reads are tried')
    .option('--content <id>', 'a content of the platform, whose reads are tried')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign doctor connect',
      'countersign doctor connect --platform social --account 109 --content 110',
      'countersign doctor connect --platform bluesky --json',
    ],
    json: {
      platforms: 'of each platform: name, connector, address, steps (id, result, found, fix) and abilities',
      totals: 'the numbers of steps that passed, warned, failed and were skipped',
    },
    finds: 'a step failed',
  })
  addDatabaseOption(command).action(async (options: ConnectOptions) => {
    const { found, allowPrivate } = listConfigured(context, options)
    const { account, content } = options
    const platforms = await Promise.all(
      found.map(async (platform) => {
        const steps = await checkPlatform(platform, { allowPrivate, now: systemNow, account, content })
        const atDesk = await checkAtDesk(context, options, platform)
        const { name, kind: connector, address } = platform
        return { name, connector, address, steps: [...steps, ...atDesk], abilities: await readAbilities(platform) }
      }),
    )
    const totals = countResults(platforms.flatMap(({ steps }) => steps))
    if (totals.failed > 0) context.markFound()
    output.result({ platforms, totals }, [...platforms.flatMap(formatPlatform), formatTotals(totals)].join('\n'))
  })
}

/** The way by which reports come from platforms of a kind, where it is not an API key of the platform. */
const WAYS: Readonly<Record<string, Incoming['way']>> = { mastodon: 'webhook', atproto: 'service' }

/** Lists the platforms to check. An account or a content belongs to one platform, so it takes a single one. */
function listConfigured(
  context: CommandContext,
  { platform: only, account, content }: ConnectOptions,
): { found: Configured[]; allowPrivate: readonly string[] } {
  const { platform, platforms, allowPrivate } = readPlatformConfig(context)
  const connectors = openPlatforms(platform, platforms, { now: systemNow, allowPrivate })
  const found = [...connectors].flatMap(([name, connector]): Configured[] => {
    if (only !== undefined && name !== only) return []
    const named = platforms.find((each) => each.name === name)
    if (named === undefined) {
      if (platform === undefined) return []
      const incoming = { platform: name, way: 'key' } as const
      return [{ name, kind: 'webhook', address: platform.url, connector, incoming, configured: pinOf(platform) }]
    }
    const { kind, settings, secrets } = named
    const configured = pinOfNamed(named)
    const way = WAYS[kind.kind] ?? 'key'
    const keyId = (kind.webhook(settings, secrets) ?? kind.labeler(settings, secrets))?.keyId
    const incoming = { platform: name, way, keyId }
    return [{ name, kind: kind.kind, address: kind.address(settings), connector, incoming, configured }]
  })
  if (found.length === 0) throw new StartError(describeNone(only))
  if (found.length > 1 && (account ?? content) !== undefined)
    throw new StartError(
      'Nothing was checked: an account or a content belongs to one platform. Name it with --platform.',
    )
  return { found, allowPrivate }
}

const describeNone = (only: string | undefined): string =>
  only === undefined
    ? 'Nothing was checked: no platform is configured. Set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET, or COUNTERSIGN_PLATFORMS.'
    : only === DEFAULT_PLATFORM
      ? 'Nothing was checked: set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET.'
      : `Nothing was checked: the file of COUNTERSIGN_PLATFORMS has no platform ${only}.`

/** The steps that need the database. Without one they are skipped, so that a platform can be checked before the desk runs. */
async function checkAtDesk(
  context: CommandContext,
  options: DatabaseOptions,
  { name, incoming, configured }: Configured,
): Promise<Step[]> {
  try {
    return await withDatabase(context, options, async ({ db }) => [
      checkAgreement({ platform: name, configured, agreed: await findAgreed(db, name) }),
      checkIncoming(incoming, await listKeys(db, { revoked: true })),
    ])
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    const why = `The database of the desk could not be read: ${error.message}`
    return ['agreement', 'incoming'].map((id) => skipped(id, why, 'Set DATABASE_URL, or start the desk.'))
  }
}

const findAgreed = async (db: Pool, platform: string): Promise<Agreement['agreed']> =>
  (await findConnectorPin(db, platform)) ?? null

type Totals = Record<Step['result'], number>

function countResults(steps: readonly Step[]): Totals {
  const count = (result: Step['result']) => steps.filter((step) => step.result === result).length
  return { passed: count('passed'), warned: count('warned'), failed: count('failed'), skipped: count('skipped') }
}

const formatTotals = ({ passed, warned, failed, skipped: left }: Totals): string =>
  `${passed} passed, ${warned} warned, ${failed} failed, ${left} skipped. Nothing was changed.`

const formatPlatform = (platform: {
  name: string
  connector: string
  address: string
  steps: readonly Step[]
  abilities: AbilityTable
}): string[] => [
  `The platform ${platform.name} (${platform.connector}) at ${platform.address}`,
  ...formatSteps(platform.steps),
  ...formatAbilities(platform.abilities),
]
