// npm run runtimes: runs the built kit on Node, Deno, Bun and workerd, and fails if one answers differently.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { makePlay } from '../what-is-played.ts'
import { playInWorkerd } from './in-workerd.ts'

const HERE = import.meta.dirname
const PROGRAM = join(HERE, 'from-stdin.js')
const LONGEST_MS = 60_000
const { platform, arch } = process
const installed = (path: string): string => join(HERE, 'node_modules', path)

/** The binaries as npm brings them for this machine: no script of theirs is run to install them. */
const DENO = installed(`@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}/deno`)
const BUN = installed(`@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}/bin/bun`)
const WORKERD = installed(`@cloudflare/workerd-${platform}-${arch === 'x64' ? '64' : arch}/bin/workerd`)

const { given, expected } = await makePlay()
const RUNTIMES: Readonly<Record<string, () => unknown>> = {
  [`node ${process.versions.node}`]: () => playBy(process.execPath, [PROGRAM]),
  [`deno ${versionOf('deno')}`]: () => playBy(DENO, ['run', '--no-config', '--no-prompt', PROGRAM]),
  [`bun ${versionOf('bun')}`]: () => playBy(BUN, ['run', PROGRAM]),
  [`workerd ${versionOf('workerd')}`]: () => playInWorkerd(WORKERD, given),
}

for (const [name, run] of Object.entries(RUNTIMES)) {
  const told = await Promise.resolve().then(run).catch(String)
  const isSo = isDeepStrictEqual(told, expected)
  if (!isSo) process.exitCode = 1
  console.log(isSo ? `as it should  ${name}` : `NOT SO        ${name}: ${JSON.stringify(told)}`)
}

function playBy(binary: string, args: readonly string[]): unknown {
  const { status, stdout, stderr, error } = spawnSync(binary, args, {
    input: JSON.stringify(given),
    encoding: 'utf8',
    timeout: LONGEST_MS,
  })
  if (status !== 0) throw new Error(stderr || String(error), { cause: error })
  return JSON.parse(stdout)
}

function versionOf(name: string): string {
  const path = installed(`${name}/package.json`)
  if (!existsSync(path)) throw new Error(`${name} is not there: npm ci --ignore-scripts in ${HERE}`)
  const { version }: { version: string } = JSON.parse(readFileSync(path, 'utf8'))
  return version
}
