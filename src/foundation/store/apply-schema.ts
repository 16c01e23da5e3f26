import pg from 'pg'
import { DESK_ROLE } from './embedded/initialise-cluster.ts'
import type { SqlFile } from './migration-files.ts'
import type { SchemaFile } from './schema-files.ts'
import { reasonOf, StartError } from './start-error.ts'

type Applied = Pick<SchemaFile, 'file' | 'sha256'>

/** Creates the table that records the hashes of the schema files for functions, triggers and grants. */
export async function prepareSchemaTable(client: pg.ClientBase): Promise<void> {
  await client.query(`
    create table if not exists public.schema_file (
      file text primary key,
      sha256 text not null,
      applied_at timestamptz not null default clock_timestamp()
    )`)
}

/**
 * Replaces the functions and triggers whose files have changed, in the caller's transaction. When a grant changed, or a
 * migration ran, the application role loses every right and receives those of the files. Returns the files that
 * differed.
 */
export async function applySchema(
  client: pg.ClientBase,
  files: readonly SchemaFile[],
  migrated: boolean,
): Promise<string[]> {
  const changed = await listDifferences(client, files)
  if (changed.length === 0 && !migrated) return []
  // The function bodies are not checked now, because one may name a function of a later file. A test calls each
  // function on every supported server.
  await client.query('set local check_function_bodies = off')
  for (const file of changed) if (file.kind !== 'grants') await runSql(client, file)
  if (migrated || changed.some(({ kind }) => kind === 'grants')) await grantAnew(client, files)
  await remember(client, files)
  return changed.map(({ file }) => file)
}

/** Refuses a database whose functions, triggers or grants are not those of this program. */
export async function refuseOtherSchema(client: pg.ClientBase, files: readonly SchemaFile[]): Promise<void> {
  const [first] = await listDifferences(client, files)
  if (!first) return
  throw new StartError(
    `The database's functions are not those of this program (${first.file} differs): run countersign migrate.`,
  )
}

/** Runs a schema file in the caller's transaction. Throws a StartError that names the file and the line. */
export async function runSql(client: pg.ClientBase, { file, sql }: SqlFile): Promise<void> {
  try {
    await client.query(sql)
  } catch (error) {
    throw new StartError(`The file ${file} failed${lineOf(error, sql)}: ${reasonOf(error)}.`, { cause: error })
  }
}

async function listDifferences(client: pg.ClientBase, files: readonly SchemaFile[]): Promise<SchemaFile[]> {
  const { rows } = await client.query<Applied>('select file, sha256 from public.schema_file')
  const applied = new Map(rows.map(({ file, sha256 }) => [file, sha256]))
  return files.filter(({ file, sha256 }) => applied.get(file) !== sha256)
}

async function grantAnew(client: pg.ClientBase, files: readonly SchemaFile[]): Promise<void> {
  for (const objects of ['tables', 'sequences', 'functions']) {
    await client.query(`revoke all on all ${objects} in schema public from ${DESK_ROLE}`)
  }
  await client.query(`grant select on public.schema_migration, public.schema_file to ${DESK_ROLE}`)
  for (const file of files) if (file.kind === 'grants') await runSql(client, file)
}

async function remember(client: pg.ClientBase, files: readonly SchemaFile[]): Promise<void> {
  const values = [files.map(({ file }) => file), files.map(({ sha256 }) => sha256)]
  await client.query('delete from public.schema_file where file <> all ($1)', [values[0]])
  await client.query(
    `insert into public.schema_file (file, sha256) select * from unnest($1::text[], $2::text[])
     on conflict (file) do update set sha256 = excluded.sha256, applied_at = excluded.applied_at
     where schema_file.sha256 <> excluded.sha256`,
    values,
  )
}

function lineOf(error: unknown, sql: string): string {
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN
  return position > 0 ? ` in line ${sql.slice(0, position).split('\n').length}` : ''
}
