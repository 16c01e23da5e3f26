import { Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import type { Desk } from '../../../../policy/desk.ts'
import { KEY_SCOPES, type KeyScope, type StaffCaller } from '../../../../foundation/domain.ts'
import { addKey, revokeKey } from '../../../../people/access/keys.ts'
import { type ListedKey, listKeys } from '../../../../people/staff/queries.ts'
import { makeSecret } from '../../../../people/access/tokens.ts'
import { addTokenOption, findActor, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const EXAMPLES = `
A key for facts, for signals, for a directory or for the events of accounts is a power: once the desk is set up, somebody else must
agree before it counts. A key for the orders of an authority always takes a second person.

Examples:
  countersign key add "report form" --scope report
  countersign key add "facts feed" --scope facts report --reason "the platform tells who is in office" --json
  countersign key add "our directory" --scope scim
  countersign key add "the wall in the office" --scope events
  countersign key add "link classifier" --scope signals --source link-classifier --reason "agreed with its owner"
  countersign key add "Harbour police" --scope orders --authority authority_1 --reason "its orders arrive by its own key"
  countersign key list
  countersign key revoke key_12`

type AddOptions = DatabaseOptions &
  TokenOptions & { scope: KeyScope[]; source?: string; authority?: string; reason: string; json?: true }

export const registerKey: RegisterCommand = (program, context) => {
  const key = program.command('key').description('manage API keys for machines').addHelpText('after', EXAMPLES)

  const add = key
    .command('add')
    .argument('<name>', 'what the key is for')
    .description('make an API key; it is shown once and stored nowhere')
    .addOption(scopes())
    .option('--source <name>', 'for signals: their source in automation.yaml')
    .option('--authority <id>', 'for orders: the registered authority that sends them, such as authority_1')
    .option('--reason <text>', 'why, when a second person must agree', 'a key for a machine')
    .option('--json', 'print JSON')
  addTokenOption(addDatabaseOption(add)).action((name: string, options: AddOptions) =>
    withDatabase(context, options, async (desk) => {
      const { actor, person, settingUp } = await findActor(context, options, desk.db)
      const scopes = [...new Set(options.scope)]
      const source = {
        ...(options.source === undefined ? {} : { source: options.source }),
        ...(options.authority === undefined ? {} : { authorityId: options.authority }),
      }
      if (!settingUp && person !== undefined && scopes.some((scope) => POWERS.includes(scope))) {
        const { reason, json } = options
        return askForKey(context, desk, { name, scopes, ...source, reason, by: person, json })
      }
      const added = await addKey(desk, { name, scopes, ...source }, actor)
      if (options.json) return context.print(JSON.stringify(added))
      context.print(`Key ${added.id} for "${name}". It is shown this once:\n\n${added.key}`)
    }),
  )

  const list = key
    .command('list')
    .description('list the API keys, without their secrets')
    .option('--revoked', 'list also revoked keys')
    .option('--json', 'print JSON')
  addDatabaseOption(list).action((options: DatabaseOptions & { revoked?: true; json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const keys = await listKeys(db, { revoked: options.revoked === true })
      if (options.json) return context.print(JSON.stringify(keys))
      context.print(formatTable(['ID', 'NAME', 'SCOPES', 'MADE', 'REVOKED'], keys.map(toRow)))
    }),
  )

  const revoke = key
    .command('revoke')
    .argument('<id>', 'such as key_12')
    .description('revoke an API key: the next request with it is refused')
  addTokenOption(addDatabaseOption(revoke)).action((id: string, options: DatabaseOptions & TokenOptions) =>
    withDatabase(context, options, async (desk) => {
      const { actor } = await findActor(context, options, desk.db)
      await revokeKey(desk, id, actor)
      context.print(`Key ${id} is revoked.`)
    }),
  )
}

const toRow = ({ id, name, scopes, source, authorityId, createdAt, revokedAt }: ListedKey): string[] => [
  id,
  name,
  [scopes.join(' '), source ?? authorityId].filter((each) => each !== null).join(' of '),
  formatTime(createdAt),
  formatTime(revokedAt),
]

/** Scopes that take two people to give. */
const POWERS: readonly KeyScope[] = ['facts', 'scim', 'account_events', 'signals', 'orders']

/** Proposes an API key. It counts when another person has agreed; its text is shown only to the proposer, now. */
async function askForKey(
  { print }: CommandContext,
  desk: Pick<Desk, 'db'>,
  asked: {
    name: string
    scopes: KeyScope[]
    source?: string
    authorityId?: string
    reason: string
    by: StaffCaller
    json: true | undefined
  },
): Promise<void> {
  const { text: key, hash } = makeSecret('key')
  const { reason, by, json, ...told } = asked
  const wanted = { kind: 'key', ...told, fingerprint: hash.toString('hex') } as const
  const change = await proposeChange(desk, { wanted, reason, by })
  if (json) return print(JSON.stringify({ changeId: change.id, key }))
  print(`${sayChange(change)}\n\nThe key is shown this once, and counts from then on:\n\n${key}`)
}

const scopes = () =>
  new Option(
    '--scope <scopes...>',
    'its rights: send reports, send facts, synchronise people (SCIM), follow events, follow those of accounts too, send signals, send appeals, send the orders of an authority',
  )
    .choices(KEY_SCOPES)
    .makeOptionMandatory()
