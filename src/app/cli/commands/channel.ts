import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { proposeChange } from '../../../admin/change/propose-change.ts'
import { proposeWebhookSecret } from '../../../admin/setup/change-channel.ts'
import { readConfig } from '../../../config.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import type { StaffCaller } from '../../../foundation/domain.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { Outbox } from '../../../foundation/outgoing/outbox.ts'
import { sealOf } from '../../../foundation/outgoing/seal.ts'
import { systemNow } from '../../../foundation/time/clock.ts'
import { EVENT_KINDS, type EventKind } from '../../../oversight/events/desk-event.ts'
import {
  addChannel,
  CHANNEL_KINDS,
  isReliedOn,
  type NewChannel,
  removeChannel,
  testChannel,
} from '../../../oversight/notifications/channel.ts'
import { type ListedChannel, listChannels } from '../../../oversight/notifications/list-channels.ts'
import { findActing, runWithToken, type TokenOptions } from '../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../command-context.ts'
import { describeCommand, describeGroup } from '../print/describe-command.ts'
import { CHANGE_JSON, formatChange, toChangeJson } from '../print/format-change.ts'
import { formatTable, formatTime } from '../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../run/with-database.ts'

const HELP = `A channel gets the urgent alerts, and with --all every alert. Adding a channel sends a test message. A webhook with --events
gets the kind and id of each event instead of alerts, with the rights of an API key and as long as that key is valid.`

type Options = DatabaseOptions & TokenOptions
type AddOptions = Options & {
  kind: NewChannel['kind']
  address: string
  integrationKeyFile?: string
  all?: true
  events?: EventKind[]
  apiKey?: string
}

export const registerChannel: RegisterCommand = (program, context) => {
  const channel = program.command('channel').description('manage the channels to which alerts are sent')
  describeGroup(channel, HELP)
  const list = channel.command('list').description('list the channels with their state of delivery')
  const listed = describeCommand(list, context, {
    examples: ['countersign channel list'],
    json: { channels: 'id, kind, name, shows (its address), takes, events, lastSentAt, failingSince … of each' },
  })
  runOnDatabase(list, context, async ({ db }) => {
    const channels = await listChannels(db, null)
    listed.result({ channels }, formatTable(HEADINGS, channels.map(toRow)))
  })
  registerAdd(channel, context)
  registerSecret(channel, context)
  registerTest(channel, context)
  registerRemove(channel, context)
}

function registerTest(channel: Command, context: CommandContext): void {
  const test = channel
    .command('test')
    .argument('<id>', 'the id of the channel, such as ch_3')
    .description('send a test message to a channel')
  const output = describeCommand(test, context, {
    examples: ['countersign channel test ch_3'],
    json: { id: 'the id of the channel; "channel list" shows the delivery' },
  })
  runWithToken(test, context, async (desk, options: Options, id: string) => {
    await testChannel(desk, id, { by: await findAdmin(context, options, desk.db), own: false })
    output.result({ id }, `A test is on its way to ${id}: "countersign channel list" says how it went.`)
  })
}

function registerRemove(channel: Command, context: CommandContext): void {
  const remove = channel
    .command('remove')
    .argument('<id>', 'the id of the channel, such as ch_3')
    .description('remove a channel; one that has taken alerts for a day takes a second person')
    .requiredOption('--reason <text>', 'the reason, which the leads and the administrators read')
  const output = describeCommand(remove, context, {
    examples: ['countersign channel remove ch_3 --reason "the team that read it was closed"'],
    json: {
      id: 'the id of the channel',
      change: 'the change to which another person must agree; or null: it is removed',
    },
  })
  runWithToken(remove, context, async (desk, options: Options & { reason: string }, id: string) => {
    const by = await findAdmin(context, options, desk.db)
    const { reason } = options
    if (await isReliedOn(desk.db, id)) {
      const change = await proposeChange(desk, { wanted: { kind: 'channel_removal', channelId: id }, reason, by })
      return output.result({ id, change: toChangeJson(change) }, formatChange(change))
    }
    await removeChannel(desk, id, { by, reason })
    output.result({ id, change: null }, `Nothing is told to ${id} any more.`)
  })
}

