import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { formatCsvLine } from '../../src/foundation/csv.ts'
import { openCsv } from '../../src/app/cli/print/write-csv.ts'
import { tempDir } from '../support/temp-dir.ts'

const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '=HYPERLINK("http://x","y")', "=1\n,'"]

test('a spreadsheet formula in data stays text in a CSV file', (t) => {
  const path = join(tempDir(t), 'rows.csv')
  const file = openCsv(path, ['said', 'count'])
  file.write(FORMULAS.map((text) => [text, -3]))
  file.end()
  const rows = parse(readFileSync(path), { columns: true }) as { said: string; count: string }[]
  assert.deepEqual(
    rows.map(({ said, count }) => [said, count]),
    FORMULAS.map((text) => [`'${text.replace(/^([\t\r\n])/, "$1'")}`, '-3']),
  )
})

test('a formula after a semicolon, tab or line break stays text', () => {
  const fields = {
    'x;=1+1;y': "x;'=1+1;y",
    'x; "=1;-2': `x; "'=1;'-2`,
    '\t=1': "'\t'=1",
    '\r\n@x': "'\r\n'@x",
    ' ＝1': " '＝1",
    'a=b; c - d': 'a=b; c - d',
  }
  for (const [given, expected] of Object.entries(fields)) {
    assert.deepEqual(parse(formatCsvLine([given, 'end'])), [[expected, 'end']], JSON.stringify(given))
  }
})

/** Not imported as the page's own code is, which is checked against a browser's types. */
const TO_CSV = new URL('../../console/src/insights/to-csv.ts', import.meta.url).href

test('text that a spreadsheet would run stays text in charts', async () => {
  const { toCsv }: { toCsv: (insight: object) => string } = await import(TO_CSV)
  const series = FORMULAS.map((name, group) => ({ name, unit: 'cases', group }))
  const groups = FORMULAS.map((value) => ({ value, others: 0 }))
  const points = [{ at: '2026-05-04T09:00:00Z', until: null, hour: null, values: FORMULAS.map(() => -3) }]
  const [head, values] = parse(toCsv({ chart: '=chart', by: 'queue', groups, series, points })) as string[][]
  assert.ok(head?.slice(3).every((name) => name.startsWith("'=chart ")))
  assert.deepEqual(
    values?.slice(3),
    FORMULAS.map(() => '-3'),
  )
})
