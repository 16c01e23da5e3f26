import { spawnSync } from 'node:child_process'
import { StartError } from '../start-error.ts'

/** A user of this machine that PostgreSQL runs as when the program itself is root. */
export type DatabaseUser = { name: string; uid: number; gid: number }

const OWN_USER = 'countersign'
const FALLBACK_USER = 'nobody'

export const isRoot = (): boolean => process.geteuid?.() === 0

/** Finds or makes the system user for PostgreSQL, which refuses to run as root. */
export function ensureDatabaseUser(): DatabaseUser {
  const found = findUser(OWN_USER)
  if (found) return found
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_USER])
  // If useradd is missing, or the user file can't be written, the system user without files is sufficient.
  const user = findUser(OWN_USER) ?? findUser(FALLBACK_USER)
  if (user) return user
  throw new StartError(
    `PostgreSQL won't run as root, and neither the user ${OWN_USER} nor ${FALLBACK_USER} could be had: start as an ordinary user.`,
  )
}

/** Returns the user who owns existing data: only that user's processes may open it. */
export function userWithId(uid: number, gid: number): DatabaseUser {
  const { stdout, status } = spawnSync('id', ['-un', String(uid)], { encoding: 'utf8' })
  return { name: status === 0 ? stdout.trim() : `number ${uid}`, uid, gid }
}

/** Returns the spawn options that start a child as this user; without a user, as the current one. */
export const asUser = (user: DatabaseUser | undefined): { uid?: number; gid?: number } =>
  user ? { uid: user.uid, gid: user.gid } : {}

/**
 * True when this user may enter the folder and write there. It is tried as that user, because the permissions of parent
 * folders count too.
 */
export function canWriteIn(user: DatabaseUser, folder: string): boolean {
  const script = 'cd -- "$1" && test -w . && test -x .'
  return spawnSync('/bin/sh', ['-c', script, 'sh', folder], { ...asUser(user), cwd: '/' }).status === 0
}

function findUser(name: string): DatabaseUser | undefined {
  const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
  const [uid, gid] = ids.map(({ status, stdout }) => (status === 0 ? Number(stdout.trim()) : Number.NaN))
  return uid !== undefined && gid !== undefined && uid > 0 && gid > 0 ? { name, uid, gid } : undefined
}
