import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Debian's own Python, whose packages apt installs: not one of a version manager. */
export const PYTHON = '/usr/bin/python3'
export const PYTHON_KIT = resolve(import.meta.dirname, '../../platform-kit-python')
const PACKAGES = ['python3', 'python3-cryptography']
/** A machine without a network must not keep the tests waiting. */
const INSTALLED_WITHIN_MS = 90_000
const BOUNDS = ['DPkg::Lock::Timeout=60', 'Acquire::http::Timeout=15', 'Acquire::Retries=0']
const APT = ['-y', '-qq', '--no-install-recommends', ...BOUNDS.flatMap((bound) => ['-o', bound])]

/** Tells why Python or its cryptography can't be had; undefined: both are there, or were installed just now. */
export function findPythonProblem(): string | undefined {
  if (canImport()) return undefined
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return `${PYTHON} has no module cryptography: install Debian's python3-cryptography`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', ...APT],
    ['install', ...APT, ...PACKAGES],
  ]) {
    spawnSync('apt-get', args, { env, timeout: INSTALLED_WITHIN_MS })
    if (canImport()) return undefined
  }
  return "Debian's python3-cryptography could not be installed"
}

const canImport = (): boolean =>
  existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import cryptography, sqlite3']).status === 0
