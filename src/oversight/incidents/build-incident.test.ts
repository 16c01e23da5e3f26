import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Text } from '../../foundation/messages/message.ts'
import { renderMessage, renderText } from '../../foundation/messages/render-message.ts'
import type { RecordedEntry } from '../../ledger/recorded-entry.ts'
import { buildIncident } from './build-incident.ts'
import { publishIncident } from './publish-incident.ts'

const UP = { visible: true, spread: 'full', mayPost: true, labels: [] } as const
const OFFLINE = { ...UP, visible: false } as const
const at = (time: string) => ({ at: `2017-11-02T${time}.000Z`, by: 'staff:staff_1' })

/** One click, found eleven minutes later by chance. */
const ELEVEN_MINUTES: RecordedEntry[] = [
  {
    ...at('18:45:00'),
    kind: 'enforcement_proposed',
    action: 'deactivate',
    policyId: 'scam',
    verdict: 'release',
    verdictHash: '',
  },
  { ...at('18:45:00'), kind: 'enforcement_moved', from: 'proposed', to: 'releasing' },
  { ...at('18:45:00'), kind: 'desired_state_set', generation: 1, desired: OFFLINE },
  { ...at('18:45:01'), kind: 'desired_state_reached', generation: 1, reach: 0 },
  { ...at('18:45:01'), kind: 'enforcement_moved', from: 'releasing', to: 'in_effect' },
  { ...at('18:56:00'), kind: 'enforcement_moved', from: 'in_effect', to: 'restoring', cause: 'mistake' },
  { ...at('18:56:00'), kind: 'desired_state_set', generation: 2, desired: UP },
  { ...at('18:56:01'), kind: 'desired_state_reached', generation: 2, reach: 43_500_000 },
  { ...at('18:56:01'), kind: 'enforcement_moved', from: 'restoring', to: 'restored' },
]
const NOW = '2017-11-02T20:00:00.000Z'

const read = (text: Text): string => renderText(text)

test("an incident's offline time is between two read-backs", () => {
  const { offlineMs, offline, reach } = buildIncident('account:vale', ELEVEN_MINUTES, NOW)
  assert.deepEqual([offlineMs, reach], [660_000, 43_500_000])
  assert.deepEqual(offline, [{ from: '2017-11-02T18:45:01.000Z', until: '2017-11-02T18:56:01.000Z' }])
})

test("an incident's times of detection and restore count from going offline", () => {
  const { detectMs, restoreMs } = buildIncident('account:vale', ELEVEN_MINUTES, NOW)
  assert.deepEqual([detectMs, restoreMs], [659_000, 1_000])
  const unnoticed = buildIncident('account:vale', ELEVEN_MINUTES.slice(0, 5), NOW)
  assert.deepEqual([unnoticed.detectMs, unnoticed.restoreMs], [null, null])
})

test('an account that is still offline counts until now', () => {
  const { offlineMs, offline } = buildIncident('account:vale', ELEVEN_MINUTES.slice(0, 5), '2017-11-02T18:50:01.000Z')
  assert.deepEqual([offlineMs, offline[0]?.until], [300_000, null])
})

test('an incident names unexplained intervals and missing controls, no people', () => {
  const incident = buildIncident('account:vale', ELEVEN_MINUTES, NOW)
  assert.deepEqual(
    incident.gaps.map(({ says }) => read(says)),
    ['11 minutes without an action or an alert'],
  )
  assert.ok(incident.missing.map(read).includes('No second person was asked.'))
  assert.ok(incident.missing.map(read).includes('No alert was sent when it went offline.'))
  assert.doesNotMatch(incident.missing.map(read).join(' '), /staff_1/)
})

