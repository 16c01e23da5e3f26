import assert from 'node:assert/strict'
import type { FastifyInstance } from 'fastify'
import type { ExportLine } from '../../src/oversight/warehouse/exported-fields.ts'
import { bearer } from './server.ts'

export interface Cursor {
  kind: 'cursor'
  number: number
  chain: string
  more: boolean
}

/** Reads an export to its end; fails if its last line is no cursor. */
export async function readLines(
  app: FastifyInstance,
  token: string,
  query = '',
): Promise<{ lines: ExportLine[]; cursor: Cursor; text: string }> {
  const answer = await app.inject({ url: `/v1/export${query}`, headers: bearer(token) })
  assert.equal(answer.statusCode, 200, answer.body)
  const lines = answer.body
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  const cursor = lines.pop() as Cursor
  assert.equal(cursor.kind, 'cursor')
  return { lines, cursor, text: answer.body }
}
