import { readConfig } from '../../../../config.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import { DsaClient } from '../../../../oversight/transparency/submission/dsa-client.ts'
import { countSubmissions } from '../../../../oversight/transparency/submission/submission-queries.ts'
import { submitStatements } from '../../../../oversight/transparency/submission/submit-statements.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { count } from '../../print/format-table.ts'
import { showProgress } from '../../print/show-progress.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `Sends now what a worker would send, in batches of 100, no faster than COUNTERSIGN_DSA_PACE allows. It may run beside a worker:
each statement is sent by one of them. A broken-off run loses nothing. What it had claimed is sent half an hour later, and what had
arrived already counts as sent then.`

/** Opens the client of the database that the environment names. */
export function openDsaClient({ env }: CommandContext): DsaClient {
  const { dsa } = readConfig(env)
  if (dsa) return new DsaClient(dsa)
  throw new StartError('COUNTERSIGN_DSA_URL and COUNTERSIGN_DSA_TOKEN are not set: there is no database to send to.')
}

export const addDsaSubmit: RegisterCommand = (group, context) => {
  const command = group.command('submit').description('send the statements of reasons that are due')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: ['countersign dsa submit', 'countersign dsa submit --json'],
    json: {
      sent: 'the number of statements that the database took or had',
      held: 'the number whose texts may identify a person: they wait for one',
      refused: 'the number that the database does not take',
      outside: 'the number that need not be sent',
      waiting: 'the number that wait for their effect at the platform, or for the database',
      trouble: 'the reason why sending stopped early; null without one',
    },
    finds: 'statements wait for a person (countersign dsa review)',
  })
  runOnDatabase(command, context, async ({ db }, _options: DatabaseOptions) => {
    const client = openDsaClient(context)
    const { waiting: due } = await countSubmissions(db)
    const progress = showProgress('Sending', due, context.printError)
    const onProgress = ({
      sent,
      held,
      refused,
      outside,
    }: {
      sent: number
      held: number
      refused: number
      outside: number
    }) => progress.update(sent + held + refused + outside)
    const { trouble, ...counts } = await submitStatements({ db, client, onProgress }).finally(() => progress.end())
    const { sent, held, refused } = counts
    const stopped = trouble === undefined ? '' : ` Stopped: ${trouble.says}.`
    const text = `${count(sent, 'statement')} sent, ${held} held for a person, ${refused} refused.${stopped}`
    output.result({ ...counts, trouble: trouble?.says ?? null }, text)
    if (trouble) context.markRefused()
    else if (held + refused > 0) context.markFound()
  })
}
