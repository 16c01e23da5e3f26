import type { Command } from 'commander'
import { type ConnectorPin, findConnectorPin, pinOf } from '../../../admin/setup/connector-pin.ts'
import { proposeChange } from '../../../admin/change/propose-change.ts'
import type { SignedAddress } from '../../../config.ts'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import { webhookConnector } from '../../../foundation/connector/webhook-connector.ts'
import { systemNow } from '../../../foundation/time/clock.ts'
import { StartError } from '../../../foundation/store/start-error.ts'
import { addTokenOption, findActing, type TokenOptions } from '../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../command-context.ts'
import { readPlatformConfig } from '../run/find-platform.ts'
import { sayChange } from '../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../run/with-database.ts'

const HELP = `
The address and the secret of the platform are what two people agreed to. A process whose configuration says something else does not
start. Each command reads COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET (or ..._FILE): give it the new ones.

  1. countersign connector rehearse                        call the platform once, change nothing
  2. countersign connector propose --reason "yearly change"
  3. another person agrees to the change
  4. set both for serve and work, and restart each of them within a day

Examples:
  COUNTERSIGN_PLATFORM_SECRET_FILE=/etc/countersign/next-secret countersign connector rehearse
  countersign connector show`

export const registerConnector: RegisterCommand = (program, context) => {
  const connector = program
    .command('connector')
    .description('manage the address and the secret of the platform')
    .addHelpText('after', HELP)
  connector
    .command('rehearse')
    .description('make one signed read with the configured address and secret')
    .action(() => rehearse(context))
  registerPropose(connector, context)
  addDatabaseOption(
    connector.command('show').description('show the agreed and the configured address and secret'),
  ).action((options: DatabaseOptions) =>
    withDatabase(context, options, async ({ db }) => {
      const pinned = await findConnectorPin(db)
      const { platform } = readPlatformConfig(context)
      context.print(`Agreed to:  ${pinned ? sayPin(pinned) : 'nothing yet: the first process that starts pins it'}`)
      context.print(`Configured: ${platform ? sayPin(pinOf(platform)) : 'nothing'}`)
    }),
  )
}

type ProposeOptions = DatabaseOptions & TokenOptions & { reason: string }

function registerPropose(connector: Command, context: CommandContext): void {
  const propose = connector
    .command('propose')
    .description('propose the configured address and secret for all effects')
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(propose)).action((options: ProposeOptions) =>
    withDatabase(context, options, async (desk) => {
      const by = await findActing(context, options, desk.db)
      const wanted = { kind: 'connector', ...pinOf(readPlatform(context)) } as const
      context.print(sayChange(await proposeChange(desk, { wanted, reason: options.reason, by })))
    }),
  )
}

async function rehearse(context: CommandContext): Promise<void> {
  const platform = readPlatform(context)
  const pin = pinOf(platform)
  const began = performance.now()
  try {
    const { name, subjects, countries = false } = await webhookConnector({ ...platform, now: systemNow }).capabilities()
    const tookMs = Math.round(performance.now() - began)
    context.print(`The platform ${name} answered in ${tookMs} ms at ${sayPin(pin)}.`)
    context.print(
      `It acts on ${subjects.join(' and ')}${countries ? ', in single countries too' : ''}. Nothing was changed.`,
    )
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    throw new StartError(
      `The rehearsal failed at ${sayPin(pin)}: ${error.message} (${error.failure}). Nothing was changed. ${HINTS[error.failure] ?? 'Check the address, and try again.'}`,
    )
  }
}

const HINTS: Readonly<Partial<Record<ConnectorError['failure'], string>>> = {
  bad_signature: 'The platform does not know this secret: add it there beside the old one, and rehearse again.',
  unreadable: 'The server there does not speak the platform protocol: check the address.',
}

const sayPin = ({ address, secretFingerprint }: ConnectorPin): string =>
  `${address}, secret fingerprint ${secretFingerprint}`

function readPlatform(context: CommandContext): SignedAddress {
  const { platform } = readPlatformConfig(context)
  if (platform !== undefined) return platform
  throw new StartError(
    'Nothing was done: set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET to the new ones.',
  )
}
