import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

export const ROOT = resolve(import.meta.dirname, '../..')
/** The command with which a test runs `npx countersign`. */
export const MAIN = `${process.execPath} ${resolve(ROOT, 'bin/countersign.js')}`
const OUTPUT_BYTES_MAX = 8 * 1024 ** 2
const MARK = '=== step\n'

export interface Step {
  commands: string
  /** The output that the page shows for them; … stands for anything. Empty: it shows none. */
  shown: string
}

/** Reads a page of docs/tutorial. */
export const readPage = (name: string): string => readFileSync(resolve(ROOT, 'docs/tutorial', name), 'utf8')

/** Lists the commands of a page in order, each with the output that stands below them. */
export const listSteps = (page: string): Step[] =>
  [...page.matchAll(/^```sh\n(?<commands>[\s\S]*?)^```\n(?:\n*```text\n(?<shown>[\s\S]*?)^```)?/gm)].map(
    ({ groups }) => ({ commands: groups?.commands ?? '', shown: groups?.shown ?? '' }),
  )

/**
 * Runs all blocks of commands in one shell, since later blocks need the variables and functions of earlier ones. Returns
 * the output of each block.
 */
export async function runBlocks(
  blocks: readonly string[],
  { setUp = '', env = {} }: { setUp?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string[]> {
  const script = [setUp, ...blocks.map((commands) => `printf '${MARK.trimEnd()}\\n'\n${commands}`)].join('\n')
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
    maxBuffer: OUTPUT_BYTES_MAX,
  })
  const outputs = stdout.split(MARK).slice(1)
  assert.equal(outputs.length, blocks.length, `the commands ended early, after ${outputs.at(-1)}`)
  return outputs
}

/**
 * Replaces times and all else that differs between runs by one sign each; removes space, since the pages break long
 * lines.
 */
const normalize = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+Z/g, 'TIME')
    .replaceAll(/(\d{1,2}\s+[A-Z][a-z]{2},\s+)?\d\d:\d\d\s+UTC/g, 'TIME')
    .replaceAll(/\b\d+ (leaves|entries|tables|steps|s|ms)\b/g, 'N $1')
    .replaceAll(/"number":\d+/g, 'NUMBER')
    .replaceAll(/countersign-ledger \d+ \S+/g, 'HEAD')
    .replaceAll(/\s+/g, '')

/** True when every part of the shown output occurs in the real one, in the same order. */
export function assertShown(real: string, shown: string): void {
  const text = normalize(real)
  let from = 0
  for (const part of normalize(shown).split('…').filter(Boolean)) {
    const at = text.indexOf(part, from)
    assert.ok(at >= 0, `the page shows ${part}, but the output goes on with ${text.slice(from, from + 2_000)}`)
    from = at + part.length
  }
}
