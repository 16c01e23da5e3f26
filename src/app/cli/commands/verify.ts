import { type LongWaiting, listLongWaiting } from '../../../cases/intake/inbox/waiting-reports.ts'
import { formatCheckpoint } from '../../../ledger/checkpoint.ts'
import type { Problem } from '../../../ledger/checks/problem.ts'
import { boundMemory } from '../../../oversight/ledger/bound-memory.ts'
import type { VerifyProgress } from '../../../oversight/ledger/verify.ts'
import { verifyCommand } from '../../../oversight/ledger/verify-command.ts'
import { alertAuditors } from '../../../oversight/ledger/watch-ledger.ts'
import { LEDGER_CHECKS } from '../../ledger-checks.ts'
import type { RegisterCommand } from '../command-context.ts'
import { describeCommand } from '../print/describe-command.ts'
import { type Progress, showProgress } from '../print/show-progress.ts'
import { type DatabaseOptions, runOnDatabase } from '../run/with-database.ts'

const HELP = `Checks every ledger entry and every row that the ledger describes. The auditors are alerted if something differs.

Store the printed checkpoint outside the database. Only a comparison with one (--checkpoint) finds a ledger whose end was cut
off, or that was recomputed as a whole. Reports that have waited for their case for more than a day are named; their ledger entry
comes with their case.`

export const registerVerify: RegisterCommand = (program, context) => {
  const command = program
    .command('verify')
    .description('verify the whole ledger and list changed, removed and added rows')
    .option('--checkpoint <checkpoint>', 'a checkpoint stored outside the database: its line, or a file with several')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign verify',
      'countersign verify --checkpoint data/ledger-checkpoints.txt',
      'countersign verify --checkpoint "countersign-ledger 42 <hash> <time>"',
    ],
    json: {
      checkpoint: 'the checkpoint at the verified end, as the line to store; null without any entry',
      entries: 'the number of ledger entries with a number',
      pending: 'the number of entries without a number yet',
      erased: 'the number of entries whose content was erased for privacy',
      tables: 'the number of tables compared with the ledger',
      acknowledged:
        'the lost ends of the ledger that two people acknowledged: keptNumber, lostNumber, lostChain, changeId',
      problemCount: 'the number of rows that differ from the ledger',
      problems: 'table, id, fault and detail of the first thousand',
      waiting:
        'the first hundred reports that have waited for their case for more than a day: id, receivedAt, sqlState',
    },
    finds: 'a row or an entry differs from what was recorded',
  })
  runOnDatabase(command, context, async ({ db }, options: DatabaseOptions & { checkpoint?: string }) => {
    const from = options.checkpoint === undefined ? {} : { from: options.checkpoint }
    const lines: string[] = []
    const { onProgress, end } = showSteps(context.printError)
    // The lines wait until the progress bar is gone, because it would draw over them.
    const alert = (first: Problem) => alertAuditors({ db }, first)
    const print = (line: string) => lines.push(line)
    const report = await boundMemory(() =>
      verifyCommand(db, { checks: LEDGER_CHECKS, ...from, print, onProgress, alert }),
    ).finally(end)
    const waiting = await listLongWaiting(db)
    output.result(
      { ...report, waiting, checkpoint: report.checkpoint ? formatCheckpoint(report.checkpoint) : null },
      [...waiting.map(formatWaiting), ...lines].join('\n'),
    )
    if (report.problemCount > 0) context.markFound()
  })
}

const STEPS: Readonly<Record<VerifyProgress['what'], string>> = {
  entries: 'Reading the ledger',
  tables: 'Holding the tables against it',
}

/** Shows the progress of each step. */
function showSteps(say: (line: string) => void) {
  let shown: { what: VerifyProgress['what']; progress: Progress } | undefined
  const end = () => {
    shown?.progress.end()
    shown = undefined
  }
  const onProgress = ({ what, done, total }: VerifyProgress) => {
    if (shown?.what !== what) {
      end()
      shown = { what, progress: showProgress(STEPS[what], total, say) }
    }
    shown.progress.update(done)
  }
  return { onProgress, end }
}

const formatWaiting = ({ id, receivedAt, sqlState }: LongWaiting): string =>
  `report_inbox ${id}: waits for its case since ${receivedAt.toISOString()}${sqlState === null ? '' : `, refused with ${sqlState}`}.`
