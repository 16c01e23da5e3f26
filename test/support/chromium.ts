import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'

/**
 * Chromium without a window: it starts in a third of the time, and opens no pages of its own beside those of a test.
 */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell'
/** The second for a Debian that has no such package yet. */
const DEBIAN_PACKAGES = ['chromium-headless-shell', 'chromium']
/** The paths that are tried: the one that the environment names, then Debian's. */
const PLACES = [process.env.COUNTERSIGN_CHROMIUM, HEADLESS_SHELL, '/usr/bin/chromium', '/usr/bin/chromium-browser']

/** The browser that tests use, if there is one: Debian's, or Playwright's own. */
export function findChromium(): string | undefined {
  return [...PLACES, chromium.executablePath()].find((path) => path !== undefined && path !== '' && existsSync(path))
}

/** Checks that a browser is installed, and installs one if possible. Throws with the necessary steps otherwise. */
export function installChromium(): void {
  if (findChromium() !== undefined) return
  console.error('Installing Chromium, which tests of the pages drive …')
  const isRoot = process.getuid?.() === 0
  const log = isRoot && existsSync('/usr/bin/apt-get') ? installFromDebian() : installFromPlaywright()
  if (findChromium() !== undefined) return
  throw new Error(
    `Tests of the pages need Chromium, and it could not be installed:\n${log}\nInstall it, or set COUNTERSIGN_CHROMIUM to where it is.`,
  )
}

function installFromDebian(): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  let said = run('apt-get', ['update', '-qq'], env)
  for (const name of DEBIAN_PACKAGES) {
    if (findChromium() === undefined)
      said += run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], env)
  }
  return said
}

function installFromPlaywright(): string {
  const program = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')
  return run(process.execPath, [program, 'install', 'chromium'], process.env)
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { env, encoding: 'utf8' })
  return status === 0 ? '' : `${command} ${args.join(' ')}: ${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`
}
