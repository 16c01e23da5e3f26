import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { DemoStore, Sql } from './demo-store.ts'
import { upsertAccount, upsertContent } from './subject-rows.ts'

const BATCH_LINES = 1_000
const REJECTED_LINES_SHOWN_MAX = 100

export interface Loaded {
  accounts: number
  contents: number
  /** Reports and other lines that are meant for the desk. */
  ignored: number
  rejected: number
  /** The first rejected lines by number, each with the reason. */
  rejectedLines: { line: number; reason: string }[]
}

/**
 * Loads accounts and contents, one JSON object in each line, one batch in each transaction. Loading the same file again
 * changes nothing.
 */
export async function loadNdjson(store: DemoStore, stream: Readable): Promise<Loaded> {
  const loaded: Loaded = { accounts: 0, contents: 0, ignored: 0, rejected: 0, rejectedLines: [] }
  let batch: NumberedLine[] = []
  let line = 0
  const loadBatch = async (): Promise<void> => {
    const lines = batch
    batch = []
    await store.inTransaction((tx) => {
      for (const each of lines) loadLine(tx, each, loaded)
    })
  }
  for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() !== '') batch.push({ line, text })
    if (batch.length >= BATCH_LINES) await loadBatch()
  }
  await loadBatch()
  return loaded
}

interface NumberedLine {
  line: number
  text: string
}

function loadLine(tx: Sql, { line, text }: NumberedLine, loaded: Loaded): void {
  try {
    const row = parseObject(text)
    if (row.type === 'account') {
      upsertAccount(tx, asAccount(row))
      loaded.accounts++
    } else if (row.type === 'content') {
      upsertContent(tx, asContent(row))
      loaded.contents++
    } else loaded.ignored++
  } catch (error) {
    // A failed statement is undone alone; the rest of the batch continues.
    loaded.rejected++
    if (loaded.rejectedLines.length < REJECTED_LINES_SHOWN_MAX) {
      loaded.rejectedLines.push({ line, reason: error instanceof Error ? error.message : String(error) })
    }
  }
}

function asAccount(row: Record<string, unknown>) {
  const { reach, tags } = row
  if (reach !== null && !Number.isSafeInteger(reach)) throw new Error('reach: must be a whole number or null')
  if (!Array.isArray(tags)) throw new Error('tags: must be a list')
  return {
    id: asText(row, 'id'),
    handle: asText(row, 'handle'),
    displayName: asText(row, 'displayName'),
    reach: reach === null ? null : Number(reach),
    verified: row.verified === true,
    tags: tags.map(String),
    createdAt: asTextOrNull(row, 'createdAt'),
  }
}

function asContent(row: Record<string, unknown>) {
  return {
    id: asText(row, 'id'),
    accountId: asText(row, 'accountId'),
    kind: asText(row, 'kind'),
    text: typeof row.text === 'string' ? row.text : asText(row, 'text'),
    language: asTextOrNull(row, 'language'),
    parentId: asTextOrNull(row, 'parentId'),
    createdAt: asTextOrNull(row, 'createdAt'),
  }
}

function parseObject(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) throw new Error('must be a JSON object')
  return { ...value }
}

function asText(row: Record<string, unknown>, field: string): string {
  const value = row[field]
  if (typeof value !== 'string' || value === '') throw new Error(`${field}: must be a text`)
  return value
}

function asTextOrNull(row: Record<string, unknown>, field: string): string | null {
  return row[field] === null || row[field] === undefined ? null : asText(row, field)
}
