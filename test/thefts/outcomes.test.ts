import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Outcome, summarise } from './outcomes.ts'

test('a summary of thefts has every row and counts each kind', () => {
  const row = (part: Outcome['part'], asSaid: boolean): Outcome => ({
    ...{ part, asSaid, attacker: 'A thief', asset: 'Protected accounts', outcome: asSaid ? 'holds' : 'fails' },
  })
  const rows = [row('platform', true), row('platform', false), row('table', true)]
  assert.deepEqual(summarise(rows), {
    rows,
    totals: { platform: { rows: 2, wrong: 1 }, table: { rows: 1, wrong: 0 } },
  })
  assert.deepEqual(summarise([]), { rows: [], totals: {} })
})
