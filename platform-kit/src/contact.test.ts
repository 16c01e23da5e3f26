import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeSecret, send, startSmallPlatform, VALE } from '../test/small-platform.ts'
import { EMAIL_CHARS_MAX } from './contact.ts'
import type { Contact } from './index.ts'

const askContact = { type: 'subject.contact', subject: VALE } as const

const answering = (contact: Contact) =>
  startSmallPlatform({ handlers: { contact: (_tx, { id }) => (id === 'vale' ? contact : undefined) } })

test('the address of an owner is answered with its language', async () => {
  const small = answering({ email: 'ada@mail.example', language: 'en' })
  const { status, body } = await send(small, askContact)
  assert.equal(status, 200)
  assert.deepEqual(body, { email: 'ada@mail.example', language: 'en', readAt: small.clock.now().toISOString() })
  const other = await send(small, { ...askContact, subject: { kind: 'account', id: 'none' } })
  assert.deepEqual([other.status, other.body.refusal], [404, 'no_such_subject'])
})

test('an address that no mailbox has is none', async () => {
  const { body } = await send(answering({ email: `${'a'.repeat(EMAIL_CHARS_MAX)}@mail.example` }), askContact)
  assert.deepEqual([body.email, 'language' in body], [null, false])
})

test('a platform hands out no address without its handler', async () => {
  const { status, body } = await send(startSmallPlatform(), askContact)
  assert.deepEqual([body.refusal, status >= 400], ['refused', true])
})

test('no other secret reads an address', async () => {
  const small = answering({ email: 'ada@mail.example' })
  const { status, body } = await send(small, askContact, { secret: makeSecret() })
  assert.deepEqual([status, body.refusal, 'email' in body], [401, 'bad_signature', false])
})
