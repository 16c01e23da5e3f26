import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { compareRetention } from './compare-retention.ts'
import { renderText } from '../../../foundation/messages/render-message.ts'
import { listRetentionDays, readRetention, RETENTION_BOUNDS } from '../../../policy/retention/retention-file.ts'

const read = (days: string) => readRetention('retention.yaml', `days: ${days}\n`)

test('a kind that is left out is stored for its maximum', () => {
  assert.deepEqual(read('{ report: 400, evidence: 200 }').days, {
    ...{ report: 400, evidence: 200, content: 2190, signal: 730, appeal: 730, notice: 730 },
    ...{ order: 2190, view: 365, session: 365 },
  })
  assert.equal(listRetentionDays(read('{}')).length, Object.keys(RETENTION_BOUNDS).length)
})

test('a time outside its bounds refuses the file', () => {
  for (const days of [
    '{ report: 364 }',
    '{ view: 366 }',
    '{ appeal: 182 }',
    '{ view: 30.5 }',
    '{ hold: 9 }',
    '{ report: "9" }',
  ])
    assert.throws(() => read(days), /retention\.yaml:1:/, days)
  assert.throws(() => read('{ report: 400, evidence: 401 }'), /longer than its reports/)
})

test('the shipped file is valid, and every change of it is mixed', () => {
  const shipped = readRetention('retention.yaml', readFileSync('policies/retention.yaml', 'utf8'))
  const { says, direction } = compareRetention(shipped, { days: { ...shipped.days, view: 60, content: 30 } })
  assert.equal(direction, 'mixed')
  const words = renderText(says)
  assert.match(words, /Data about contents is deleted after 30 days instead of 365\. What is older goes/)
  assert.match(words, /Data about views is stored for 60 days instead of 30\./)
})
