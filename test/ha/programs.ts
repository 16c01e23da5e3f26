import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/bin']
const POSTGRES = '/usr/lib/postgresql'
/** Debian's patroni also installs with a library for another store than etcd. */
const PYTHON_ETCD = '/usr/lib/python3/dist-packages/etcd'
const MAJOR_MIN = 15

/** The Debian package of each program that the cluster needs. */
const PACKAGES = {
  patroni: 'patroni',
  patronictl: 'patroni',
  etcd: 'etcd-server',
  haproxy: 'haproxy',
  pgbouncer: 'pgbouncer',
} as const

export type Programs = Record<keyof typeof PACKAGES, string> & { postgres: string }

/** Finds the programs. Answers the packages that are missing instead, if any. */
export function findPrograms({ pooled }: { pooled: boolean }): { programs: Programs } | { missing: string[] } {
  const find = (name: string) => FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? ''
  const found = Object.fromEntries(Object.keys(PACKAGES).map((name) => [name, find(name)])) as Programs
  const postgres = findPostgres()
  const missing: string[] = Object.entries(PACKAGES).flatMap(([name, each]) =>
    found[name as keyof Programs] || (name === 'pgbouncer' && !pooled) ? [] : [each],
  )
  if (!existsSync(PYTHON_ETCD)) missing.push('python3-etcd')
  if (postgres === undefined) missing.push(`postgresql-${MAJOR_MIN} or newer`)
  if (missing.length > 0 || postgres === undefined) return { missing: [...new Set(missing)] }
  return { programs: { ...found, postgres } }
}

/** Returns the folder with the programs of the newest PostgreSQL that has pg_rewind and pg_basebackup. */
function findPostgres(): string | undefined {
  if (!existsSync(POSTGRES)) return undefined
  return readdirSync(POSTGRES)
    .filter((major) => Number(major) >= MAJOR_MIN)
    .sort((one, other) => Number(other) - Number(one))
    .map((major) => join(POSTGRES, major, 'bin'))
    .find((folder) => ['postgres', 'pg_basebackup', 'pg_rewind'].every((name) => existsSync(join(folder, name))))
}
