import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALERT_KINDS } from '../../src/app/alert-kinds.ts'
import { STAGES } from '../../src/app/stages.ts'
import { ENFORCEMENT_STATES } from '../../src/foundation/domain.ts'
import { JOB_KINDS, LEASE_MS } from '../../src/foundation/jobs.ts'
import { FACT_NAMES, type FactRow, FACTS, factWords } from '../../src/policy/guards/facts.ts'
import { trackedFiles } from '../structure/tracked-files.ts'
import { ENFORCEMENT_MOVES } from '../model/enforcement-moves.ts'
import { JOB_MEANINGS, STATE_MEANINGS } from './domain-meanings.ts'
import { assertPage, table, wrap } from './markdown.ts'
import { message } from '../../src/foundation/messages/message.ts'
import { renderMessage, renderText } from '../../src/foundation/messages/render-message.ts'
import type { AlertKind } from '../../src/policy/stage/alert-kinds.ts'

const code = (text: string): string => `\`${text}\``
const page = (...parts: string[]): string => `${parts.join('\n\n')}\n`

test('the reference of enforcement states lists every state and move', () => {
  const rows = ENFORCEMENT_STATES.map((state) => {
    const [meaning, wayBack] = STATE_MEANINGS[state]
    return [code(state), meaning, ENFORCEMENT_MOVES[state].map(code).join(', ') || 'none: final', wayBack]
  })
  assertPage(
    'enforcement-states.md',
    page(
      '# Enforcement states',
      wrap(
        'An enforcement is the durable instruction to apply one action to one subject. A trigger of the database allows only the moves of this table, and each move has a ledger entry `enforcement_moved`.',
      ),
      table(['state', 'meaning', 'next states', 'way back'], rows),
      wrap(
        'Stop ends an enforcement whose effect has not reached the platform. Restore returns the subject to its baseline. One person on duty does either; a restore of an effect that the law required takes two.',
      ),
    ),
  )
})

const MINUTE_S = 60
const HOUR_S = 3_600

function formatEvery(everyMs: number): string {
  const seconds = everyMs / 1_000
  if (seconds >= HOUR_S) return `${seconds / HOUR_S} h`
  return seconds >= MINUTE_S ? `${seconds / MINUTE_S} min` : `${seconds} s`
}

test('the reference of jobs lists every kind of job and periodic task', () => {
  const tasks = STAGES.flatMap(({ periodicTasks = [] }) => periodicTasks)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, everyMs }) => [code(name), formatEvery(everyMs)])
  assertPage(
    'jobs.md',
    page(
      '# Jobs and periodic tasks',
      wrap(
        `A job is a row of the table \`job\`. A worker claims it for ${LEASE_MS / 1_000} seconds; after a crash another worker claims it when the lease ends. Every handler may run twice and late, and does its work once. A failed job is tried again after a growing pause.`,
      ),
      table(
        ['job', 'work'],
        JOB_KINDS.map((kind) => [code(kind), JOB_MEANINGS[kind]]),
      ),
      wrap(
        'Every worker also runs the periodic tasks. A failed one is logged as "a periodic task failed" with its name, and runs again after its interval.',
      ),
      table(['task', 'interval'], tasks),
    ),
  )
})

test('the reference of alerts lists every kind with its response', () => {
  const rows = Object.entries(ALERT_KINDS).map(([kind, { calls, everywhere = false, act }]) => {
    const goes = calls ? 'pages the on-call' : everywhere ? 'every channel' : 'inbox and digest'
    return [code(kind), goes, renderMessage(message(`outside.says.${kind as AlertKind}`)), act]
  })
  assertPage(
    'alerts.md',
    page(
      '# Alerts',
      wrap(
        'An urgent alert pages the primary on-call. Without an acknowledgement it goes to the secondary after five minutes, and then to all leads. Other alerts wait in the inbox, and a daily digest names them. The text is the one that leaves the desk: it names no person and no account.',
      ),
      table(['kind', 'goes to', 'text', 'what to do'], rows),
    ),
  )
})

test('the reference of guard facts lists every fact', () => {
  const rows = FACT_NAMES.map((name) => {
    const { type, source, freshMs }: FactRow = FACTS[name]
    const { doc, unit, purpose } = factWords(name)
    const age = freshMs === 0 ? 'at judgement' : `${freshMs / 1_000} s`
    return [code(name), type, renderText(unit), source, age, renderText(doc), renderText(purpose)]
  })
  assertPage(
    'guard-facts.md',
    page(
      '# Guard facts',
      wrap(
        'The conditions of guards read these facts and no others. A fact that is missing, or older than its age, is unknown: a condition on it counts as true. A fact of the platform may be absent, when the platform has no such feature: guards that ask about it are off.',
      ),
      table(['fact', 'type', 'unit', 'source', 'age', 'meaning', 'purpose'], rows),
    ),
  )
})

const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/.*$/gm
const JOINED = /declare module '[^']*entry-payload\.ts' \{[\s\S]*?\n\}/g
const KINDS = /^\s*kind:\s*(?<kinds>(?:\|?\s*'[a-z_]+'\s*)+)/
const FIELD = /(?:^|[;\n])\s*(?<name>[a-zA-Z]+\??):/g

/** The source of the types of ledger entries: of the ledger itself, and of the stages that add kinds. */
function readEntryTypes(): string {
  const own = trackedFiles(/^src\/ledger\/entries\/.*\.ts$/).map(({ text }) => text)
  const joined = trackedFiles(/^src\/.*\.ts$/).flatMap(({ text }) => text.match(JOINED) ?? [])
  return [...own, ...joined].join('\n').replaceAll(COMMENTS, '')
}

/** The blocks in braces, each without the blocks inside it. */
function listBlocks(text: string): string[] {
  const open: string[] = []
  const blocks: string[] = []
  for (const char of text) {
    if (char === '{') open.push('')
    else if (char === '}') blocks.push(open.pop() ?? '')
    else if (open.length > 0) open[open.length - 1] += char
  }
  return blocks
}

/** Every kind of ledger entry with its fields. */
const listEntryKinds = (): string[][] =>
  listBlocks(readEntryTypes())
    .flatMap((block) => {
      const fields = [...block.matchAll(FIELD)]
        .flatMap(({ groups }) => groups?.name ?? [])
        .filter((name) => name !== 'kind')
      const kinds = KINDS.exec(block)?.groups?.kinds?.match(/[a-z_]+/g) ?? []
      return kinds.map((kind) => [code(kind), fields.map(code).join(', ')])
    })
    .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1))

test('the reference of ledger entries lists every kind with its fields', () => {
  const rows = listEntryKinds()
  assert.equal(new Set(rows.map(([kind]) => kind)).size, rows.length, 'a kind is declared once')
  assertPage(
    'ledger-entries.md',
    page(
      '# Ledger entries',
      wrap(
        'Every write that matters appends one entry in its transaction. Each entry also stores its number, time, actor (`by`), and, where it has them, `subject` and `enforcementId`. A field with a question mark may be absent. A field `…Hash` is the SHA-256 of content that the row itself holds.',
      ),
      table(['kind', 'fields'], rows),
    ),
  )
})
