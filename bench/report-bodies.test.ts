import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeRandom, zipf } from './random.ts'
import { makeReportBodies } from './report-bodies.ts'

test('every generated report has its own id and reporter across two runs', () => {
  const seen = new Set<string>()
  for (const run of ['one', 'two']) {
    const next = makeReportBodies(run)
    for (let count = 0; count < 1_000; count++) {
      const { id, reporterId } = JSON.parse(next())
      seen.add(id).add(reporterId)
    }
  }
  assert.equal(seen.size, 4_000)
})

test('two runs of the generator report equal subjects in equal order', () => {
  const [one, other] = [makeReportBodies('one'), makeReportBodies('other')]
  for (let count = 0; count < 100; count++) assert.deepEqual(JSON.parse(one()).subject, JSON.parse(other()).subject)
})

test('the most frequent generated item is picked twice as often as second', () => {
  const pick = zipf(makeRandom(1), 1_000)
  const counts = new Map<number, number>()
  for (let count = 0; count < 100_000; count++) {
    const picked = pick()
    counts.set(picked, (counts.get(picked) ?? 0) + 1)
  }
  assert.ok([...counts.keys()].every((picked) => Number.isInteger(picked) && picked >= 0 && picked < 1_000))
  const ratio = (counts.get(0) ?? 0) / (counts.get(1) ?? 1)
  assert.ok(ratio > 1.8 && ratio < 2.2, `${ratio}`)
})
