import { appendFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import pg from 'pg'
import { ensureDatabaseUser, isRoot } from '../../src/foundation/store/embedded/database-user.ts'
import { findBinaries } from '../../src/foundation/store/embedded/postgres-binaries.ts'
import { STATE_DIR } from '../../src/foundation/store/embedded/postgres-home.ts'
import { cleanUp } from './clean-up.ts'
import {
  type KillablePostgres,
  makeCluster,
  makeHome,
  type RunningPostgres,
  runAsPostgres,
  startCluster,
} from './installed-postgres.ts'
import { tempDir } from './temp-dir.ts'
import { waitFor } from './wait-for.ts'

/** Starts a primary, and standbys that follow it as a cluster's do. */
export async function startStandbys(
  t: TestContext,
  count: number,
): Promise<{ primary: KillablePostgres; standbys: KillablePostgres[] }> {
  const user = isRoot() ? ensureDatabaseUser() : undefined
  const programs = dirname(findBinaries(STATE_DIR, user).initdb)
  const home = makeHome(tempDir(t))
  const cluster = join(home, 'primary')
  makeCluster(programs, cluster)
  await (await startCluster(programs, cluster, { isNew: true })).stop()
  const copies = Array.from({ length: count }, (_, place) => join(home, `standby-${place}`))
  for (const copy of copies) runAsPostgres(programs, `cp -a ${cluster} ${copy}; touch ${copy}/standby.signal`, {})
  const start = async (folder: string) => {
    const server = await startCluster(programs, folder, { isNew: false })
    cleanUp(t, server.stop)
    return server
  }
  const primary = await start(cluster)
  const { hostname, port, username, password } = new URL(primary.superUrl)
  const following = `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`
  for (const copy of copies) appendFileSync(join(copy, 'postgresql.auto.conf'), following)
  const standbys = await Promise.all(copies.map(start))
  await waitFor('the standbys to follow', async () => {
    const [row] = await askServer(primary, 'select count(*)::int as following from pg_stat_replication')
    return row?.following === count
  })
  return { primary, standbys }
}

/** Runs a statement on one server as its superuser. */
export async function askServer({ superUrl }: RunningPostgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

/** Returns one address that names several servers. */
export const urlOfAll = (
  servers: readonly RunningPostgres[],
  attributes = 'target_session_attrs=read-write',
): string => {
  const [first] = servers
  if (first === undefined) throw new Error('an address names at least one server')
  const hosts = servers.map(({ deskUrl }) => new URL(deskUrl).host).join(',')
  return `${first.deskUrl.replace(new URL(first.deskUrl).host, hosts)}?${attributes}`
}
