import { reconcileStatements } from '../../../../oversight/transparency/submission/reconcile.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { parseEnd, parseStart } from '../../option-values.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { count } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'
import { openDsaClient } from './dsa-submit.ts'

interface Options extends DatabaseOptions {
  from?: Date
  to?: Date
  mend?: true
}

const HELP = `Looks up each statement that counts as sent, one call each. One that the database does not have was lost there, or was
marked as sent by a stolen database role. With --mend these are sent again, under the puid that they had.`
const PRINTED_MAX = 20

export const addDsaReconcile: RegisterCommand = (group, context) => {
  const command = group
    .command('reconcile')
    .description('compare what counts as sent with what the database has')
    .option('--from <time>', 'only what was sent then or later', parseStart)
    .option('--to <time>', 'only what was sent before the end of this day, or before this moment', parseEnd)
    .option('--mend', 'send again what is missing there')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: ['countersign dsa reconcile --from 2026-12-01', 'countersign dsa reconcile --mend'],
    json: {
      checked: 'the number of statements looked up',
      missing: 'statement and puid of each one that the database does not have',
      mended: 'whether these are sent again',
      trouble: 'the reason why it stopped early; null without one',
    },
    finds: 'the database does not have what counts as sent',
  })
  runOnDatabase(command, context, async ({ db }, { from, to, mend }: Options) => {
    const asked = { db, client: openDsaClient(context), from: from ?? null, until: to ?? null, mends: mend === true }
    const { trouble, ...report } = await reconcileStatements(asked)
    const { checked, missing, mended } = report
    const shown = missing.slice(0, PRINTED_MAX).map(({ statement, puid }) => `  ${statement}  ${puid}`)
    const fate = mended ? 'They are sent again.' : 'With --mend they are sent again.'
    const found = missing.length === 0 ? 'The database has all of them.' : `${missing.length} missing. ${fate}`
    const stopped = trouble === undefined ? [] : [`Stopped: ${trouble.says}.`]
    const text = [`${count(checked, 'statement')} looked up. ${found}`, ...shown, ...stopped].join('\n')
    output.result({ ...report, trouble: trouble?.says ?? null }, text)
    if (trouble) context.markRefused()
    else if (missing.length > 0) context.markFound()
  })
}
