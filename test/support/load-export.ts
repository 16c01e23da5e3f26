import type { DatabaseSync } from 'node:sqlite'
import { COLUMNS, type ExportLine } from '../../src/oversight/warehouse/exported-fields.ts'
import { bearer } from './server.ts'

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]

/** Creates the table of a warehouse and the place of its cursor. */
export function createWarehouse(warehouse: DatabaseSync): void {
  warehouse.exec(`
    create table change (${NAMES.map((name) => `"${name}"`).join(', ')}, primary key (number, part));
    create table cursor (number integer not null, chain text);
    insert into cursor (number) values (0)`)
}

/** The reader was stopped where a test stops it. */
export class Stopped extends Error {}

/**
 * Reads one answer of the feed into a warehouse, as the guide says: rows and cursor in one transaction every so many
 * lines. `mayGoOn` false: the reader dies at that line, and what was not committed is lost.
 */
export async function loadExport(
  warehouse: DatabaseSync,
  desk: { url: string; token: string },
  { limit, linesPerCommit, mayGoOn = () => true }: { limit: number; linesPerCommit: number; mayGoOn?: () => boolean },
): Promise<boolean> {
  const { number, chain } = warehouse.prepare('select number, chain from cursor').get() as Record<string, unknown>
  const query = `after=${number}&limit=${limit}${chain === null ? '' : `&chain=${chain}`}`
  const ending = new AbortController()
  const answer = await fetch(`${desk.url}/v1/export?${query}`, { headers: bearer(desk.token), signal: ending.signal })
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
  let waiting: ExportLine[] = []
  try {
    for await (const line of linesOf(answer)) {
      if (!mayGoOn()) throw new Stopped()
      if ((line.kind as string) === 'cursor') {
        const cursor = line as unknown as { number: number; chain: string; more: boolean }
        commit(warehouse, waiting, cursor.number, cursor.chain)
        return cursor.more
      }
      waiting.push(line)
      if (waiting.length >= linesPerCommit) {
        // Further lines of the last number may follow.
        commit(warehouse, waiting, line.number - 1, null)
        waiting = []
      }
    }
    throw new Error('the answer has no cursor')
  } finally {
    ending.abort()
  }
}

async function* linesOf(answer: Response): AsyncGenerator<ExportLine> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
}

function commit(warehouse: DatabaseSync, lines: readonly ExportLine[], number: number, chain: string | null): void {
  const insert = warehouse.prepare(`insert or replace into change values (${NAMES.map(() => '?').join(', ')})`)
  const erase = warehouse.prepare('delete from change where number = ?')
  warehouse.exec('begin')
  for (const line of lines) {
    if (typeof line.erased === 'number') erase.run(line.erased)
    insert.run(...NAMES.map((name) => line[name] ?? null))
  }
  warehouse.prepare('update cursor set number = ?, chain = ?').run(number, chain)
  warehouse.exec('commit')
}
