import { DATABASE_DIR } from '../../../foundation/settings/package-paths.ts'
import { migrate } from '../../../foundation/store/migrate.ts'
import type { RegisterCommand } from '../command-context.ts'
import { describeCommand } from '../print/describe-command.ts'
import { addDatabaseOption, type DatabaseOptions, findOwnerUrl } from '../run/with-database.ts'

export const registerMigrate: RegisterCommand = (program, context) => {
  const command = program
    .command('migrate')
    .description("update the database to this program's schema, as its owner (MIGRATE_DATABASE_URL)")
  const output = describeCommand(command, context, {
    examples: ['MIGRATE_DATABASE_URL=postgres://owner:…@db/countersign countersign migrate'],
    json: { applied: 'the names of the migrations and schema files that were applied, in order' },
  })
  addDatabaseOption(command).action(async (options: DatabaseOptions) => {
    const { applied } = await migrate(findOwnerUrl(context, options), DATABASE_DIR, {
      info: output.note,
      warn: context.printError,
    })
    const text = applied.length === 0 ? 'Nothing to do: the schema is up to date.' : `Applied ${applied.join(', ')}.`
    output.result({ applied }, text)
  })
}
