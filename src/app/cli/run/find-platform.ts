import { type Config, readConfig } from '../../../config.ts'
import type { CommandContext } from '../command-context.ts'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const PLATFORM_UNKNOWN =
  'it is not known where the platform is: set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET.'

/** Returns the address and secret of the platform: from the environment, or of the demo in a data folder. */
export function findPlatform(
  { platform, port }: Config,
  dataDir: string,
  deskPort = port,
): { url: string; secret: string; allowPrivate?: readonly string[] } | undefined {
  if (platform) return platform
  const secret = findDemoSecret(dataDir)
  return secret === undefined ? undefined : { url: `http://127.0.0.1:${deskPort + 1}/countersign`, secret }
}

/**
 * Only the settings for calling the platform are read: an unreadable secret of the database must not prevent a restore.
 */
export function readPlatformConfig({ env }: CommandContext): Config {
  const needed = /^COUNTERSIGN_(ALLOW_PRIVATE$|PLATFORMS$|PLATFORM_|SIGNING_KEY|DATA$|PORT$)/
  return readConfig(Object.fromEntries(Object.entries(env).filter(([name]) => needed.test(name))))
}

const SECRET_BYTES = 32

/** The secret that desk and demo platform share, created at the first start, readable by this user alone. */
export function demoSecret(dataDir: string): string {
  const known = findDemoSecret(dataDir)
  if (known) return known
  const file = secretFileOf(dataDir)
  mkdirSync(join(dataDir, 'demo'), { recursive: true, mode: 0o700 })
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
  writeFileSync(file, secret, { mode: 0o600 })
  chmodSync(file, 0o600)
  return secret
}

/** Finds the secret of a demo that was started before. */
function findDemoSecret(dataDir: string): string | undefined {
  const file = secretFileOf(dataDir)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

const secretFileOf = (dataDir: string): string => join(dataDir, 'demo', 'webhook-secret')
