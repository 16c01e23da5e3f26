import assert from 'node:assert/strict'
import { appendFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { givenImport, rejectedOf, reportLine, toNdjson } from '../../../test/support/import-lines.ts'
import { startIntake } from '../../../test/support/reports.ts'
import { importFile } from './import-file.ts'
import { progressPath, rejectedPath } from './import-progress.ts'

test('an interrupted import resumes where it stopped', async (t) => {
  const { desk } = await startIntake(t)
  const file = givenImport(t, ['bad', ...Array.from({ length: 2_500 }, (_, n) => reportLine(n)), 'worse'])
  const stopping = new AbortController()
  const stopped = await importFile(desk, {
    file,
    keyName: 'import',
    signal: stopping.signal,
    onProgress: ({ lines }) => lines > 0 && stopping.abort(),
  })
  assert.deepEqual([stopped.finished, stopped.lines, stopped.rejected], [false, 1_000, 1])
  const startedAt: number[] = []
  const rest = await importFile(desk, { file, keyName: 'import', onProgress: ({ lines }) => startedAt.push(lines) })
  assert.equal(startedAt[0], 1_000)
  assert.deepEqual([rest.finished, rest.lines, rest.rejected], [true, 2_502, 2])
  assert.deepEqual(rest.counts.report, { new: 2_500, known: 0 })
  assert.deepEqual(rejectedOf(file), [
    { line: 1, reason: 'The line is not JSON.' },
    { line: 2_502, reason: 'The line is not JSON.' },
  ])
})

test('an import resumes only on the same file and database', async (t) => {
  const { desk } = await startIntake(t)
  const file = givenImport(
    t,
    Array.from({ length: 1_500 }, (_, n) => reportLine(n)),
  )
  const stopAtOnce = { file, keyName: 'import', signal: AbortSignal.abort() }
  await importFile(desk, stopAtOnce)
  const startOf = async (on: typeof desk) => {
    const seen: number[] = []
    const { counts } = await importFile(on, { ...stopAtOnce, onProgress: ({ lines }) => seen.push(lines) })
    return { line: seen[0], counts: counts.report }
  }
  const other = await startIntake(t)
  assert.deepEqual(await startOf(other.desk), { line: 0, counts: { new: 1_000, known: 0 } })
  appendFileSync(file, toNdjson([reportLine(2_000)]))
  assert.deepEqual(await startOf(desk), { line: 0, counts: { new: 0, known: 1_000 } })
  writeFileSync(progressPath(file), '{"offset":')
  assert.deepEqual(await startOf(desk), { line: 0, counts: { new: 0, known: 1_000 } })
})

test('rejected lines are written once although a crash left some', async (t) => {
  const { desk } = await startIntake(t)
  const file = givenImport(t, ['bad', ...Array.from({ length: 1_200 }, (_, n) => reportLine(n)), 'worse'])
  await importFile(desk, { file, keyName: 'import', signal: AbortSignal.abort() })
  // As after a kill between the rejected lines of the second batch and its progress.
  appendFileSync(rejectedPath(file), '{"line":1202,"reason":"The line is not JSON."}\n{"line":12')
  const { rejected } = await importFile(desk, { file, keyName: 'import' })
  assert.equal(rejected, 2)
  assert.deepEqual(
    rejectedOf(file).map((line) => Object.values(line)[0]),
    [1, 1_202],
  )
})

test('a deleted file of rejected lines is written again', async (t) => {
  const { desk } = await startIntake(t)
  const file = givenImport(t, ['bad', ...Array.from({ length: 1_200 }, (_, n) => reportLine(n))])
  await importFile(desk, { file, keyName: 'import', signal: AbortSignal.abort() })
  truncateSync(rejectedPath(file), statSync(rejectedPath(file)).size - 3)
  const { rejected, counts } = await importFile(desk, { file, keyName: 'import' })
  assert.deepEqual([rejected, counts.report], [1, { new: 201, known: 999 }])
  assert.equal(rejectedOf(file).length, 1)
})