function registerAdd(channel: Command, context: CommandContext): void {
  const add = channel
    .command('add')
    .argument('<name>', 'the name of the channel')
    .description('add a channel; the secret of a webhook is shown once')
    .addOption(new Option('--kind <kind>', 'the kind of channel').choices(CHANNEL_KINDS).makeOptionMandatory())
    .requiredOption('--address <address>', 'a web address (https://…), or a mail address')
    .option('--integration-key-file <path>', 'for pagerduty and opsgenie: a file with the key of the integration')
    .option('--all', 'send also alerts that can wait')
    .addOption(new Option('--events <kinds...>', 'send events of these kinds instead of alerts').choices(EVENT_KINDS))
    .option('--api-key <id>', 'with --events: the API key whose rights apply, such as key_4')
  const output = describeCommand(add, context, {
    examples: [
      'countersign channel add pager --kind webhook --address https://pager.example/countersign',
      'countersign channel add "on-call room" --kind slack --address https://hooks.slack.com/services/T1/B2/x',
      'countersign channel add leads --kind mail --address leads@platform.example --all',
      'countersign channel add on-call --kind pagerduty --address https://events.pagerduty.com/v2/enqueue --integration-key-file key.txt',
      'countersign channel add feed --kind webhook --address https://platform.example/desk --events enforcement case --api-key key_4',
    ],
    json: { id: 'the id of the channel', secret: 'the secret that signs its messages, shown this once; or null' },
  })
  runWithToken(add, context, async ({ db }, options: AddOptions, name: string) => {
    const by = await findAdmin(context, options, db)
    const outbox = openOutbox(context, options)
    const asked = { name, kind: options.kind, address: options.address, ...(await keyOf(options)), ...takesOf(options) }
    const { id, secret } = await addChannel({ db, outbox }, asked, { by, own: false })
    const added = `"${name}" is told from now on (${id}), and a test is on its way.`
    const signed = secret === null ? [] : [`Its messages are signed with this secret, shown this once:\n\n${secret}`]
    output.result({ id, secret }, [added, ...signed].join('\n'))
  })
}

/** Reads the key from a file: other people of the machine can read a command's arguments. */
async function keyOf({ integrationKeyFile }: AddOptions): Promise<Pick<NewChannel, 'integrationKey'>> {
  if (integrationKeyFile === undefined) return {}
  return { integrationKey: (await readFile(integrationKeyFile, 'utf8')).trim() }
}

function takesOf({ all, events, apiKey }: AddOptions): Pick<NewChannel, 'takes' | 'follows'> {
  if (events === undefined && apiKey === undefined) return { takes: all ? 'all' : 'calls' }
  return { takes: 'events', follows: { events: events ?? [], keyId: apiKey ?? '' } }
}

function registerSecret(channel: Command, context: CommandContext): void {
  const secret = channel
    .command('secret')
    .argument('<id>', 'the id of the channel, such as ch_3')
    .description('propose another secret for a webhook; it is shown once')
    .requiredOption('--reason <text>', 'the reason for the change')
  const output = describeCommand(secret, context, {
    examples: ['countersign channel secret ch_3 --reason "it was in a log"'],
    json: { ...CHANGE_JSON, secret: 'the new secret, shown this once' },
  })
  runWithToken(secret, context, async ({ db }, options: Options & { reason: string }, id: string) => {
    const by = await findAdmin(context, options, db)
    const outbox = openOutbox(context, options)
    const made = await proposeWebhookSecret({ db, outbox }, id, { reason: options.reason, by })
    output.result(
      { change: toChangeJson(made.change), secret: made.secret },
      `${formatChange(made.change)}\n\nFor a day both sign then. The new one, shown this once:\n\n${made.secret}`,
    )
  })
}

function openOutbox({ env }: CommandContext, { data }: DatabaseOptions): Outbox {
  const { dataDir, channelKey, mail, allowPrivate } = readConfig(env)
  const seal = sealOf(data === undefined ? dataDir : resolve(data), channelKey)
  return new Outbox({ seal, mail, allowPrivate, now: systemNow })
}

async function findAdmin(context: CommandContext, options: TokenOptions, db: Queryable): Promise<StaffCaller> {
  const by = await findActing(context, options, db)
  if (by.roles.includes('admin')) return by
  throw new DeskError('not_allowed', message('cli.adminOnly'))
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
