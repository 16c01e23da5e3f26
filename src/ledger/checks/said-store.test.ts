import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareText } from './compare-text.ts'
import { SaidStore } from './said-store.ts'

test('the ledger check finds statements by row and entry across runs', () => {
  const store = new SaidStore()
  const rows = Array.from({ length: 25_000 }, (_, leafId) => ({
    table: leafId % 3 === 0 ? 'one' : 'other',
    id: `row ${(leafId * 7919) % 10_007}`,
    leafId,
    said: `${leafId}`,
  }))
  for (const { table, ...row } of rows) store.add(table, row)
  for (const table of ['one', 'other', 'none']) {
    const expected = rows
      .filter((row) => row.table === table)
      .sort((a, b) => compareText(a.id, b.id) || a.leafId - b.leafId)
      .map(({ table: _table, ...row }) => row)
    assert.deepEqual([...store.list(table)], expected)
  }
  store.close()
})

test('the ledger check sorts text by bytes, as PostgreSQL\'s "C" collation', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, text, (one, other) => {
      const bytes = Buffer.compare(Buffer.from(one), Buffer.from(other))
      assert.equal(Math.sign(compareText(one, other)), bytes)
    }),
  )
})
