import { resolve } from 'node:path'
import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { openPool, type Pool } from '../lib/db.ts'
import { checkDatabase } from '../store/check-database.ts'
import { type EmbeddedUrls, readEmbeddedUrls } from '../store/read-embedded-urls.ts'
import { StartError } from '../store/start-error.ts'
import type { CommandContext } from './command-context.ts'
import { MIGRATIONS_DIR } from './package-paths.ts'

const CONNECTIONS_MAX = 2

export interface DatabaseOptions {
  data?: string
}

/** Gives a command the option that says where the embedded database is. */
export const addDatabaseOption = (command: Command): Command =>
  command.option('--data <folder>', 'the data folder of the embedded database (default: COUNTERSIGN_DATA or ./data)')

/** Opens the desk's database for one command and closes it after; refuses one of another schema. */
export async function withDatabase<T>(
  context: CommandContext,
  options: DatabaseOptions,
  work: (desk: { db: Pool }) => Promise<T>,
): Promise<T> {
  const { databaseUrl, dataDir } = readConfig(context.env)
  const url = databaseUrl ?? findEmbedded(options.data, dataDir).deskUrl
  await checkDatabase(url, MIGRATIONS_DIR)
  const db = openPool(url, { max: CONNECTIONS_MAX, name: 'countersign cli', onError: () => undefined })
  try {
    return await work({ db })
  } finally {
    await db.end()
  }
}

/** The embedded database that runs on the data folder; says what to do when none does. */
export function findEmbedded(asked: string | undefined, dataDir: string): EmbeddedUrls {
  const folder = asked === undefined ? dataDir : resolve(asked)
  const urls = readEmbeddedUrls(folder)
  if (urls) return urls
  throw new StartError(
    `No database is running in ${folder}, and DATABASE_URL is not set: start the desk with npm start, or set it.`,
  )
}
