import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CONSOLE, readCatalogue } from '../messages/read-catalogue.ts'

/** The guides that name buttons and pages of the console in bold. */
const GUIDES = ['docs/how-to/review-cases.md']
/** The texts that a message chooses from, such as those of a number: {count, plural, =0 {Stop} other {Stop #}}. */
const BRANCH = /\{([^{}]+)\}/g

test('guides for the console name its buttons and pages exactly', () => {
  const messages = [...readCatalogue('en', CONSOLE).values()]
  const texts = new Set(
    messages.flatMap((text) => [text, ...[...text.matchAll(BRANCH)].map(([, branch = '']) => branch)]),
  )
  const named = GUIDES.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\*\*([^*]+)\*\*/g)].map(([, name = '']) => name),
  )
  assert.ok(named.length > 20, `${named.length} names`)
  assert.deepEqual(
    named.filter((name) => !texts.has(name)),
    [],
  )
})
