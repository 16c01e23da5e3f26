import { migrate } from '../../../foundation/store/migrate.ts'
import type { RegisterCommand } from '../command-context.ts'
import { DATABASE_DIR } from '../package-paths.ts'
import { addDatabaseOption, type DatabaseOptions, findOwnerUrl } from '../run/with-database.ts'

export const registerMigrate: RegisterCommand = (program, context) => {
  const command = program
    .command('migrate')
    .description("update the database to this program's schema, as its owner (MIGRATE_DATABASE_URL)")
    .addHelpText('after', '\nExample:\n  MIGRATE_DATABASE_URL=postgres://owner:…@db/countersign countersign migrate')
  addDatabaseOption(command).action(async (options: DatabaseOptions) => {
    const { applied } = await migrate(findOwnerUrl(context, options), DATABASE_DIR, {
      info: context.print,
      warn: context.printError,
    })
    context.print(applied.length === 0 ? 'Nothing to do: the schema is up to date.' : `Applied ${applied.join(', ')}.`)
  })
}
