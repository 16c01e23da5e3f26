import { resolve } from 'node:path'
import { readConfig } from '../../../config.ts'
import type { RegisterCommand } from '../command-context.ts'
import { openLog } from '../run/open-log.ts'
import { parseHostOption, parsePortOption } from '../option-values.ts'
import { start } from '../run/start.ts'

export const registerStart: RegisterCommand = (program, context) => {
  program
    .command('start')
    .description('run the whole desk: database, API, worker and a demo platform')
    .option('--port <port>', 'where the API listens; the demo takes the next one', parsePortOption)
    .option(
      '--host <address>',
      'the address the API listens on (default: COUNTERSIGN_HOST or 127.0.0.1)',
      parseHostOption,
    )
    .option('--data <folder>', 'where everything is kept (default: COUNTERSIGN_DATA or ./data)')
    .option('--no-demo', 'with a platform of your own (COUNTERSIGN_PLATFORM_URL) instead of the demo')
    .option('--no-story', 'leave the demo empty, without what its people lived through this morning')
    .addHelpText(
      'after',
      '\nExamples:\n  npm start\n  npm start -- --port 5000 --data /srv/desk\n  DATABASE_URL=postgres://… countersign start --no-demo',
    )
    .action(async (options: { port?: number; host?: string; data?: string; demo: boolean; story: boolean }) => {
      const config = readConfig(context.env)
      await start({
        port: options.port ?? config.port,
        host: options.host ?? config.host,
        dataDir: options.data === undefined ? config.dataDir : resolve(options.data),
        policiesDir: config.policiesDir,
        demo: options.demo,
        story: options.story,
        databaseUrl: config.databaseUrl,
        migrateDatabaseUrl: config.migrateDatabaseUrl,
        connections: config.connections,
        platform: config.platform,
        alerts: config.alerts,
        mail: config.mail,
        channelKey: config.channelKey,
        allowPrivate: config.allowPrivate,
        translator: config.translator,
        trustedProxies: config.trustedProxies,
        relyingParty: config.relyingParty,
        signOn: config.signOn,
        signingKey: config.signingKey,
        log: openLog(config.logLevel ?? 'warn'),
        print: context.print,
        terminal: context.terminal,
      })
    })
}
