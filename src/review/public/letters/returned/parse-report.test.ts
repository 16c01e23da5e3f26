import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeReport } from '../../../../../test/support/returned-mail.ts'
import { parseReport } from './parse-report.ts'

const TO = 'returns+0f3c@platform.example'

test('a failed delivery is read with its code and its return address', () => {
  const read = parseReport(writeReport({ to: TO, status: '5.1.1' }))
  assert.equal(read?.status, '5.1.1')
  assert.ok(read?.addresses.includes(TO))
  assert.equal(parseReport(writeReport({ to: TO, status: '4.4.7' }).replaceAll('\r\n', '\n'))?.status, '4.4.7')
})

test('a late mail, an answer and a broken notification are no failure', () => {
  for (const mail of [
    writeReport({ to: TO, status: '4.4.1', action: 'delayed' }),
    writeReport({ to: TO, status: '2.0.0' }),
    writeReport({ to: TO, status: '5.1' }),
    writeReport({ to: TO, status: '5.1.1', type: 'multipart/mixed; boundary="b"' }),
    writeReport({ to: TO, status: '5.1.1', type: 'multipart/report; report-type=delivery-status' }),
    `To: ${TO}\r\nSubject: Out of office\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n`,
    '',
    '\n\n',
    'a'.repeat(100_000),
  ])
    assert.equal(parseReport(mail), undefined, mail.slice(0, 300))
})

test('a notification with endless parts and fields is read within bounds', () => {
  const fields = 'X-A: b\r\n'.repeat(200_000)
  const parts = '--b\r\n\r\n'.repeat(100_000)
  const started = performance.now()
  assert.equal(parseReport(`${fields}To: ${TO}\r\n\r\n`), undefined)
  assert.equal(
    parseReport(`Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n${parts}`),
    undefined,
  )
  assert.ok(performance.now() - started < 5_000)
})
