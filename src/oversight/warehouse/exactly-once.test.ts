import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import fc from 'fast-check'
import { startDeskWithHistory } from '../../../test/support/desk-with-history.ts'
import { readLines } from '../../../test/support/export.ts'
import { createWarehouse, loadExport, Stopped } from '../../../test/support/load-export.ts'
import { givenKey } from '../../../test/support/people.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { exportRoutes } from './export-routes.ts'
import { COLUMNS } from './exported-fields.ts'

const NAMES = Object.keys(COLUMNS)
const STOPS_MAX = 30

test('a warehouse whose reader dies anywhere has each line exactly once', async (t) => {
  const { database } = await startDeskWithHistory(t)
  const { app, desk } = await startTestDesk(t, { routes: [exportRoutes], database })
  const { token } = await givenKey(desk.db, ['export'])
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const { lines } = await readLines(app, token)
  const expected = lines.map((line) => NAMES.map((name) => line[name as keyof typeof line] ?? null))
  const given = fc.record({
    limit: fc.integer({ min: 1, max: 60 }),
    linesPerCommit: fc.integer({ min: 2, max: 9 }),
    stops: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: STOPS_MAX }),
    rereads: fc.array(fc.integer({ min: 0, max: lines.length }), { maxLength: 3 }),
  })
  const check = fc.asyncProperty(given, async ({ limit, linesPerCommit, stops, rereads }) => {
    const warehouse = new DatabaseSync(':memory:')
    createWarehouse(warehouse)
    const readAll = async () => {
      for (let more = true; more; ) {
        let left = stops.shift() ?? Number.POSITIVE_INFINITY
        const asked = { limit, linesPerCommit, mayGoOn: () => left-- > 0 }
        const read = await loadExport(warehouse, { url, token }, asked).catch((error) => {
          if (error instanceof Stopped) return true
          throw error
        })
        more = read
      }
    }
    await readAll()
    for (const number of rereads) {
      warehouse.prepare('update cursor set number = ?, chain = null').run(number)
      await readAll()
    }
    const rows = warehouse.prepare('select * from change order by number, part').all()
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      expected,
    )
    warehouse.close()
  })
  await fc.assert(check, { numRuns: 15 })
})
