import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbedded } from '../../src/foundation/store/embedded/embedded-postgres.ts'
import { OWNER_ROLE } from '../../src/foundation/store/embedded/initialise-cluster.ts'
import { markDatabase } from '../../src/foundation/store/mark-database.ts'
import { migrate } from '../../src/foundation/store/migrate.ts'
import { removeAtEnd } from '../../src/foundation/store/embedded/remove-at-end.ts'
import { withDatabase } from '../support/test-cluster.ts'

const DATABASE = resolve(import.meta.dirname, '../../db')
const QUIET = { info: () => undefined, warn: (message: string) => console.error(message) }

export interface DatabaseUrls {
  url: string
  ownerUrl: string
}

export interface ModelCluster {
  /**
   * Creates a database with a manually set clock and the schema of this folder; without a folder, with the real schema.
   */
  makeDatabase(schema?: string): Promise<DatabaseUrls>
  /** The folder for copies of the code. */
  folder: string
  close(): Promise<void>
}

/** Starts a PostgreSQL in a folder of its own for a run. Both are removed when the run ends, even by a kill. */
export async function startModelCluster(): Promise<ModelCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-model-'))
  chmodSync(folder, 0o711) // As root, PostgreSQL runs as another user, who must pass.
  const removal = removeAtEnd(folder)
  const postgres = await startEmbedded({ dataDir: join(folder, 'data'), durable: false, log: QUIET })
  let databases = 0
  const makeDatabase = (schema = DATABASE) => addDatabase(postgres, `model_${++databases}`, schema)
  const close = async () => {
    await postgres.stop()
    await removal.now()
  }
  return { makeDatabase, folder, close }
}

/** Creates the database of a model desk on a running PostgreSQL. */
export async function addDatabase(
  cluster: Pick<EmbeddedPostgres, 'superUrl' | 'deskUrl' | 'ownerUrl'>,
  name: string,
  schema: string,
): Promise<DatabaseUrls> {
  const admin = new pg.Client({ connectionString: cluster.superUrl })
  await admin.connect()
  try {
    await admin.query(`create database ${name} owner ${OWNER_ROLE}`)
  } finally {
    await admin.end()
  }
  const ownerUrl = withDatabase(cluster.ownerUrl, name)
  await migrate(ownerUrl, schema, QUIET)
  await markDatabase(ownerUrl, 'driven')
  return { url: withDatabase(cluster.deskUrl, name), ownerUrl }
}
