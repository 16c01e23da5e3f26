import { retrySetAside } from '../../../../cases/intake/inbox/waiting-reports.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { runOnDatabase } from '../../run/with-database.ts'

const HELP = `Makes the reports that the database refused due now, for example after an update that ends the cause. A worker tries them within
ten seconds; without the command it would within the hour. One that is refused again is set aside again. Nothing else changes.`

/** Adds the command for acknowledged reports that are in no case. */
export const registerInbox: RegisterCommand = (program, context) => {
  const inbox = describeGroup(program.command('inbox').description('handle reports that wait for their case'))
  const command = inbox.command('retry').description('try the reports that were set aside again now')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: ['countersign inbox retry'],
    json: { reports: 'the number of reports that are due now' },
  })
  runOnDatabase(command, context, async ({ db }) => {
    const reports = await retrySetAside(db)
    output.result({ reports }, `${reports} ${reports === 1 ? 'report is' : 'reports are'} tried again.`)
  })
}
