import { type Command, Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { type ConnectorPin, findConnectorPin, pinOf, pinOfNamed } from '../../../../admin/setup/connector-pin.ts'
import { openPlatforms } from '../../../../connectors/open-platforms.ts'
import { type Connector, ConnectorError } from '../../../../foundation/connector/connector.ts'
import { DEFAULT_PLATFORM } from '../../../../foundation/platforms.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'
import { findActing, runWithToken, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { describeCommand, describeGroup, type Output } from '../../print/describe-command.ts'
import { CHANGE_JSON, printChange } from '../../print/format-change.ts'
import { readPlatformConfig } from '../../run/find-platform.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `Two people agree on the platform's address and secret. A process with another configuration does not start. To change
them, set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET (or ..._FILE) to the new values for these commands:

  1. countersign connector rehearse                        call the platform once; this changes nothing
  2. countersign connector propose --reason "yearly change"
  3. another person agrees: in the console on the page Changes, or by countersign change agree ID
  4. within a day: set both for serve and work, and restart them

With --platform the same is done for a platform of the file COUNTERSIGN_PLATFORMS: its address, settings and secrets.`

export const registerConnector: RegisterCommand = (program, context) => {
  const connector = program.command('connector').description('manage the address and the secret of the platform')
  describeGroup(connector, HELP)
  registerRehearse(connector, context)
  registerPropose(connector, context)
  registerShow(connector, context)
}

function registerRehearse(connector: Command, context: CommandContext): void {
  const command = connector
    .command('rehearse')
    .description('make one signed read with the configured address and secret')
    .addOption(platformOption())
  const output = describeCommand(command, context, {
    examples: [
      'countersign connector rehearse',
      'COUNTERSIGN_PLATFORM_SECRET_FILE=/etc/countersign/next-secret countersign connector rehearse',
      'countersign connector rehearse --platform forum',
    ],
    json: {
      platform: 'the name of the platform',
      subjects: 'the kinds of subjects it acts on',
      countries: 'true when it can act in single countries',
      tookMs: 'the time that the call took',
      address: 'the address',
      secretFingerprint: 'the fingerprint of the secret',
    },
  })
  command.action(({ platform }: PlatformOption) => rehearse(readConfigured(context, platform), output))
}

function registerShow(connector: Command, context: CommandContext): void {
  const show = connector
    .command('show')
    .description('show the agreed and the configured address and secret')
    .addOption(platformOption())
  const output = describeCommand(show, context, {
    examples: ['countersign connector show'],
    json: {
      agreed: 'address and secretFingerprint that two people agreed to; null before the first start',
      configured: 'address and secretFingerprint of the environment; null without any',
    },
  })
  runOnDatabase(show, context, async ({ db }, { platform }: DatabaseOptions & PlatformOption) => {
    const pinned = await findConnectorPin(db, platform)
    const configured = findConfigured(context, platform)?.pin
    const lines = [
      `Agreed to:  ${pinned ? formatPin(pinned) : 'nothing yet: the first process that starts pins it'}`,
      `Configured: ${configured ? formatPin(configured) : 'nothing'}`,
    ]
    output.result({ agreed: pinned ?? null, configured: configured ?? null }, lines.join('\n'))
  })
}

type ProposeOptions = DatabaseOptions & TokenOptions & PlatformOption & { reason: string }

function registerPropose(connector: Command, context: CommandContext): void {
  const propose = connector
    .command('propose')
    .description('propose the configured address and secret for all effects')
    .requiredOption('--reason <text>', 'the reason for the change')
    .addOption(platformOption())
  const output = describeCommand(propose, context, {
    examples: [
      'countersign connector propose --reason "yearly change"',
      'countersign connector propose --platform forum --reason "we moderate the forum too"',
    ],
    json: CHANGE_JSON,
  })
  runWithToken(propose, context, async (desk, options: ProposeOptions) => {
    const by = await findActing(context, options, desk.db)
    const { platform } = options
    const { pin } = readConfigured(context, platform)
    const wanted = { kind: 'connector', ...pin, ...(platform !== DEFAULT_PLATFORM && { platform }) } as const
    printChange(output, await proposeChange(desk, { wanted, reason: options.reason, by }))
  })
}

type RehearseOutput = Output<'platform' | 'subjects' | 'countries' | 'tookMs' | 'address' | 'secretFingerprint'>

async function rehearse({ pin, connector }: Configured, output: RehearseOutput): Promise<void> {
  const began = performance.now()
  try {
    const { name, subjects, countries = false } = await connector.capabilities()
    const tookMs = Math.round(performance.now() - began)
    const lines = [
      `The platform ${name} answered in ${tookMs} ms at ${formatPin(pin)}.`,
      `It acts on ${subjects.join(' and ')}${countries ? ', in single countries too' : ''}. Nothing was changed.`,
    ]
    const { address, secretFingerprint } = pin
    output.result({ platform: name, subjects, countries, tookMs, address, secretFingerprint }, lines.join('\n'))
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    throw new StartError(
      `The rehearsal failed at ${formatPin(pin)}: ${error.message} (${error.failure}). Nothing was changed. ${HINTS[error.failure] ?? 'Check the address, and try again.'}`,
    )
  }
}

const HINTS: Readonly<Partial<Record<ConnectorError['failure'], string>>> = {
  bad_signature: 'The platform does not know this secret: add it there beside the old one, and rehearse again.',
  unreadable: 'The server there does not speak the platform protocol: check the address.',
}

const formatPin = ({ address, secretFingerprint }: ConnectorPin): string =>
  `${address}, secret fingerprint ${secretFingerprint}`

interface PlatformOption {
  platform: string
}

const platformOption = () =>
  new Option('--platform <name>', 'the platform, by its name in the file of COUNTERSIGN_PLATFORMS').default(
    DEFAULT_PLATFORM,
    'the one without a name',
  )

/** A platform as the environment configures it. */
interface Configured {
  pin: ConnectorPin
  connector: Connector
}

function findConfigured(context: CommandContext, name: string): Configured | undefined {
  const { platform, platforms, allowPrivate } = readPlatformConfig(context)
  const connector = openPlatforms(platform, platforms, { now: systemNow, allowPrivate }).get(name)
  const named = platforms.find((one) => one.name === name)
  const pin = named === undefined ? platform && pinOf(platform) : pinOfNamed(named)
  return connector && pin && { pin, connector }
}

function readConfigured(context: CommandContext, name: string): Configured {
  const found = findConfigured(context, name)
  if (found !== undefined) return found
  const missing =
    name === DEFAULT_PLATFORM
      ? 'set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET to the new ones.'
      : `the file of COUNTERSIGN_PLATFORMS has no platform ${name}.`
  throw new StartError(`Nothing was done: ${missing}`)
}
