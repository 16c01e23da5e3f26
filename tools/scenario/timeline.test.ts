import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Entry, Timeline } from './timeline.ts'

const at = (time: string): Date => new Date(`2026-05-04T${time}Z`)

function newTimeline() {
  const heard: Entry[] = []
  const timeline = new Timeline({ line: null, utcOffset: '-04:30', onEntry: (entry) => void heard.push(entry) })
  return { timeline, heard }
}

test("a timeline's offline time is what a visitor sees", () => {
  const { timeline } = newTimeline()
  const seen: [string, boolean][] = [
    ['10:00:00', true],
    ['10:00:10', false],
    ['10:00:20', false],
    ['10:01:00', true],
    ['10:02:00', false],
    ['10:02:05', true],
  ]
  const changes = seen.map(([time, visible]) => timeline.see(at(time), visible))
  assert.deepEqual(changes, [false, true, false, true, true, true])
  assert.equal(timeline.offlineSeconds(at('11:00:00')), 55)
})

test('an account still offline at the end counts until then', () => {
  const { timeline } = newTimeline()
  timeline.see(at('10:00:00'), false)
  assert.equal(timeline.offlineSeconds(at('10:03:00')), 180)
})

test('a timeline shows local time and what visitors see', () => {
  const { timeline, heard } = newTimeline()
  timeline.add(at('02:00:00'), 'ana', 'ana clicks')
  timeline.see(at('02:00:00'), false)
  timeline.add(at('02:00:30'), null, 'gone', 'gone for everyone')
  assert.deepEqual(heard, timeline.entries)
  assert.deepEqual(timeline.entries, [
    { at: '2026-05-04T02:00:00.000Z', time: '21:30:00', who: 'ana', says: 'ana clicks', offline: false },
    {
      at: '2026-05-04T02:00:30.000Z',
      time: '21:30:30',
      who: null,
      says: 'gone',
      detail: 'gone for everyone',
      offline: true,
    },
  ])
})
