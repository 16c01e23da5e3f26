import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { TransparencySettings } from '../../../policy/transparency/transparency-file.ts'
import { type Counts, medianHours } from '../counts/read-counts.ts'
import { buildReport, hashFiles, writeFiles } from './build-report.ts'

const PERIOD = { from: '2026-01-01', to: '2026-12-31' }
const NONE: Counts = {
  ...{ measure: [], report: [], notice_action: [], flagger_action: [], complaint: [], complaint_end: [], order: [] },
  ...{ dispute: [], dispute_corrected: [] },
  ...{ order_receipt: [], order_effect: [], restore: [], decision: [], offline_minutes: [], wrong_offline_minutes: [] },
}
const build = (counts: Partial<Counts> = {}, settings: TransparencySettings = {}) =>
  buildReport({
    period: PERIOD,
    settings,
    categories: new Map([['scam', 'SCAMS_AND_FRAUD']]),
    counts: { ...NONE, ...counts },
  })
type Built = ReturnType<typeof build>

const partOf = ({ parts }: Built, name: string) => parts.find((part) => part.name === name) ?? assert.fail(name)

/** Returns the row of a part whose cells contain these, each value under its heading. */
function rowOf(built: Built, name: string, ...has: string[]): Record<string, string | number> {
  const { headings, rows } = partOf(built, name)
  const row = rows.find((cells) => has.every((text) => cells.includes(text)))
  return Object.fromEntries(headings.map((heading, place) => [heading, row?.[place] ?? '']))
}

const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)

/** SHA-256 of the headings of the CSV templates that the Commission published in English, part by part. */
const HEADINGS: Readonly<Record<string, string>> = {
  '1_report_identification': '598e6377af805a16c9dc521fb03f167f',
  '2_categories_names': '7b21b2161ee643b9cc8432d6d24ce213',
  '3_member_states_orders': '571992547d647da65e571fd4b1bd2fcb',
  '4_notices': '56da42787d09bdae3709e1f8960ef6a7',
  '5_own_initiative_illegal': 'e3b33b6757d4aced5aababd84a659805',
  '6_own_initiative_TC': '9e4f17481dfa8342fbd7df1e229b19ec',
  '7_appeals_and_recidivism': '44b5cab841d7d5c9175bdceba3ebf68b',
  '8_automated_means': '44b5cab841d7d5c9175bdceba3ebf68b',
  '9_human_resources': 'ac7cea9c0cde29f6c1596c0ea5144355',
  '10_AMAR': '4c51c7ddf3be68d607883d229a310664',
  '11_qualitative': '6410b1817cf5e579b9a25c6ee15e822d',
}

test("headings and rows are those of the Commission's templates", () => {
  const built = build()
  assert.deepEqual(Object.fromEntries(built.parts.map(({ name, headings }) => [name, digestOf(headings)])), HEADINGS)
  const columns = (name: string, ...places: number[]) =>
    digestOf(partOf(built, name).rows.map((row) => places.map((place) => row[place])))
  assert.equal(columns('2_categories_names', 0, 1, 2), '62efb0a911f2d9488245c78fcd88c6a8')
  assert.equal(columns('7_appeals_and_recidivism', 0, 3, 4, 5), '85e2262af26494cda3b9bbe807311107')
  assert.equal(columns('8_automated_means', 0, 3, 4, 5), '022d71e35bb69c3731df0018dc2e7d92')
  assert.equal(columns('11_qualitative', 0, 3), '30f51a6726292b5b9abddde340ed7951')
})

