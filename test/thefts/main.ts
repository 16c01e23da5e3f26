// npm run thefts [-- --only platform|table] [--json]
// Plays each theft against a real desk and a real platform, and says what the platform answered; then runs the tests that
// play the rows of SECURITY.md's threat table. --json prints one object in place of lines.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { listClaims, type Theft } from './claims.ts'
import type { Play } from './shared-plays.ts'
import { type Outcome, PARTS, summarise } from './outcomes.ts'
import { PLAYS } from './plays.ts'
import { type Cell, findFault, listCells, patternOf } from './threat-table.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean', default: false } } })
const outcomes: Outcome[] = []
const printLine = (line: string | undefined): void => {
  if (!values.json) console.log(line)
}
const asked = PARTS.filter((part) => values.only === undefined || values.only === part)
if (asked.length === 0) throw new Error(`--only is one of ${PARTS.join(', ')}.`)

const folder = mkdtempSync(join(tmpdir(), 'countersign-thefts-'))
try {
  if (asked.includes('platform')) playThefts(join(folder, 'played.json'))
  if (asked.includes('table')) playTable(join(folder, 'tests.ndjson'))
} finally {
  rmSync(folder, { recursive: true })
}
if (values.json) console.log(JSON.stringify(summarise(outcomes)))

/** Runs tests as npm test does; returns the output of those that failed. */
function runTests(args: readonly string[], env: Readonly<Record<string, string>> = {}): string | undefined {
  const { status, stdout } = spawnSync(process.execPath, ['test/support/run.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: Number.POSITIVE_INFINITY,
  })
  return status === 0 ? undefined : stdout
}

function playThefts(file: string): void {
  const failed = runTests(['test/journeys/thefts.test.ts'], { THEFTS_FILE: file })
  const played: Theft[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
  const saying = ({ stolen, tried }: Theft) => `${stolen} | ${tried}`
  const claims = listClaims()
  let wrong = 0
  for (const claim of claims) {
    const found = played.find((theft) => saying(theft) === saying(claim))
    const isSo = found?.answer === claim.answer
    if (!isSo) wrong++
    outcomes.push(outcomeOf(claim, found?.answer ?? 'not played', isSo))
    printLine(`${isSo ? 'as said' : 'NOT SO '}  ${saying(claim)} | ${found?.answer ?? 'not played'}`)
  }
  for (const theft of played) {
    if (claims.some((claim) => saying(claim) === saying(theft))) continue
    wrong++
    outcomes.push(outcomeOf(theft, theft.answer, false))
    printLine(`UNSAID   ${saying(theft)} | ${theft.answer}`)
  }
  printLine(`${claims.length} thefts, ${wrong} not as SECURITY.md says.`)
  if (wrong === 0 && failed === undefined) return
  if (wrong === 0) printLine(failed)
  process.exitCode = 1
}

function outcomeOf({ stolen, tried }: Theft, outcome: string, asSaid: boolean): Outcome {
  return { part: 'platform', attacker: stolen, asset: tried, outcome, asSaid }
}

interface Played {
  name: string
  passed: boolean
  skipped: boolean
  error: string
}

function playTable(file: string): void {
  const cells = listCells(readFileSync(join(ROOT, 'SECURITY.md'), 'utf8'))
  const playsOf = ({ attacker, asset }: Cell): readonly Play[] => PLAYS[attacker]?.[asset] ?? []
  const plays = cells.flatMap(playsOf)
  const patterns = new Set(plays.map(([, name]) => `--test-name-pattern=${patternOf(name)}`))
  const reporter = ['--test-reporter=./test/thefts/reporter.ts', `--test-reporter-destination=${file}`]
  runTests([...patterns, ...reporter, ...new Set(plays.map(([path]) => path))])
  const ended = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(parseLine) : []
  let wrong = 0
  for (const cell of cells) {
    const fault = findFault(cell, PLAYS[cell.attacker]?.[cell.asset])
    if (fault !== undefined) printLine(`NO TEST  ${fault}`)
    const answers = playsOf(cell).map(([path, name]) => ({ path, name, holds: isHeld(ended, name) }))
    const asSaid = fault === undefined && answers.every(({ holds }) => holds)
    if (!asSaid) wrong++
    const { attacker, asset } = cell
    outcomes.push({ part: 'table', attacker, asset, asSaid, outcome: fault ?? formatOutcome(answers) })
    const row = `${cell.attacker}: ${cell.asset}`
    for (const { path, name, holds } of answers)
      printLine(`${holds ? 'holds  ' : 'FAILS  '}  ${row} | ${name} | ${path}`)
    if (answers.length === 0 && fault === undefined)
      printLine(`open     ${row} | SECURITY.md says that it does not hold`)
  }
  for (const { name, error } of ended.filter(({ passed }) => !passed)) printLine(`${name}: ${error}`)
  printLine(`${cells.length} rows of the threat table, ${wrong} without a test that passes.`)
  if (wrong > 0) process.exitCode = 1
}

function formatOutcome(answers: readonly { holds: boolean }[]): string {
  if (answers.length === 0) return 'open'
  return answers.every(({ holds }) => holds) ? 'holds' : 'fails'
}

function parseLine(line: string): Played {
  return JSON.parse(line)
}

/** All tests of that name ran and passed. */
function isHeld(ended: readonly Played[], name: string): boolean {
  const pattern = new RegExp(patternOf(name))
  const found = ended.filter((one) => pattern.test(one.name))
  return found.length > 0 && found.every(({ passed, skipped }) => passed && !skipped)
}
