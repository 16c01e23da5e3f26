import { readConfig } from '../../../config.ts'
import type { RegisterCommand } from '../command-context.ts'
import { showFirstLink } from '../first-admin.ts'
import { openLog } from '../run/open-log.ts'
import { parseHostOption, parsePortOption } from '../option-values.ts'
import { runApi } from '../run/run-api.ts'
import { describeCommand } from '../print/describe-command.ts'
import { refuseExposedDemo, formatExposed } from '../refuse-exposed.ts'
import { runPart } from '../run/run-part.ts'
import { aborted } from '../run/stop-signal.ts'
import { addDatabaseOption, type DatabaseOptions } from '../run/with-database.ts'

export const registerServe: RegisterCommand = (program, context) => {
  const command = program
    .command('serve')
    .description('serve the API and the console; several processes may share one database')
    .option(
      '--port <port>',
      'the port to listen on, 0 for any free one (default: COUNTERSIGN_PORT or 4180)',
      parsePortOption,
    )
    .option('--host <address>', 'the address to listen on (default: COUNTERSIGN_HOST or 127.0.0.1)', parseHostOption)
  const output = describeCommand(command, context, {
    about: `The command serves until Ctrl-C or SIGTERM, and then ends with 0. Jobs need "countersign work" beside it.`,
    examples: ['DATABASE_URL=postgres://countersign_desk@db/countersign countersign serve --port 4180'],
    json: { url: 'the address of the API, once it serves' },
  })
  addDatabaseOption(command).action(async (options: DatabaseOptions & { port?: number; host?: string }) => {
    const config = readConfig(context.env)
    await runPart(
      config,
      options,
      openLog(config.logLevel ?? 'info'),
      async ({ desk, databaseUrl, notes }, stopping) => {
        for (const note of notes) output.note(note)
        const at = { host: options.host ?? config.host, port: options.port ?? config.port }
        await refuseExposedDemo(at.host, databaseUrl)
        for (const note of formatExposed(at.host, config.relyingParty)) output.note(note)
        const api = await runApi(desk, at, () => !stopping.aborted, config.trustedProxies)
        try {
          const hint = await showFirstLink(desk, context.terminal)
          // The line is printed last: a caller that waits for it never counts on a desk that lost its database during
          // the start.
          output.result({ url: api.url }, `Serving the desk on ${api.url}`)
          if (hint !== undefined) output.note(hint)
          await aborted(stopping)
        } finally {
          // The API is closed at every end: an open one would keep the process alive and answer for a desk without a
          // database.
          await api.close()
        }
      },
    )
  })
}
