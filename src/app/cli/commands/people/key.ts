import { type Command, Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import type { Desk } from '../../../../policy/desk.ts'
import { KEY_SCOPES, type KeyScope, type StaffCaller } from '../../../../foundation/domain.ts'
import { addKey, revokeKey } from '../../../../people/access/keys.ts'
import { type ListedKey, listKeys } from '../../../../people/staff/queries.ts'
import { makeSecret } from '../../../../people/access/tokens.ts'
import { findActor, type TokenOptions, runWithToken } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { describeCommand, describeGroup, type Output } from '../../print/describe-command.ts'
import { CHANGE_JSON, formatChange, toChangeJson } from '../../print/format-change.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `A key with the scope facts, signals, scim, account_events, enforcements, export or orders is a power: after set-up a
second person must agree before it is valid. A key for the orders of an authority always takes a second person.`

type AddOptions = DatabaseOptions &
  TokenOptions & { scope: KeyScope[]; source?: string; authority?: string; platform?: string; reason: string }

export const registerKey: RegisterCommand = (program, context) => {
  const key = describeGroup(program.command('key').description('manage API keys for machines'), HELP)
  registerAdd(key, context)
  registerList(key, context)
  registerRevoke(key, context)
}

function registerAdd(key: Command, context: CommandContext): void {
  const add = key
    .command('add')
    .argument('<name>', 'the purpose of the key')
    .description('make an API key; it is shown once and stored nowhere')
    .addOption(scopes())
    .option('--source <name>', 'with the scope signals: their source in automation.yaml')
    .option('--authority <id>', 'with the scope orders: the registered authority, such as authority_1')
    .option('--platform <name>', 'the platform whose accounts and contents it names (default: the one without a name)')
    .option('--reason <text>', 'the reason, for a second person', 'a key for a machine')
  const output = describeCommand(add, context, {
    examples: [
      'countersign key add "report form" --scope report',
      'countersign key add "facts feed" --scope facts report --reason "the platform sends who is in office"',
      'countersign key add "forum" --scope report --platform forum',
      'countersign key add "our directory" --scope scim',
      'countersign key add "link classifier" --scope signals --source link-classifier',
      'countersign key add "warehouse" --scope export --reason "figures for the transparency team"',
      'countersign key add "Harbour police" --scope orders --authority authority_1 --reason "it sends its orders itself"',
    ],
    json: {
      id: 'the id of the key; null while a change waits',
      key: 'the key, shown this once',
      change: `${CHANGE_JSON.change}; null when the key is valid at once`,
    },
  })
  runWithToken(add, context, async (desk, options: AddOptions, name: string) => {
    const { actor, person, settingUp } = await findActor(context, options, desk.db)
    const scopes = [...new Set(options.scope)]
    const source = {
      ...(options.source === undefined ? {} : { source: options.source }),
      ...(options.authority === undefined ? {} : { authorityId: options.authority }),
      ...(options.platform === undefined ? {} : { platform: options.platform }),
    }
    if (!settingUp && person !== undefined && scopes.some((scope) => POWERS.includes(scope))) {
      return proposeKey(output, desk, { name, scopes, ...source, reason: options.reason, by: person })
    }
    const added = await addKey(desk, { name, scopes, ...source }, actor)
    const text = `Key ${added.id} for "${name}". It is shown this once:\n\n${added.key}`
    output.result({ id: added.id, key: added.key, change: null }, text)
  })
}

function registerList(key: Command, context: CommandContext): void {
  const list = key
    .command('list')
    .description('list the API keys, without their secrets')
    .option('--revoked', 'list also revoked keys')
  const output = describeCommand(list, context, {
    examples: ['countersign key list', 'countersign key list --revoked'],
    json: { keys: 'id, name, scopes, source, platform, authorityId, createdAt and revokedAt of each key' },
  })
  runOnDatabase(list, context, async ({ db }, options: DatabaseOptions & { revoked?: true }) => {
    const keys = await listKeys(db, { revoked: options.revoked === true })
    output.result({ keys }, formatTable(['ID', 'NAME', 'SCOPES', 'MADE', 'REVOKED'], keys.map(toRow)))
  })
}

function registerRevoke(key: Command, context: CommandContext): void {
  const revoke = key
    .command('revoke')
    .argument('<id>', 'the id of the key, such as key_12')
    .description('revoke an API key: the next request with it is refused')
  const output = describeCommand(revoke, context, {
    examples: ['countersign key revoke key_12'],
    json: { id: 'the id of the revoked key' },
  })
  runWithToken(revoke, context, async (desk, options: DatabaseOptions & TokenOptions, id: string) => {
    const { actor } = await findActor(context, options, desk.db)
    await revokeKey(desk, id, actor)
    output.result({ id }, `Key ${id} is revoked.`)
  })
}

const toRow = ({ id, name, scopes, source, authorityId, createdAt, revokedAt }: ListedKey): string[] => [
  id,
  name,
  [scopes.join(' '), source ?? authorityId].filter((each) => each !== null).join(' of '),
  formatTime(createdAt),
  formatTime(revokedAt),
]

/** The scopes of API keys that take two people. */
const POWERS: readonly KeyScope[] = ['facts', 'scim', 'account_events', 'signals', 'orders', 'enforcements', 'export']

/** Proposes an API key. It is valid when another person has agreed; only the proposer sees its text, now. */
async function proposeKey(
  output: Output<'id' | 'key' | 'change'>,
  desk: Pick<Desk, 'db'>,
  asked: {
    name: string
    scopes: KeyScope[]
    source?: string
    authorityId?: string
    platform?: string
    reason: string
    by: StaffCaller
  },
): Promise<void> {
  const { text: key, hash } = makeSecret('key')
  const { reason, by, ...told } = asked
  const wanted = { kind: 'key', ...told, fingerprint: hash.toString('hex') } as const
  const change = await proposeChange(desk, { wanted, reason, by })
  const text = `${formatChange(change)}\n\nThe key is shown this once, and counts from then on:\n\n${key}`
  output.result({ id: null, key, change: toChangeJson(change) }, text)
}

const scopes = () =>
  new Option(
    '--scope <scopes...>',
    'its rights: to send reports, facts, signals, appeals or orders; to synchronise people (scim); to follow events; to export',
  )
    .choices(KEY_SCOPES)
    .makeOptionMandatory()
