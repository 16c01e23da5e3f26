import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { readConfig } from '../../../config.ts'
import { Outbox } from '../../../foundation/outgoing/outbox.ts'
import { sealOf } from '../../../foundation/outgoing/seal.ts'
import { proposeWebhookSecret } from '../../../admin/setup/change-webhook-secret.ts'
import type { StaffCaller } from '../../../foundation/domain.ts'
import { systemNow } from '../../../foundation/time/clock.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import { DeskError } from '../../../foundation/errors.ts'
import {
  addChannel,
  CHANNEL_KINDS,
  type NewChannel,
  removeChannel,
  testChannel,
} from '../../../oversight/notifications/channel.ts'
import { EVENT_KINDS, type EventKind } from '../../../oversight/events/desk-event.ts'
import { type ListedChannel, listChannels } from '../../../oversight/notifications/list-channels.ts'
import { addTokenOption, findActing, type TokenOptions } from '../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../command-context.ts'
import { sayChange } from '../print/say-change.ts'
import { formatTable, formatTime } from '../print/format-table.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../run/with-database.ts'

const EXAMPLES = `
Where alerts go besides the desk itself. What can't wait goes to each; with --all the rest does too. Adding one sends a test there.
A webhook with --events is told instead by kind and id what happens, as the key may hear, and as long as it counts.

Examples:
  countersign channel list
  countersign channel add pager --kind webhook --address https://pager.example/countersign
  countersign channel add "on-call room" --kind slack --address https://hooks.slack.com/services/T1/B2/x
  countersign channel add leads --kind mail --address leads@platform.example --all
  countersign channel add "our platform" --kind webhook --address https://platform.example/desk --events enforcement case --key key_4
  countersign channel test ch_3
  countersign channel secret ch_3 --reason "it was in a log"
  countersign channel remove ch_3`

type Options = DatabaseOptions & TokenOptions
type AddOptions = Options & {
  kind: NewChannel['kind']
  address: string
  all?: true
  events?: EventKind[]
  key?: string
}

export const registerChannel: RegisterCommand = (program, context) => {
  const channel = program
    .command('channel')
    .description('manage the channels to which alerts are sent')
    .addHelpText('after', EXAMPLES)
  const list = channel
    .command('list')
    .description('list the channels with their state of delivery')
    .option('--json', 'print JSON')
  addDatabaseOption(list).action((options: DatabaseOptions & { json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const channels = await listChannels(db, null)
      context.print(options.json ? JSON.stringify(channels) : formatTable(HEADINGS, channels.map(toRow)))
    }),
  )
  registerAdd(channel, context)
  registerSecret(channel, context)
  const test = channel.command('test').argument('<id>', 'such as ch_3').description('send a test message to a channel')
  addTokenOption(addDatabaseOption(test)).action((id: string, options: Options) =>
    withDatabase(context, options, async (desk) => {
      await testChannel(desk, id, { by: await findAdmin(context, options, desk.db), own: false })
      context.print(`A test is on its way to ${id}: "countersign channel list" says how it went.`)
    }),
  )
  const remove = channel.command('remove').argument('<id>', 'such as ch_3').description('remove a channel')
  addTokenOption(addDatabaseOption(remove)).action((id: string, options: Options) =>
    withDatabase(context, options, async (desk) => {
      await removeChannel(desk, id, { by: await findAdmin(context, options, desk.db), own: false })
      context.print(`Nothing is told to ${id} any more.`)
    }),
  )
}

function registerAdd(channel: Command, context: CommandContext): void {
  const add = channel
    .command('add')
    .argument('<name>', 'the name of the channel')
    .description('add a channel; the secret of a webhook is shown once')
    .addOption(new Option('--kind <kind>', 'the kind of channel').choices(CHANNEL_KINDS).makeOptionMandatory())
    .requiredOption('--address <address>', 'an address on the web, or of mail')
    .option('--all', 'send also alerts that can wait')
    .addOption(new Option('--events <kinds...>', 'send events of these kinds instead of alerts').choices(EVENT_KINDS))
    .option('--key <id>', 'with --events: the API key whose rights apply, such as key_4')
  addTokenOption(addDatabaseOption(add)).action((name: string, options: AddOptions) =>
    withDatabase(context, options, async ({ db }) => {
      const by = await findAdmin(context, options, db)
      const outbox = openOutbox(context, options)
      const asked = { name, kind: options.kind, address: options.address, ...takesOf(options) }
      const { id, secret } = await addChannel({ db, outbox }, asked, { by, own: false })
      context.print(`"${name}" is told from now on (${id}), and a test is on its way.`)
      if (secret !== null) context.print(`Its messages are signed with this secret, shown this once:\n\n${secret}`)
    }),
  )
}

function takesOf({ all, events, key }: AddOptions): Pick<NewChannel, 'takes' | 'follows'> {
  if (events === undefined && key === undefined) return { takes: all ? 'all' : 'calls' }
  return { takes: 'events', follows: { events: events ?? [], keyId: key ?? '' } }
}

function registerSecret(channel: Command, context: CommandContext): void {
  const secret = channel
    .command('secret')
    .argument('<id>', 'such as ch_3')
    .description('propose another secret for a webhook; it is shown once')
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(secret)).action((id: string, options: Options & { reason: string }) =>
    withDatabase(context, options, async ({ db }) => {
      const by = await findAdmin(context, options, db)
      const outbox = openOutbox(context, options)
      const made = await proposeWebhookSecret({ db, outbox }, id, { reason: options.reason, by })
      context.print(
        `${sayChange(made.change)}\n\nFor a day both sign then. The new one, shown this once:\n\n${made.secret}`,
      )
    }),
  )
}

function openOutbox({ env }: CommandContext, { data }: DatabaseOptions): Outbox {
  const { dataDir, channelKey, mail, allowPrivate } = readConfig(env)
  const seal = sealOf(data === undefined ? dataDir : resolve(data), channelKey)
  return new Outbox({ seal, mail, allowPrivate, now: systemNow })
}

async function findAdmin(context: CommandContext, options: TokenOptions, db: Queryable): Promise<StaffCaller> {
  const by = await findActing(context, options, db)
  if (by.roles.includes('admin')) return by
  throw new DeskError('not_allowed', 'Nothing was done: this takes the role admin.')
}

const HEADINGS = ['ID', 'KIND', 'NAME', 'ADDRESS', 'TAKES', 'LAST TAKEN', 'STATE']
const toRow = ({ id, kind, name, shows, takes, events, keyId, lastSentAt, ...how }: ListedChannel): string[] => [
  ...[id, kind, name, shows, events === null ? takes : `${events.join(' ')} by ${keyId}`],
  lastSentAt === null ? 'never' : formatTime(lastSentAt),
  stateOf(how),
]

function stateOf({
  deadSince,
  failingSince,
  lastError,
}: Pick<ListedChannel, 'deadSince' | 'failingSince' | 'lastError'>) {
  if (failingSince === null) return 'well'
  return `${deadSince === null ? 'failing' : 'dead'} since ${formatTime(failingSince)}: ${lastError}`
}
