import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { DeskError } from '../../foundation/errors.ts'
import { senderFinder } from './find-sender.ts'

const BODY = Buffer.from('{}')
const signatureBy = (secret: string) => ({
  'x-hub-signature': `sha256=${createHmac('sha256', secret).update(BODY).digest('hex')}`,
})

test('signed deliveries of one platform are limited, those of another pass', () => {
  const { findSender } = senderFinder({
    webhooks: new Map(['social', 'other'].map((name) => [name, { secrets: [name], keyId: 'key_1' }])),
  })
  const send = (platform: string, place: number) =>
    findSender({ ip: `192.0.2.${place % 250}`, params: { platform }, headers: signatureBy(platform) }, BODY)
  for (let place = 0; place < 6_000; place++) send('social', place)
  assert.throws(
    () => send('social', 0),
    (error) => error instanceof DeskError && error.code === 'too_many',
  )
  assert.equal(send('other', 0).keyId, 'key_1')
})
