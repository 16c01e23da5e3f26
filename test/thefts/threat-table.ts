import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Play } from './shared-plays.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const NAMED_TEST = /`([\w./-]+\.test\.ts)`/g
const TITLE = /\btest\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/g
const DOES_NOT_HOLD = /does not hold/i

/** One row of SECURITY.md's threat table. */
export interface Cell {
  attacker: string
  asset: string
  /** The test files that the row names. */
  files: readonly string[]
  /** True when the row states that no control holds there. */
  isOpen: boolean
}

/** Reads every row of the tables below a heading "A …", in the order of the page. */
export function listCells(page: string): Cell[] {
  const [, ...parts] = page.split(/^### (?=A |Two )/m)
  return parts.flatMap((part) => {
    const attacker = part.split('\n', 1)[0] ?? ''
    const [own = ''] = part.split(/^#{1,3} /m)
    const rows = own
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(2)
    return rows.map((row) => ({
      attacker,
      asset: row.split('|')[1]?.trim() ?? '',
      files: [...row.matchAll(NAMED_TEST)].map(([, path = '']) => path),
      isOpen: DOES_NOT_HOLD.test(row),
    }))
  })
}

/** Returns a fault between a row and the tests that play it; undefined when there is none. */
export function findFault(
  { attacker, asset, files, isOpen }: Cell,
  plays: readonly Play[] | undefined,
): string | undefined {
  const where = `${attacker}: ${asset}`
  if (plays === undefined || (plays.length === 0 && !isOpen)) return `${where}: no test plays it`
  const faults = plays.flatMap(([file, name]) => {
    if (!files.includes(file)) return [`SECURITY.md does not name ${file}`]
    if (!existsSync(join(ROOT, file))) return [`${file} is not there`]
    return titlesIn(file).some((title) => title.startsWith(name)) ? [] : [`${file} has no test "${name}…"`]
  })
  return faults.length === 0 ? undefined : `${where}: ${faults.join('; ')}`
}

const titlesIn = (file: string): string[] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(TITLE)].map(([, single, double, template]) =>
    (single ?? double ?? template?.replace(/\$\{[^}]*\}/g, '…') ?? '').replace(/\\(.)/g, '$1'),
  )

/** The pattern by which node:test finds these plays. A name that is filled in matches anything. */
export const patternOf = (name: string): string =>
  `^${name
    .split('…')
    .map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('.*')}`
