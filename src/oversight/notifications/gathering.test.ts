import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Gathering } from './gathering.ts'

const enforcement = (number: number, bulkActionId: string | null) => ({
  number,
  bulkActionId,
  events: [{ kind: 'enforcement' as const, id: `enf_${number}` }],
})
const formatTaken = (told: ReturnType<Gathering['take']>) =>
  told.map(({ number, events, toldTo }) => [number, events.map(({ kind, id }) => `${kind} ${id}`).join(), toldTo])

test('events of a bulk action are merged into one per second', () => {
  const gathering = new Gathering()
  assert.deepEqual(
    formatTaken(gathering.take([enforcement(1, 'bulk_1'), enforcement(2, null), enforcement(3, 'bulk_1')], 0)),
    [
      [2, 'enforcement enf_2', 2],
      [3, 'bulk_action bulk_1', 3],
    ],
  )
  assert.deepEqual(formatTaken(gathering.take([enforcement(4, 'bulk_1'), enforcement(5, null)], 200)), [
    [5, 'enforcement enf_5', 3],
  ])
  assert.deepEqual(formatTaken(gathering.take([enforcement(6, 'bulk_1'), enforcement(7, 'bulk_2')], 400)), [
    [7, 'bulk_action bulk_2', 3],
  ])
  assert.deepEqual(formatTaken(gathering.take([], 1_000)), [[6, 'bulk_action bulk_1', 6]])
  assert.deepEqual(gathering.take([], 3_000), [])
})

test('a listener who reconnects late still receives merged events', () => {
  const gathering = new Gathering()
  gathering.take([enforcement(1, 'bulk_1')], 0)
  const [told] = gathering.take([enforcement(2, 'bulk_1'), enforcement(3, null)], 100)
  const missed = [enforcement(2, 'bulk_1'), enforcement(3, null)].filter(({ number }) => number > Number(told?.toldTo))
  assert.deepEqual(formatTaken(new Gathering().take(missed, 0)), [
    [2, 'bulk_action bulk_1', 2],
    [3, 'enforcement enf_3', 3],
  ])
})
