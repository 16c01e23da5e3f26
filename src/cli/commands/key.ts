import { Option } from 'commander'
import { KEY_SCOPES, type KeyScope } from '../../domain.ts'
import { addKey, revokeKey } from '../../staff/keys.ts'
import { listKeys } from '../../staff/queries.ts'
import { addTokenOption, findActor, type TokenOptions } from '../acting-person.ts'
import type { RegisterCommand } from '../command-context.ts'
import { formatTable, formatTime } from '../format-table.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../with-database.ts'

const EXAMPLES = `
Examples:
  countersign key add "report form" --scope report
  countersign key add "facts feed" --scope facts report --json
  countersign key add "our directory" --scope scim
  countersign key list
  countersign key revoke k-12`

type AddOptions = DatabaseOptions & TokenOptions & { scope: KeyScope[]; json?: true }

export const registerKey: RegisterCommand = (program, context) => {
  const key = program.command('key').description('API keys for machines').addHelpText('after', EXAMPLES)

  const add = key
    .command('add')
    .argument('<name>', 'what the key is for')
    .description('make a key; it is shown once and stored nowhere')
    .addOption(scopes())
    .option('--json', 'print JSON')
  addTokenOption(addDatabaseOption(add)).action((name: string, options: AddOptions) =>
    withDatabase(context, options, async (desk) => {
      const { actor } = await findActor(context, options, desk.db)
      const added = await addKey(desk, { name, scopes: [...new Set(options.scope)] }, actor)
      if (options.json) return context.print(JSON.stringify(added))
      context.print(`Key ${added.id} for "${name}". It is shown this once:\n\n${added.key}`)
    }),
  )

  const list = key
    .command('list')
    .description('list the keys, without their secrets')
    .option('--revoked', 'those that are revoked too')
    .option('--json', 'print JSON')
  addDatabaseOption(list).action((options: DatabaseOptions & { revoked?: true; json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const keys = await listKeys(db, { revoked: options.revoked === true })
      if (options.json) return context.print(JSON.stringify(keys))
      const rows = keys.map(({ id, name, scopes, createdAt, revokedAt }) => [
        id,
        name,
        scopes.join(' '),
        formatTime(createdAt),
        formatTime(revokedAt),
      ])
      context.print(formatTable(['ID', 'NAME', 'SCOPES', 'MADE', 'REVOKED'], rows))
    }),
  )

  const revoke = key
    .command('revoke')
    .argument('<id>', 'such as k-12')
    .description('revoke a key: the next request with it is refused')
  addTokenOption(addDatabaseOption(revoke)).action((id: string, options: DatabaseOptions & TokenOptions) =>
    withDatabase(context, options, async (desk) => {
      const { actor } = await findActor(context, options, desk.db)
      await revokeKey(desk, id, actor)
      context.print(`Key ${id} is revoked.`)
    }),
  )
}

const scopes = () =>
  new Option('--scope <scopes...>', 'what it may do: send reports, tell facts, keep people in step (SCIM)')
    .choices(KEY_SCOPES)
    .makeOptionMandatory()
