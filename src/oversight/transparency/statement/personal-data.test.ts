import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findPersonalData } from './personal-data.ts'

const NAMES = ['vale.harbour', 'Zoë van der Berg', 'Li']

test('personal data is flagged by its kind', () => {
  const cases: readonly [text: string, ...kinds: string[]][] = [
    ['Write to zoe@mail.example.', 'email'],
    ['Write to zoe [at] mail [dot] example.', 'email'],
    ['ｚｏｅ＠mail.example', 'email'],
    ['zo\u200be@mail.example', 'email'],
    ['Seen at https://harbour.example/p/1.', 'link'],
    ['Seen at harbour.social/vale.', 'link'],
    ['The account did:plc:abc123 posted it.', 'link'],
    ['He is @someone there.', 'handle'],
    ['@someone@fedi.example wrote it', 'handle'],
    ['It came from u/someone_else', 'handle'],
    ['From 192.0.2.7 and 2001:db8:0:1::', 'address'],
    ['Call +49 (0)30 901820.', 'number'],
    ['Card 4111 1111 1111 1111', 'number'],
    ['ZOE VAN DER BERG was named.', 'name'],
    ['A woman called Berg', 'name'],
    ['the account vale_harbour', 'name'],
    ['The VALEHARBOUR account', 'name'],
    ['as in case_12 by Staff_7', 'id'],
  ]
  for (const [text, ...kinds] of cases) {
    const found = findPersonalData(text, NAMES)
    for (const kind of kinds) assert.ok(found.includes(kind as never), `${text}: ${found.join()}`)
  }
})

test('days, laws, paragraphs and ordinary words are not flagged', () => {
  for (const text of [
    'Posted on 2026-11-24 at 16:00, 24.11.2026; removed at 2026-11-24T16:00:00Z.',
    'Regulation (EU) 2022/2065, article 17(3); section 130 (1) no. 2 of the Criminal Code.',
    'The post calls for violence against a group. Three people reported it, 12 times in all.',
    'Der Beitrag ruft zu Gewalt auf (§ 130 Abs. 1 StGB). 80 % der Meldungen stimmen überein.',
    'A list of believers and valets',
  ]) {
    assert.deepEqual(findPersonalData(text, NAMES), [], text)
  }
})

test('a hostile text of the longest kind takes little time', () => {
  const texts = [
    '1 '.repeat(2_500),
    '@'.repeat(5_000),
    'a.'.repeat(2_500),
    'a@a'.repeat(1_666),
    '0:'.repeat(2_500),
    '(at)'.repeat(1_250),
  ]
  const before = performance.now()
  for (const text of texts) findPersonalData(text, NAMES)
  assert.ok(performance.now() - before < 2_000, `${performance.now() - before} ms`)
})
