import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectorError } from '../foundation/connector/connector.ts'
import { Bulkhead } from './bulkhead.ts'

const isLate = (error: unknown) => error instanceof ConnectorError && error.failure === 'timeout'

test('a platform that hangs takes two calls and refuses the others', async () => {
  const bulkhead = new Bulkhead(1)
  const { promise: hanging, reject: end } = Promise.withResolvers<string>()
  let calls = 0
  const call = () => {
    calls++
    return hanging
  }
  const patient = [bulkhead.run(call), bulkhead.run(call)]
  await assert.rejects(bulkhead.run(call), isLate, 'the third gives up')
  await assert.rejects(bulkhead.run(call), isLate, 'the fourth is not made')
  assert.equal(calls, 3)
  end(new ConnectorError('timeout', 'no answer'))
  for (const one of patient) await assert.rejects(one, isLate)
})

test('an answer opens the platform to all calls again', async () => {
  const bulkhead = new Bulkhead()
  await assert.rejects(
    bulkhead.run(() => Promise.reject(new ConnectorError('timeout', 'no answer'))),
    isLate,
  )
  assert.equal(await bulkhead.run(async () => 'up'), 'up')
  const many = Array.from({ length: 9 }, (_, place) => bulkhead.run(async () => place))
  assert.equal((await Promise.all(many)).length, 9)
})
