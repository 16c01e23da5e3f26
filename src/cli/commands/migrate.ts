import { readConfig } from '../../config.ts'
import { migrate } from '../../store/migrate.ts'
import { StartError } from '../../store/start-error.ts'
import type { RegisterCommand } from '../command-context.ts'
import { MIGRATIONS_DIR } from '../package-paths.ts'
import { addDatabaseOption, type DatabaseOptions, findEmbedded } from '../with-database.ts'

export const registerMigrate: RegisterCommand = (program, context) => {
  const command = program
    .command('migrate')
    .description("bring the database to this program's schema, as the owner of MIGRATE_DATABASE_URL")
    .addHelpText('after', '\nExample:\n  MIGRATE_DATABASE_URL=postgres://owner:…@db/countersign countersign migrate')
  addDatabaseOption(command).action(async (options: DatabaseOptions) => {
    const { applied } = await migrate(findOwnerUrl(options), MIGRATIONS_DIR, {
      info: context.print,
      warn: context.printError,
    })
    context.print(applied.length === 0 ? 'Nothing to do: the schema is up to date.' : `Applied ${applied.join(', ')}.`)
  })

  function findOwnerUrl(options: DatabaseOptions): string {
    const config = readConfig(context.env)
    if (config.migrateDatabaseUrl) return config.migrateDatabaseUrl
    if (!config.databaseUrl) return findEmbedded(options.data, config.dataDir).ownerUrl
    throw new StartError("MIGRATE_DATABASE_URL is not set: DATABASE_URL's role must not own the schema it works in.")
  }
}
