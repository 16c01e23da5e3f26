import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readerOf } from './environment.ts'
import { readPublicPages } from './public-pages.ts'

const PARTY = { origin: 'https://desk.example', rpId: 'desk.example' }

function readFrom(env: Record<string, string>) {
  const problems: string[] = []
  return { pages: readPublicPages(readerOf(env, problems), PARTY, problems), problems }
}

test('the public pages take origin, name, colour and key from the environment', () => {
  const { pages, problems } = readFrom({
    COUNTERSIGN_PUBLIC_ORIGIN: 'https://notices.example/',
    COUNTERSIGN_PUBLIC_NAME: 'Harbour',
    COUNTERSIGN_PUBLIC_COLOUR: '#0A5C8F',
    COUNTERSIGN_PUBLIC_KEY: 'key_7',
  })
  assert.deepEqual(problems, [])
  assert.deepEqual(pages, { origin: 'https://notices.example', name: 'Harbour', colour: '#0a5c8f', keyId: 'key_7' })
  assert.deepEqual(readFrom({}), { pages: {}, problems: [] })
})

test('unfit settings of the public pages are each named', () => {
  const { problems } = readFrom({
    COUNTERSIGN_PUBLIC_ORIGIN: 'http://notices.example',
    COUNTERSIGN_PUBLIC_NAME: 'Harbour \u202e',
    COUNTERSIGN_PUBLIC_COLOUR: 'red; }',
    COUNTERSIGN_PUBLIC_KEY: 'whsec_x',
  })
  assert.deepEqual(
    problems.map((problem) => problem.split(' ')[0]),
    ['ORIGIN', 'NAME', 'COLOUR', 'KEY'].map((name) => `COUNTERSIGN_PUBLIC_${name}`),
  )
  assert.match(readFrom({ COUNTERSIGN_PUBLIC_ORIGIN: 'https://desk.example' }).problems[0] ?? '', /another address/)
})
