import { join } from 'node:path'
import { readConfig } from '../../../config.ts'
import { runWorker } from '../../worker/run-worker.ts'
import type { RegisterCommand } from '../command-context.ts'
import { describeCommand } from '../print/describe-command.ts'
import { openLog } from '../run/open-log.ts'
import { runPart } from '../run/run-part.ts'
import { addDatabaseOption, type DatabaseOptions } from '../run/with-database.ts'

export const registerWork: RegisterCommand = (program, context) => {
  const command = program
    .command('work')
    .description('run the jobs and periodic tasks; several processes may share one database')
  const output = describeCommand(command, context, {
    about: `The command works until Ctrl-C or SIGTERM, and then ends with 0.`,
    examples: ['DATABASE_URL=postgres://countersign_desk@db/countersign countersign work'],
    json: { state: '"working", once jobs are taken' },
  })
  addDatabaseOption(command).action(async (options: DatabaseOptions) => {
    const config = readConfig(context.env)
    await runPart(
      config,
      options,
      openLog(config.logLevel ?? 'info'),
      async ({ desk, databaseUrl, dataDir, notes }, stopping) => {
        for (const note of notes) output.note(note)
        output.result({ state: 'working' }, 'Working. Ctrl-C stops.')
        await runWorker(desk, { databaseUrl, checkpointsFile: join(dataDir, 'ledger-checkpoints.txt') }, stopping)
      },
    )
  })
}
