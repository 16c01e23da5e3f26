import { resolve } from 'node:path'
import type { Command } from 'commander'
import { readConfig } from '../../../config.ts'
import type { Pool } from '../../../foundation/database/db.ts'
import { openPool } from '../../../foundation/database/open-pool.ts'
import { DATABASE_DIR } from '../../../foundation/settings/package-paths.ts'
import { checkDatabase } from '../../../foundation/store/check-database.ts'
import { connectTo } from '../../../foundation/store/connect.ts'
import { type EmbeddedUrls, readEmbeddedUrls } from '../../../foundation/store/embedded/read-embedded-urls.ts'
import { StartError } from '../../../foundation/store/start-error.ts'
import type { CommandContext } from '../command-context.ts'

const CONNECTIONS_MAX = 2

export interface DatabaseOptions {
  data?: string
}

/** Adds to a command the option for the folder of the embedded database. */
export const addDatabaseOption = (command: Command): Command =>
  command.option('--data <folder>', 'the data folder of the embedded database (default: COUNTERSIGN_DATA or ./data)')

/**
 * Gives a command the option that says where the database is, and runs it with the database open. `work` gets the
 * options before the arguments.
 */
export function runOnDatabase<Options extends DatabaseOptions, Given extends unknown[]>(
  command: Command,
  context: CommandContext,
  work: (desk: { db: Pool }, options: Options, ...given: Given) => Promise<unknown>,
): void {
  // Commander passes the arguments, then the options and the command.
  addDatabaseOption(command).action(async (...passed: unknown[]) => {
    const options = passed.at(-2) as Options
    await withDatabase(context, options, (desk) => work(desk, options, ...(passed.slice(0, -2) as Given)))
  })
}

/** Opens the desk's database for one command and closes it after; refuses one of another schema. */
export async function withDatabase<T>(
  context: CommandContext,
  options: DatabaseOptions,
  work: (desk: { db: Pool }) => Promise<T>,
): Promise<T> {
  const { databaseUrl, dataDir } = readConfig(context.env)
  const url = databaseUrl ?? findEmbedded(options.data, dataDir).deskUrl
  await checkDatabase(url, DATABASE_DIR)
  return withPool(url, work)
}

/** Opens the database as its owner, for work that the application role can't do. */
export const withOwnDatabase = async <T>(
  context: CommandContext,
  options: DatabaseOptions,
  work: (desk: { db: Pool }) => Promise<T>,
): Promise<T> => {
  const url = findOwnerUrl(context, options)
  // Reports in one sentence why the database can't be reached.
  await (await connectTo(url)).end()
  return withPool(url, work)
}

/** Returns the owner's database address: only the person who set up the desk's machine knows it. */
export function findOwnerUrl({ env }: CommandContext, options: DatabaseOptions): string {
  const config = readConfig(env)
  if (config.migrateDatabaseUrl) return config.migrateDatabaseUrl
  if (!config.databaseUrl) return findEmbedded(options.data, config.dataDir).ownerUrl
  throw new StartError("MIGRATE_DATABASE_URL is not set: DATABASE_URL's role must not own the schema it works in.")
}

async function withPool<T>(url: string, work: (desk: { db: Pool }) => Promise<T>): Promise<T> {
  const db = openPool(url, { max: CONNECTIONS_MAX, name: 'countersign cli', onError: () => undefined })
  try {
    return await work({ db })
  } finally {
    await db.end()
  }
}

/** Finds the embedded database that runs on the data folder; says what to do when none does. */
export function findEmbedded(asked: string | undefined, dataDir: string): EmbeddedUrls {
  const folder = asked === undefined ? dataDir : resolve(asked)
  const urls = readEmbeddedUrls(folder)
  if (urls) return urls
  throw new StartError(
    `No database is running in ${folder}, and DATABASE_URL is not set: start the desk with npm start, or set it.`,
  )
}
