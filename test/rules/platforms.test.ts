import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as console from '../../console/src/components/platforms.ts'
import { collectionKind } from '../../src/foundation/connector/collections.ts'
import * as desk from '../../src/foundation/platforms.ts'

test('desk and console read the same platform from an id', () => {
  const name = fc.stringMatching(/^[a-zA-Z0-9~-]{0,32}$/)
  fc.assert(
    fc.property(name, fc.string(), (before, after) => {
      for (const id of [before, `${before}~${after}`, after, `${before}~@domain:${after}`, `@list:${after}`]) {
        assert.equal(console.platformOfId(id) ?? desk.DEFAULT_PLATFORM, desk.platformOfId(id))
        assert.equal(console.nativeId(id), desk.nativeId(id))
        assert.equal(console.collectionKind(id), collectionKind(id))
        assert.ok(console.isAtPlatform(id, desk.platformOfId(id)))
      }
    }),
  )
})