test('an incident lists no control as missing that was required', () => {
  const guarded: RecordedEntry[] = [
    ...ELEVEN_MINUTES,
    { ...at('18:44:00'), kind: 'enforcement_answered', answer: 'agree', contentHash: '' },
    { ...at('18:44:30'), kind: 'enforcement_moved', from: 'awaiting_approval', to: 'held' },
    { ...at('18:45:02'), kind: 'alerted', why: 'it is offline', to: 'role:lead' },
  ]
  const { missing, marks } = buildIncident('account:vale', guarded, NOW)
  assert.deepEqual(missing.map(read), [
    'No person had to confirm it afterwards.',
    'There was a time in which nothing happened while it was offline.',
  ])
  const duty: RecordedEntry = { ...at('18:44:20'), kind: 'enforcement_answered', answer: 'duty', contentHash: '' }
  assert.deepEqual(buildIncident('account:vale', [...guarded, duty], NOW).missing, missing.slice(1))
  assert.deepEqual(
    marks.slice(0, 2).map(({ says }) => read(says)),
    ['approved', 'all approved: the hold began'],
  )
})

test('drift counts as offline from the moment it was seen', () => {
  const seen = { ...at('09:00:00'), kind: 'platform_disagreed', generation: 3, seen: OFFLINE, desired: UP } as const
  const entries: RecordedEntry[] = [
    { ...seen, answer: 'brought_up' },
    { ...at('09:00:30'), kind: 'desired_state_reached', generation: 4, reach: 100 },
  ]
  assert.equal(buildIncident('account:vale', entries, NOW).offlineMs, 30_000)
})

test('an account that never went offline has zero offline minutes', () => {
  const { offlineMs, missing } = buildIncident('account:vale', ELEVEN_MINUTES.slice(0, 1), NOW)
  assert.deepEqual([offlineMs, missing], [0, []])
})

test("an incident's public version names no person, rule or id", () => {
  const said = publishIncident(buildIncident('account:vale', ELEVEN_MINUTES, NOW), false)
  assert.equal(
    renderMessage(said),
    [
      'On 2 Nov 2017 an account was invisible for 11 minutes and should not have been. It is visible again.',
      '',
      '2 Nov, 18:45 UTC: The account was no longer visible.',
      '2 Nov, 18:56 UTC: We began to bring it back.',
      '2 Nov, 18:56 UTC: The account was visible again.',
    ].join('\n'),
  )
})

test('a public version tells a long time without seconds', () => {
  const lengths = [
    [41_000, '41 seconds'],
    [672_000, '11 min 12 s'],
    [10_800_000, '3 hours'],
    [10_872_000, '3 h 1 min'],
  ] as const
  for (const [offlineMs, length] of lengths) {
    const incident = { ...buildIncident('account:vale', ELEVEN_MINUTES, NOW), offlineMs }
    assert.ok(renderMessage(publishIncident(incident, false)).includes(`was invisible for ${length} and`), length)
  }
})

test("an incident's public version is whole in German", () => {
  const said = publishIncident(buildIncident('account:vale', ELEVEN_MINUTES, NOW), true)
  assert.equal(
    renderMessage(said, 'de'),
    [
      'ÜBUNG. Dies war eine Übung mit einem Testkonto. Kein echtes Konto war betroffen.',
      '',
      'Am 2. Nov. 2017 war ein Konto 11 Minuten lang zu Unrecht unsichtbar. Es ist wieder sichtbar.',
      '',
      '2. Nov., 18:45 UTC: Das Konto war nicht mehr sichtbar.',
      '2. Nov., 18:56 UTC: Wir begannen, es wiederherzustellen.',
      '2. Nov., 18:56 UTC: Das Konto war wieder sichtbar.',
    ].join('\n'),
  )
})

test('a full restore is stated only after its read-back', () => {
  const back: RecordedEntry = { ...at('18:58:00'), kind: 'reach_back', before: 43_500_000, reach: 43_500_000 }
  const said = renderMessage(publishIncident(buildIncident('account:vale', [...ELEVEN_MINUTES, back], NOW), false))
  assert.match(said, /Everything it had is back\.\n/)
  assert.match(said, /18:56 UTC: The account was visible again\.\n2 Nov, 18:58 UTC: Everything it had was back\.$/)
})
