import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenNamed, givenPost, startSearch } from '../../../test/support/search.ts'

test('a search accepts any text up to 1,000 characters', async (t) => {
  const { db, search, find } = await startSearch(t)
  const arabic = await givenPost(db, 't1', 'مرحبا، بالعالم')
  await givenPost(db, 't2', "'; drop table account; -- \\ % _ & | ! <-> :* (((")
  await givenNamed(db, 'a1', "o'clock%_\\", '"Quoted" \u202Eeman')
  const odd = [
    '"',
    "'",
    `-"`.repeat(500),
    '"-'.repeat(500),
    '!'.repeat(1_000),
    '((((&&||!!<->:*',
    "'; drop table account; --",
    '\\',
    '%',
    '_',
    '@',
    '@@@',
    '   ',
    '\u00A0\u3000',
    '🎉'.repeat(500),
    '👩‍👩‍👧‍👦',
    '𐐀'.repeat(500),
    'ß'.repeat(1_000),
    'a b '.repeat(250),
    '-a',
    'or',
    'a or -b',
    '\u202Eeman',
    '\uFFFF\u{10FFFF}',
    'case_99999999999999999999',
    'x'.repeat(1_000),
    '- or "" or -',
  ]
  for (const kind of ['case', 'account']) {
    for (const q of odd) {
      const { status, text } = await search(kind, q)
      assert.equal(status, 200, `${kind} ${q.slice(0, 20)}: ${text}`)
    }
  }
  assert.deepEqual(await find('case', 'بالعالم'), [arabic])
  assert.deepEqual(await find('account', "o'clock%_\\"), ['a1'])
  assert.deepEqual(await find('account', '%'), [])
  assert.deepEqual(await find('account', '"Quoted"'), ['a1'])
  assert.deepEqual(await find('case', '-meadow'), [])
})

test('a search finds every spelling of a word', async (t) => {
  const { db, find } = await startSearch(t)
  const spelled = [
    ['Café au lait', 'cafe', 'CAFÉ', 'Cafe\u0301', 'ＣＡＦＥ', 'ca\u00ADfe', 'ca\u200Bfe', 'caf'],
    ['Straße zum Łódź', 'strasse', 'lodz', 'ŁÓDŹ'],
    ['الأَوَّل والمُؤَسَّسة', 'الاول', 'الأول', 'الأوّل', 'والموسسه', 'الـــاول'],
    ['東京の大きな祭り', '東京', '大きな', 'の大き'],
    ['한국어로 쓴 글', '한국어', '한국어로'.normalize('NFD')],
    ['Buy v\u200Biagra', 'viagra', 'viag'],
  ] as const
  for (const [index, [text, ...asked]] of spelled.entries()) {
    const caseId = await givenPost(db, `s${index}`, text)
    for (const q of asked) assert.deepEqual(await find('case', q), [caseId], `${text}: ${q}`)
  }
  assert.deepEqual(await find('case', '京東'), [])
  assert.deepEqual(await find('case', '"caf"'), [])
})

test('a search finds words at the end of the longest text', async (t) => {
  const { db, find } = await startSearch(t)
  const plain = await givenPost(db, 'plain', `${'a b c '.repeat(16_600)}meadow`)
  assert.deepEqual(await find('case', 'meadow'), [plain])
  const compounds = Array.from({ length: 9_000 }, (_, n) => `ж${n}-ы${n}`).join(' ')
  const addresses = Array.from({ length: 9_000 }, (_, n) => `${n}.ж/${n}`).join(' ')
  for (const [id, text] of Object.entries({ compounds, addresses })) {
    const caseId = await givenPost(db, id, text.slice(0, 100_000))
    assert.deepEqual(await find('case', id === 'compounds' ? 'ж77' : '77.ж'), [caseId], id)
  }
})

test("an attacker's longest texts are stored and indexed in time", async (t) => {
  const { db, find } = await startSearch(t)
  const spread = (count: number, text: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => text(n)).join(' ')
  const wide = (n: number) => String.fromCodePoint(0x20000 + (n % 20_000))
  const ligature = (n: number) => String.fromCodePoint(0xfdf2 + (n % 7)).repeat(1 + (n % 127))
  const texts = {
    marks: `${'\u0300'.repeat(50_000)}${'\u0316'.repeat(49_900)}`,
    viramas: `क${'\u094D\u093C'.repeat(49_900)}`,
    ligatures: spread(700, (n) => `${ligature(n)}-${ligature(n * 3)}`),
    expanding: '\uFDFA'.repeat(99_900),
    pairs: spread(
      24_000,
      (n) => `${String.fromCodePoint(0x10400 + (n % 40))}${n}-${String.fromCodePoint(0x10400 + n)}`,
    ),
    addresses: spread(9_000, (n) => `ж${n}.ы/ж${n}?${n}`),
    wide: spread(33_000, wide),
  }
  for (const [id, text] of Object.entries(texts)) {
    const caseId = await givenPost(db, id, `invoice ${text.slice(0, 99_990)}`)
    assert.deepEqual(await find('case', id), [caseId])
  }
  assert.equal((await find('case', 'invoice')).length, Object.keys(texts).length)
})

test('the longest handles, names and texts are stored and found', async (t) => {
  const { db, find } = await startSearch(t)
  await givenNamed(db, '𐐀'.repeat(256), '𐐀'.repeat(256), '𐐀'.repeat(1_024))
  await givenNamed(db, 'İ'.repeat(256), 'İ'.repeat(256), 'İ'.repeat(1_024))
  const links = 'https://a.example/b-c '.repeat(4_500)
  const caseId = await givenPost(db, 't1', `${links}${'x'.repeat(1_000)}`)
  const wide = await givenPost(
    db,
    't2',
    Array.from({ length: 25_000 }, (_, n) => `𐐀${n}`)
      .join(' ')
      .slice(0, 100_000),
  )
  assert.deepEqual(await find('case', 'a.example'), [caseId])
  assert.deepEqual(await find('case', '𐐨3'), [wide])
  assert.deepEqual(await find('account', `@${'𐐀'.repeat(250)}`), ['𐐀'.repeat(256)])
  assert.deepEqual((await find('account', '𐐀', { limit: 1 })).length, 1)
})
