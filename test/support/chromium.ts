import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'

/** Where it is told to be, and where Debian puts it. */
const PLACES = [process.env.COUNTERSIGN_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser']

/** The browser that tests drive, if there is one: Debian's, or Playwright's own. */
export function findChromium(): string | undefined {
  return [...PLACES, chromium.executablePath()].find((path) => path !== undefined && path !== '' && existsSync(path))
}

/** Sees that there is a browser: nothing to do where there is one. Throws what to do where it can't be had. */
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
  const updated = run('apt-get', ['update', '-qq'], env)
  return updated + run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env)
}

function installFromPlaywright(): string {
  const program = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')
  return run(process.execPath, [program, 'install', 'chromium'], process.env)
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { env, encoding: 'utf8' })
  return status === 0 ? '' : `${command} ${args.join(' ')}: ${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`
}
