import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { DocumentReads } from './document-reads.ts'

const MANY = 60

/** Reads that end only with the test, and those that found no place. */
function startReads() {
  const reads = new DocumentReads(() => new DeskError('too_many', message('request.tooMany')))
  const { promise: slow, resolve: end } = Promise.withResolvers<void>()
  const begin = (dids: readonly string[]): number => {
    let begun = 0
    for (const did of dids) {
      const read = () => {
        begun++
        return slow
      }
      reads.run(did, read).catch((error: unknown) => assert.ok(error instanceof DeskError))
    }
    return begun
  }
  return { reads, begin, end }
}

const many = (toDid: (at: number) => string) => Array.from({ length: MANY }, (_, at) => toDid(at))

test('slow servers of strangers hold no place of other senders', () => {
  const { reads, begin, end } = startReads()
  reads.know('did:web:known.example')
  assert.ok(begin(many((at) => `did:web:a.evil${at}.example`)) < MANY)
  assert.equal(begin(['did:web:another.test']), 0)
  assert.equal(begin(['did:web:known.example']), 1)
  assert.equal(begin(['did:plc:z72i7hdynmk6r22z27h6tvur']), 1)
  end()
})

test('one site holds few places, by any of its names', () => {
  const { begin, end } = startReads()
  assert.equal(begin(many((at) => `did:web:a${at}.evil.example${at % 2 === 0 ? '%3A8443' : ''}`)), 4)
  assert.equal(begin(['did:web:EVIL.example', 'did:web:b.evil.example']), 0)
  assert.equal(begin(['did:web:honest.test']), 1)
  end()
})

test('strangers below a shared suffix take no place of known accounts', () => {
  const { reads, begin, end } = startReads()
  const known = many((at) => `did:web:known${at}.co.uk`)
  for (const did of known) reads.know(did)
  assert.equal(begin(many((at) => `did:web:evil${at}.co.uk`)), 4)
  assert.equal(begin(known), 10)
  reads.know('did:web:known.example')
  assert.equal(begin(['did:web:known.example']), 1)
  end()
})

test('a full site of known senders ends its oldest slow read', async () => {
  let nowMs = 0
  const reads = new DocumentReads(
    () => new DeskError('too_many', message('request.tooMany')),
    () => nowMs,
  )
  const knownOf = (name: string) => {
    reads.know(`did:web:${name}.co.uk`)
    return `did:web:${name}.co.uk`
  }
  const slowly = (signal?: AbortSignal) =>
    new Promise<string>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('ended'))))
  const slow = Array.from({ length: 10 }, (_, at) => reads.run(knownOf(`slow${at}`), slowly))
  const outcomes = Promise.allSettled(slow)
  const quick = async () => 'read'
  await assert.rejects(reads.run(knownOf('honest'), quick), DeskError, 'all ten may still be honest')
  nowMs = 600
  assert.equal(await reads.run(knownOf('honest'), quick), 'read')
  await assert.rejects(slow[0] ?? assert.fail(), /ended/)
  for (let at = 1; at < 10; at++) {
    nowMs += 600
    // Each newcomer is slow as well, so the site stays full.
    const next = reads.run(knownOf(`next${at}`), slowly)
    next.catch(() => undefined)
  }
  assert.equal(await reads.run(knownOf('other'), quick), 'read')
  for (let at = 0; at < 20; at++) {
    nowMs += 600
    await reads.run(knownOf('other'), quick)
  }
  const settled = await outcomes
  assert.ok(settled.every(({ status }) => status === 'rejected'))
})

test('a read that ended leaves its place to the next', async () => {
  const { reads } = startReads()
  for (let at = 0; at < MANY; at++) await reads.run('did:web:a.example', async () => undefined)
})
