import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { canWriteIn, type DatabaseUser, ensureDatabaseUser, isRoot, userWithId } from './database-user.ts'
import { reasonOf, StartError } from '../start-error.ts'

/** The folders of PostgreSQL's own files, and the user that it runs as (undefined: the current user). */
export type PostgresHome = {
  folder: string
  cluster: string
  log: string
  user: DatabaseUser | undefined
  movedTo?: string
}

/** The passwords of PostgreSQL's three roles. Outside this folder they appear only in connection addresses. */
export type Secrets = { superuser: string; owner: string; desk: string }

/** The folder for state when the user that PostgreSQL must run as can't use the program's own folder. */
export const STATE_DIR = '/var/lib/countersign'

const SECRET_BYTES = 24

/** Finds or creates the folder for the database: `<dataDir>/postgres`, or a linked one elsewhere. */
export function openHome(dataDir: string, stateDir: string): PostgresHome {
  const place = join(dataDir, 'postgres')
  try {
    return lstatSync(place, { throwIfNoEntry: false }) ? openExisting(place) : makeHome(dataDir, place, stateDir)
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`The folder ${place} can't be used: ${reasonOf(error)}.`, { cause: error })
  }
}

/** Reads the roles' passwords, made at random the first time. */
export function readSecrets(home: PostgresHome): Secrets {
  const file = join(home.folder, 'secrets.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  if (existsSync(home.cluster)) throw new StartError(`The database in ${home.folder} has lost its secrets.json.`)
  const secret = () => randomBytes(SECRET_BYTES).toString('base64url')
  const secrets: Secrets = { superuser: secret(), owner: secret(), desk: secret() }
  writeWhole(home, file, JSON.stringify(secrets))
  return secrets
}

/** Writes a small file that only the database's user can read; after a crash it is the old one or the new one. */
export function writeWhole(home: PostgresHome, file: string, text: string): void {
  const unfinished = `${file}.unfinished`
  writeFileSync(unfinished, text, { mode: 0o600, flush: true })
  give(home.user, unfinished)
  renameSync(unfinished, file)
}

/** Makes the database's user the owner of a file or folder. */
export function give(user: DatabaseUser | undefined, path: string): void {
  if (user) chownSync(path, user.uid, user.gid)
}

function openExisting(place: string): PostgresHome {
  if (!existsSync(place)) throw new StartError(`The database that ${place} points to is missing.`)
  const folder = realpathSync(place)
  const { uid, gid } = statSync(folder)
  if (!isRoot()) {
    if (uid === process.geteuid?.()) return homeAt(folder, undefined)
    throw new StartError(`The database in ${place} belongs to another user of this machine; name another data folder.`)
  }
  const user = uid === 0 ? ensureDatabaseUser() : userWithId(uid, gid)
  // A start was killed between creating the folder and changing its owner, so the owner is set now.
  if (uid === 0) give(user, folder)
  // A new folder elsewhere would look as if all data were lost.
  if (!canWriteIn(user, folder)) {
    throw new StartError(
      `The user ${user.name} can't reach the database in ${folder}: let others pass its parent folders.`,
    )
  }
  return homeAt(folder, user)
}

function makeHome(dataDir: string, place: string, stateDir: string): PostgresHome {
  const user = isRoot() ? ensureDatabaseUser() : undefined
  makePrivate(place, user)
  const inPlace = realpathSync(place)
  if (!user || canWriteIn(user, inPlace)) return homeAt(inPlace, user)
  rmdirSync(place)
  return makeHomeElsewhere(realpathSync(dataDir), place, stateDir, user)
}

function makeHomeElsewhere(dataDir: string, place: string, stateDir: string, user: DatabaseUser): PostgresHome {
  if (mkdirSync(stateDir, { recursive: true })) chmodSync(stateDir, 0o755)
  // The folder's name contains the data folder it serves, for people, and random characters, so that a deleted data
  // folder starts empty. The link finds it again.
  const name = dataDir
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(-80)
  const folder = join(realpathSync(stateDir), `${name}-${randomBytes(4).toString('hex')}`)
  makePrivate(folder, user)
  if (!canWriteIn(user, folder)) {
    rmdirSync(folder)
    throw new StartError(
      `The user ${user.name}, whom PostgreSQL runs as, can reach neither ${dataDir} nor ${stateDir}.`,
    )
  }
  symlinkSync(folder, place)
  return { ...homeAt(folder, user), movedTo: folder }
}

function makePrivate(folder: string, user: DatabaseUser | undefined): void {
  mkdirSync(folder, { mode: 0o700 })
  give(user, folder)
}

const homeAt = (folder: string, user: DatabaseUser | undefined): PostgresHome => ({
  folder,
  cluster: join(folder, 'cluster'),
  log: join(folder, 'server.log'),
  user,
})
