import { message } from '../../foundation/messages/message.ts'
import { readFile } from 'node:fs/promises'
import type { Pool } from '../../foundation/database/db.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { DeskError, messageOf } from '../../foundation/errors.ts'
import { formatCheckpoint, type Checkpoint, parseCheckpoint, parseCheckpoints } from '../../ledger/checkpoint.ts'
import type { AcknowledgedEnd } from '../../enforcement/recovery/recovery-queries.ts'
import { insertCheck } from './ledger-check.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import type { Problem } from '../../ledger/checks/problem.ts'
import { type VerifyProgress, type VerifyReport, verifyLedger } from './verify.ts'

interface VerifyCommandOptions {
  checks: readonly CrossCheck[]
  /** The line of a checkpoint stored outside the database, or the path of a file with several. */
  from?: string
  /** Writes one line of output. */
  print: (line: string) => void
  onProgress?: (progress: VerifyProgress) => void
  /** Alerts the auditors that the database differs from the ledger. */
  alert?: (first: Problem) => Promise<void>
}

/** Verifies the ledger, prints the result, stores it, and returns it. */
export async function verifyCommand(db: Pool, options: VerifyCommandOptions): Promise<VerifyReport> {
  const { checks, from, print, onProgress, alert } = options
  const checkpoints = from === undefined ? [] : await readCheckpoints(from, print)
  const beganAt = await readDeskTime(db)
  const report = await verifyLedger(db, checks, { from: checkpoints, ...(onProgress ? { onProgress } : {}) })
  for (const line of describe(report, checkpoints.length)) print(line)
  try {
    await insertCheck(db, report, beganAt, checkpoints.length)
    const [first] = report.problems
    if (first !== undefined && alert !== undefined) {
      await alert(first)
      print('Auditors were alerted.')
    }
  } catch (error) {
    // The problems are printed before the result is stored: a database that refuses a write must not hide them.
    print(
      `The result was not stored in the database, and no auditor was alerted: ${messageOf(error)}. Tell an auditor yourself.`,
    )
  }
  return report
}

async function readCheckpoints(from: string, print: (line: string) => void): Promise<Checkpoint[]> {
  const checkpoint = parseCheckpoint(from)
  if (checkpoint) return [checkpoint]
  const { checkpoints, unreadable } = parseCheckpoints(await readText(from))
  // A crash can cut a line of the checkpoint file short. The other lines are still valid.
  if (unreadable.length > 0) print(`Passed over in ${from}, because they are no checkpoints: ${linesOf(unreadable)}.`)
  if (checkpoints.length === 0) throw new DeskError('invalid_input', message('ledger.noCheckpoint', { place: from }))
  return checkpoints
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new DeskError('invalid_input', message('ledger.unreadable', { file, why: messageOf(error) }))
  }
}

const LINES_NAMED_MAX = 5
const linesOf = (numbers: readonly number[]): string => {
  const more = numbers.length - LINES_NAMED_MAX
  const named = numbers.slice(0, LINES_NAMED_MAX).join(', ')
  return `${numbers.length === 1 ? 'line' : 'lines'} ${named}${more > 0 ? ` and ${more} more` : ''}`
}

function describe(report: VerifyReport, headCount: number): string[] {
  const { checkpoint, entries, pending, erased, tables, problemCount, problems } = report
  const read = `${count(entries, 'entry', 'entries')} with a number, ${pending} waiting for one, ${erased} erased`
  const unlisted = problemCount - problems.length
  return [
    `Read: ${read}; ${tables} tables held against them${headCount === 0 ? '' : `; ${count(headCount, 'checkpoint', 'checkpoints')} from outside`}.`,
    ...report.acknowledged.map(formatAcknowledged),
    ...problems.map(({ table, id, fault, detail }) => `${table} ${id}: ${fault}. ${detail}.`),
    ...(unlisted > 0 ? [`And ${unlisted} more.`] : []),
    problemCount === 0
      ? 'Every record matches the ledger.'
      : `NOT as it was recorded: ${count(problemCount, 'problem', 'problems')}.`,
    ...(headCount === 0
      ? ['Without a checkpoint from outside (--checkpoint) a cut end or a wholly recomputed ledger would not show.']
      : []),
    checkpoint ? `Checkpoint: ${formatCheckpoint(checkpoint)}` : 'Checkpoint: none yet, nothing has a number.',
  ]
}

const formatAcknowledged = ({ keptNumber, lostNumber, lostChain, changeId }: AcknowledgedEnd): string =>
  `Lost with an older database, as two people acknowledged by ${changeId}: entries after ${keptNumber}, up to ${formatCheckpoint({ number: lostNumber, chain: lostChain })}.`

const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`
