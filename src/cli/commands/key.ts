import { Option } from 'commander'
import { DESK, KEY_SCOPES, type KeyScope } from '../../domain.ts'
import { addKey, revokeKey } from '../../staff/keys.ts'
import { listKeys } from '../../staff/queries.ts'
import type { RegisterCommand } from '../command-context.ts'
import { formatTable, formatTime } from '../format-table.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../with-database.ts'

const EXAMPLES = `
Examples:
  countersign key add "report form" --scope report
  countersign key add "facts feed" --scope facts report --json
  countersign key list
  countersign key revoke k-12`

export const registerKey: RegisterCommand = (program, context) => {
  const key = program.command('key').description('API keys for machines').addHelpText('after', EXAMPLES)

  const add = key
    .command('add')
    .argument('<name>', 'what the key is for')
    .description('make a key; it is shown once and stored nowhere')
    .addOption(scopes())
    .option('--json', 'print JSON')
  addDatabaseOption(add).action((name: string, options: DatabaseOptions & { scope: KeyScope[]; json?: true }) =>
    withDatabase(context, options, async (desk) => {
      const added = await addKey(desk, { name, scopes: [...new Set(options.scope)] }, DESK)
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
  addDatabaseOption(revoke).action((id: string, options: DatabaseOptions) =>
    withDatabase(context, options, async (desk) => {
      await revokeKey(desk, id, DESK)
      context.print(`Key ${id} is revoked.`)
    }),
  )
}

const scopes = () =>
  new Option('--scope <scopes...>', 'what it may do: send reports, tell facts')
    .choices(KEY_SCOPES)
    .makeOptionMandatory()
