import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { waitFor } from '../../../test/support/wait-for.ts'
import { type AgedView, ViewLog } from './view-log.ts'

const LOG = pino({ level: 'silent' })
const viewsOf = (count: number) => Array.from({ length: count }, () => ({ staffId: 'staff_1', kind: 'case' }) as const)

/** Starts a log that counts its writes and fails on demand. */
function startLog() {
  const written: AgedView[][] = []
  const state = { failing: false, attempts: 0 }
  const log = new ViewLog(async (batch) => {
    state.attempts++
    if (state.failing) throw new Error('no database')
    written.push([...batch])
  }, LOG)
  return { log, written, state }
}

test('views of cases are written in batches within a second', async () => {
  const { log, written } = startLog()
  const begunMs = performance.now()
  for (let each = 0; each < 20; each++) log.record(viewsOf(1))
  assert.equal(written.length, 0)
  await waitFor('the batch to be written', async () => written.length > 0)
  assert.ok(performance.now() - begunMs < 1_000)
  assert.deepEqual([written.length, written[0]?.length], [1, 20])
  assert.ok(written[0]?.every(({ ageMs }) => ageMs > 100 && ageMs < 1_000))
})

test('closing the view log writes the waiting views', async () => {
  const { log, written } = startLog()
  log.record(viewsOf(1_200))
  await log.close()
  assert.equal(written.flat().length, 1_200)
  assert.equal(written.length, 3)
})

test('views that could not be written are written later', async () => {
  const { log, written, state } = startLog()
  state.failing = true
  log.record(viewsOf(3))
  await log.flush()
  assert.equal(written.length, 0)
  state.failing = false
  await waitFor('the next attempt', async () => written.flat().length === 3)
})

test('a full backlog of unwritten views refuses further reading', async () => {
  const { log, state } = startLog()
  state.failing = true
  log.record(viewsOf(5_000))
  assert.throws(() => log.record(viewsOf(1)), /cannot be recorded/)
  await log.close()
})

test('a closed view log accepts no view and retries no write', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { log, state } = startLog()
  state.failing = true
  log.record(viewsOf(3))
  const late = log.flush()
  await log.close()
  await late
  assert.throws(() => log.record(viewsOf(1)), /cannot be recorded/)
  log.record([])
  const { attempts } = state
  t.mock.timers.tick(60_000)
  await log.close()
  assert.equal(state.attempts, attempts + 1, 'only closing again tries once more')
})
