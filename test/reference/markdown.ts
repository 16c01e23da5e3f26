import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const REFERENCE = resolve(import.meta.dirname, '../../docs/reference')
const WRITES = process.env.COUNTERSIGN_WRITE_DOCS === '1'
const LINE_MAX = 120

/** Compares a generated page with the file, or writes it where that was asked for. */
export function assertPage(name: string, text: string): void {
  const file = resolve(REFERENCE, name)
  if (WRITES) writeFileSync(file, text)
  const found = existsSync(file) ? readFileSync(file, 'utf8') : ''
  assert.equal(found, text, 'COUNTERSIGN_WRITE_DOCS=1 npm test -- test/reference/NAME.test.ts writes it anew')
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')

/** Breaks prose between words. */
export const wrap = (text: string): string =>
  text.replaceAll(new RegExp(`(.{1,${LINE_MAX}})(?: |$)`, 'g'), '$1\n').trimEnd()

/** A table as Biome formats it: every column as wide as its widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((row) => row.map(cell))
  const widths = head.map((_name, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const [first = [], ...others] = lines.map((line) => line.map((text, column) => text.padEnd(widths[column] ?? 0)))
  const rule = widths.map((width) => '-'.repeat(width))
  return [first, rule, ...others].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** A block of code. */
export const fence = (kind: string, lines: readonly string[]): string => [`\`\`\`${kind}`, ...lines, '```'].join('\n')