test('restrictions stand in their part, category, sub-category and type', () => {
  const own = { source: 'own_initiative', decided: 'no' } as const
  const built = build({
    measure: [
      {
        facets: { ...own, ground: 'terms', category: 'VIOLENCE', keyword: 'COORDINATED_HARM', action: 'hide' },
        seconds: null,
        cases: 3,
      },
      {
        facets: { ...own, ground: 'terms', category: 'VIOLENCE', keyword: 'PHISHING', action: 'suspend' },
        seconds: null,
        cases: 2,
      },
      {
        facets: { ...own, ground: 'terms', policy: 'scam', action: 'hide', takes: ['money', 'visibility'] },
        seconds: null,
        cases: 1,
      },
      {
        facets: { ...own, ground: 'terms', policy: 'ended', action: 'label', detected: 'automatically' },
        seconds: null,
        cases: 4,
      },
      { facets: { ...own, ground: 'illegal', category: 'VIOLENCE', action: 'remove' }, seconds: null, cases: 5 },
      {
        facets: { ...own, ground: 'terms', category: 'VIOLENCE', action: 'hide', source: 'notice' },
        seconds: null,
        cases: 100,
      },
      {
        facets: { ...own, ground: 'terms', category: 'VIOLENCE', action: 'hide', countries: ['US'] },
        seconds: null,
        cases: 100,
      },
    ],
  })
  const FIGURE = "Number of measures taken at the provider's own initiative "
  const terms = (...has: string[]) => rowOf(built, '6_own_initiative_TC', ...has)
  assert.deepEqual([terms('TOTAL')[FIGURE], terms('STATEMENT_CATEGORY_VIOLENCE')[FIGURE]], [10, 5])
  assert.equal(terms('KEYWORD_COORDINATED_HARM')[FIGURE], 3)
  assert.equal(terms('KEYWORD_OTHER', 'PHISHING')['Account restriction Suspension'], 2)
  const scam = terms('STATEMENT_CATEGORY_SCAMS_AND_FRAUD')
  assert.deepEqual([scam['Monetary restriction Suspension'], scam['Visibility restriction Disable']], [1, 1])
  assert.equal(terms('STATEMENT_CATEGORY_OTHER_VIOLATION_TC')['Visibility restriction Labelled '], 4)
  assert.equal(terms('TOTAL')['Number of measures taken after detection with solely automated means '], 4)
  // The desk can't restrict by age: the instructions ask for a blank there, and for 0 where nothing happened.
  assert.deepEqual(
    [terms('TOTAL')['Visibility restriction Age restricted'], terms('TOTAL')['Account restriction Termination']],
    ['', 0],
  )
  assert.equal(
    rowOf(built, '5_own_initiative_illegal', 'STATEMENT_CATEGORY_VIOLENCE')['Visibility restriction Removal'],
    5,
  )
  for (const { name, rows } of built.parts.filter((part) => /_(illegal|TC)$/.test(part.name))) {
    let [category, subs]: [number, number | undefined] = [0, undefined]
    for (const row of [...rows.slice(1), ['', '', '', 'STATEMENT_CATEGORY_END', '', 0]]) {
      if (String(row[3]).startsWith('KEYWORD')) subs = (subs ?? 0) + Number(row[5])
      else {
        assert.equal(subs ?? category, category, `sub-categories of ${name} add up`)
        ;[category, subs] = [Number(row[5]), undefined]
      }
    }
  }
})

