import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TrackedFile, trackedFiles } from './tracked-files.ts'

const TABLE = 'docs/reference/rules.md'
const SIDES = ['TypeScript', 'SQL', 'platform-kit'] as const
type Side = (typeof SIDES)[number]

/** Finds the labels of twins, such as "Twin of is_restrictive in SQL", also of several on one line. */
const LABEL = /Twin of ([^\n]*)/g
const NAMED = /([\w.]+) in (TypeScript|SQL|platform-kit)/g

interface Row {
  rule: string
  symbols: Record<Side, string[]>
  test: string
}

const codesOf = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

function readRows(): Row[] {
  const [file] = trackedFiles(/^docs\/reference\/rules\.md$/)
  assert.ok(file, `${TABLE} is missing`)
  const cells = file.text.split('\n').flatMap((line) => (line.startsWith('| ') ? [line.split(' | ')] : []))
  return cells
    .filter((row) => row.length === 6 && codesOf(row[5]).length === 1)
    .map(([rule = '', _yaml, typescript, inSql, kit, tests]) => ({
      rule: rule.slice(2).trim(),
      symbols: { TypeScript: codesOf(typescript), SQL: codesOf(inSql), 'platform-kit': codesOf(kit) },
      test: codesOf(tests)[0] ?? '',
    }))
}

const FILES: Record<Side, () => TrackedFile[]> = {
  TypeScript: () =>
    trackedFiles(/^(src|test|console\/src)\/.*\.ts$/).filter(({ path }) => !path.startsWith('test/structure/')),
  SQL: () => trackedFiles(/^db\/.*\.sql$/),
  'platform-kit': () => trackedFiles(/^platform-kit\/src\/.*(?<!\.test)\.ts$/),
}

/** True when a file states what goes by this name: a function, a constant, a table, a column or a constraint. */
function defines(side: Side, { text }: TrackedFile, name: string): boolean {
  const pattern =
    side === 'SQL'
      ? `^\\s*(create (or replace )?(function|table) ${name}\\b|constraint ${name}\\b|(add column )?${name} (constant|bigint|integer|timestamptz)\\b)`
      : `^(export )?(async )?(const|function) ${name}\\b`
  return new RegExp(pattern, 'm').test(text)
}

const labelsIn = ({ text }: TrackedFile): { name: string; side: string }[] =>
  [...text.matchAll(LABEL)].flatMap(([, said = '']) =>
    [...said.matchAll(NAMED)].map(([, name = '', side = '']) => ({ name, side })),
  )

test('every rule of the table is labelled in both languages', () => {
  const files = { TypeScript: FILES.TypeScript(), SQL: FILES.SQL(), 'platform-kit': FILES['platform-kit']() }
  const missing: string[] = []
  for (const { rule, symbols } of readRows()) {
    assert.ok(SIDES.filter((side) => symbols[side].length > 0).length >= 2, `${rule} stands on one side only`)
    for (const side of SIDES)
      for (const name of symbols[side]) {
        const stating = files[side].filter((file) => defines(side, file, name))
        if (stating.length === 0) missing.push(`${rule}: nothing in ${side} is called ${name}`)
        const wanted = SIDES.filter((other) => other !== side).flatMap((other) =>
          symbols[other].map((twin) => ({ name: twin, side: other })),
        )
        for (const twin of wanted) {
          const isNamed = (file: TrackedFile) =>
            labelsIn(file).some((label) => label.name === twin.name && label.side === twin.side)
          if (!stating.some(isNamed)) missing.push(`${rule}: ${name} does not name ${twin.name} in ${twin.side}`)
        }
      }
  }
  assert.deepEqual(missing, [])
})

test('every rule is listed once', () => {
  const rules = readRows().map(({ rule }) => rule)
  assert.deepEqual(
    rules.filter((rule, at) => rules.indexOf(rule) !== at),
    [],
  )
})

test('every rule written twice is listed in the table', () => {
  const rows = readRows()
  const unknown = SIDES.flatMap((side) =>
    FILES[side]().flatMap((file) =>
      labelsIn(file)
        .filter((label) => {
          const isOf = (row: Row) =>
            SIDES.some((other) => other === label.side && row.symbols[other].includes(label.name))
          return !rows.some((row) => isOf(row) && row.symbols[side].some((name) => defines(side, file, name)))
        })
        .map((label) => `${file.path}: ${label.name} in ${label.side}`),
    ),
  )
  assert.deepEqual(unknown, [])
})

test('every test that the table of rules names exists', () => {
  const tests = trackedFiles(/\.test\.ts$/)
  const missing = readRows().flatMap(({ rule, symbols, test: path }) => {
    const text = tests.find((file) => file.path === path)?.text
    const names = SIDES.flatMap((side) => symbols[side])
    return text !== undefined && names.some((name) => text.includes(name)) ? [] : [`${rule}: ${path}`]
  })
  assert.deepEqual(missing, [])
})

test('every list of words in the table is compared', () => {
  const [file] = trackedFiles(/^docs\/reference\/rules\.md$/)
  const [compared] = trackedFiles(/^test\/rules\/enumerations\.test\.ts$/)
  const inTable = [...(file?.text.matchAll(/^\| `(\w+)` +\| `/gm) ?? [])].map(([, name = '']) => name)
  const inTest = [...(compared?.text.matchAll(/^ {2}(\w+): \{ words:/gm) ?? [])].map(([, name = '']) => name)
  assert.ok(inTest.length > 0)
  assert.deepEqual(inTable.sort(), inTest.sort())
})
