import { alertAuditors } from '../../../oversight/ledger/watch-ledger.ts'
import type { Problem } from '../../../ledger/checks/problem.ts'
import type { VerifyProgress } from '../../../oversight/ledger/verify.ts'
import { verifyCommand } from '../../../oversight/ledger/verify-command.ts'
import { LEDGER_CHECKS } from '../../ledger-checks.ts'
import type { RegisterCommand } from '../command-context.ts'
import { type Progress, showProgress } from '../print/show-progress.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../run/with-database.ts'

const EXAMPLES = `
Ends with 3 when anything is not as it was recorded, and alerts auditors. Keep the head it prints somewhere else: only with one can a cut end
or a wholly recomputed ledger be told.

Examples:
  countersign verify
  countersign verify --from data/ledger-heads.txt
  countersign verify --from "countersign-ledger 42 <hash> <time>"`

export const registerVerify: RegisterCommand = (program, context) => {
  const command = program
    .command('verify')
    .description('verify the whole ledger and list changed, removed and added rows')
    .option('--from <head>', 'a checkpoint stored outside the database: its line, or a file with several')
    .addHelpText('after', EXAMPLES)
  addDatabaseOption(command).action((options: DatabaseOptions & { from?: string }) =>
    withDatabase(context, options, async ({ db }) => {
      const from = options.from === undefined ? {} : { from: options.from }
      const lines: string[] = []
      const { onProgress, end } = showSteps(context.printError)
      // Kept until the bar is gone, which would draw over them.
      const alert = (first: Problem) => alertAuditors({ db }, first)
      const code = await verifyCommand(db, {
        checks: LEDGER_CHECKS,
        ...from,
        print: (line) => lines.push(line),
        onProgress,
        alert,
      }).finally(end)
      for (const line of lines) context.print(line)
      if (code !== 0) context.markFound()
    }),
  )
}

const STEPS: Readonly<Record<VerifyProgress['what'], string>> = {
  leaves: 'Reading the ledger',
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