test('notices, orders and complaints are counted with their medians in hours', () => {
  const notice = { ground: 'illegal', category: 'NOT_SPECIFIED_NOTICE' } as const
  const complaint = { side: 'affected', action: 'suspend' } as const
  const built = build({
    report: [
      { facets: notice, seconds: null, cases: 7 },
      { facets: { ...notice, flagger: true }, seconds: null, cases: 2 },
      { facets: { ...notice, ground: 'terms' }, seconds: null, cases: 50 },
    ],
    notice_action: [
      { facets: { ...notice, decided: 'no' }, seconds: 3_600, cases: 2 },
      { facets: { ...notice, ground: 'terms', decided: 'no' }, seconds: 7_200, cases: 3 },
    ],
    order: [{ facets: { kind: 'removal_order', policy: 'scam', country: 'AT', items: 10 }, seconds: null, cases: 2 }],
    order_effect: [{ facets: { kind: 'removal_order', policy: 'scam', country: 'AT' }, seconds: 1_800, cases: 1 }],
    complaint: [{ facets: complaint, seconds: null, cases: 4 }],
    complaint_end: [
      { facets: { ...complaint, state: 'overturned' }, seconds: 36_000, cases: 1 },
      { facets: { ...complaint, state: 'ended' }, seconds: 60, cases: 9 },
    ],
  })
  const notices = rowOf(built, '4_notices', 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE')
  assert.deepEqual(
    [notices['Number of notices received '], notices['Number of notices received from Trusted flaggers']],
    [9, 2],
  )
  assert.deepEqual(
    [notices['Median time to take action'], notices['Number of actions taken on the basis of the law']],
    [2, 2],
  )
  const order = rowOf(built, '3_member_states_orders', 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD', 'AT')
  assert.equal(order['Number of orders to act against illegal content received'], 2)
  assert.equal(order['Median time to give effect to the order to act against illegal content'], 0.5)
  assert.equal(
    order[
      'Number of specific items of information included in the total number of orders to act against illegal content'
    ],
    20,
  )
  const about = 'Complaint regarding a decision to suspend or terminate an account '
  const value = (...has: string[]) => rowOf(built, '7_appeals_and_recidivism', ...has).Value
  assert.deepEqual(
    ['Total number', 'Decisions reversed', 'Decisions upheld', 'Median time'].map((scope) => value(about, scope)),
    [4, 1, 0, 10],
  )
  assert.equal(value('Decision omitted', 'Internal complaints mechanism'), 9)
})

test('figures that no desk knows are stated for one period, or named', () => {
  const figures = { ...PERIOD, published: '2027-02-20', disputes: { total: 3 }, suspensions: { unfounded_notices: 2 } }
  const settings: TransparencySettings = { provider: 'Harbour GmbH', service: 'Harbour', figures: [figures] }
  const stated = build({}, settings)
  assert.equal(rowOf(stated, '1_report_identification', 'Name of the service provider').Value, 'Harbour GmbH')
  assert.equal(
    rowOf(stated, '7_appeals_and_recidivism', 'Out-of-court dispute settlement bodies', 'Total number').Value,
    3,
  )
  const indicators = stated.gaps.map(({ indicator }) => indicator)
  assert.ok(indicators.includes('Date of the publication of the latest previous report'))
  assert.ok(!indicators.includes('Date of the publication of the report'))
  assert.ok(
    indicators.every((indicator) => !/recipients|moderators/.test(indicator)),
    'these are no duties of its tier',
  )
  const other = build({}, { ...settings, figures: [{ ...figures, to: '2026-06-30' }] })
  assert.equal(rowOf(other, '1_report_identification', 'Date of the publication of the report').Value, '')
  const large = build({}, { tier: 'very_large_platform' })
  assert.ok(large.gaps.some(({ part }) => part === '10_AMAR'))
  assert.equal(rowOf(large, '9_human_resources', 'bg').Value, '')
  const small = build(
    { report: [{ facets: { ground: 'illegal', category: 'VIOLENCE' }, seconds: null, cases: 1 }] },
    { tier: 'intermediary' },
  )
  assert.equal(
    rowOf(small, '4_notices', 'TOTAL')['Number of notices received '],
    '',
    'a row that does not apply is blank',
  )
})

test('disputes are the recorded ones as corrected, and the stated ones', () => {
  const of = (outcome: 'appellant' | 'platform' | 'settled', follows: boolean, cases: number) => ({
    ...{ facets: { outcome, follows }, seconds: null, cases },
  })
  const stated = { total: 10, upheld: 7, partially_reversed: 1, reversed: 2, median_hours: 240, implemented: 0.5 }
  const settings = { figures: [{ ...PERIOD, disputes: stated }] }
  const dispute = [of('platform', true, 3), of('appellant', true, 2), of('appellant', false, 1), of('settled', true, 1)]
  const built = build({ dispute, dispute_corrected: [of('platform', true, 1), of('appellant', false, 1)] }, settings)
  const value = (scope: string) =>
    rowOf(built, '7_appeals_and_recidivism', 'Out-of-court dispute settlement bodies', scope).Value
  const counted = ['Decisions upheld', 'Decisions partially reversed', 'Decisions reversed'].map(value)
  assert.deepEqual(counted, [2 + 7, 1 + 1, 2 + 2], 'recorded and stated')
  assert.deepEqual(['Total number', 'Median time'].map(value), [5 + 10, 240], 'no desk knows the time')
  assert.equal(value('Percentage of outcomes implemented'), 0.6667, '5 of 5, and 5 of 10')
})

test('a correction of an earlier period counts in total and outcome', () => {
  const corrected = (outcome: 'appellant' | 'platform') => [
    { facets: { outcome, follows: true }, seconds: null, cases: 1 },
  ]
  const built = build({ dispute: corrected('appellant'), dispute_corrected: corrected('platform') })
  const values = ['Total number', 'Decisions upheld', 'Decisions reversed', 'Percentage of outcomes implemented'].map(
    (scope) => rowOf(built, '7_appeals_and_recidivism', 'Out-of-court dispute settlement bodies', scope).Value,
  )
  assert.deepEqual(values, [1, 0, 1, 1])
})

test('the precision of automated means counts what was restored as wrong', () => {
  const measure = {
    ground: 'terms',
    category: 'VIOLENCE',
    action: 'hide',
    source: 'own_initiative',
    decided: 'fully',
  } as const
  const restore = { action: 'hide', decided: 'fully' } as const
  const built = build({
    measure: [{ facets: measure, seconds: null, cases: 8 }],
    restore: [
      { facets: { ...restore, cause: 'mistake' }, seconds: 5, cases: 1 },
      { facets: { ...restore, cause: 'ended' }, seconds: 5, cases: 3 },
      { facets: { ...restore, cause: 'appeal', decided: 'no' }, seconds: 5, cases: 4 },
    ],
  })
  assert.equal(
    rowOf(built, '8_automated_means', 'Accuracy of the automated means - Precision', 'Total number').Value,
    0.875,
  )
})

test('the same counts give the same files and the same hash', () => {
  const files = writeFiles(build())
  assert.equal(hashFiles(files), hashFiles(writeFiles(build())))
  assert.notEqual(hashFiles(files), hashFiles({ ...files, '4_notices.csv': `${files['4_notices.csv']} ` }))
  for (const text of Object.values(files)) assert.match(text, /\r\n$/)
})

test('a median stands between its counts', () => {
  assert.equal(medianHours([]), null)
  assert.equal(medianHours([{ seconds: null, cases: 4 }]), null)
  assert.equal(
    medianHours([
      { seconds: 7_200, cases: 3 },
      { seconds: 3_600, cases: 2 },
    ]),
    2,
  )
})
