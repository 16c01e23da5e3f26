import { resolve } from 'node:path'
import { readConfig } from '../../../config.ts'
import type { Command } from 'commander'
import type { CommandContext, RegisterCommand } from '../command-context.ts'
import { openLog } from '../run/open-log.ts'
import { parseHostOption, parsePortOption } from '../option-values.ts'
import { start } from '../run/start.ts'
import { type Started, welcome } from '../print/welcome.ts'
import { describeCommand } from '../print/describe-command.ts'

export const registerStart: RegisterCommand = (program, context) => {
  const command = program
    .command('start')
    .description('run the whole desk in one process: database, API, worker and a demo platform')
    .option(
      '--port <port>',
      'the port of the API; the demo takes the next one (default: COUNTERSIGN_PORT or 4180)',
      parsePortOption,
    )
    .option(
      '--host <address>',
      'the address the API listens on (default: COUNTERSIGN_HOST or 127.0.0.1)',
      parseHostOption,
    )
    .option('--data <folder>', 'the folder of the database, keys and logs (default: COUNTERSIGN_DATA or ./data)')
    .option('--no-demo', 'use your own platform (COUNTERSIGN_PLATFORM_URL) instead of the demo')
    .option('--no-story', 'begin with an empty demo, without the cases and enforcements of its first morning')
  const output = describeStart(command, context)
  command.action(async (options: { port?: number; host?: string; data?: string; demo: boolean; story: boolean }) => {
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
      platforms: config.platforms,
      alerts: config.alerts,
      mail: config.mail,
      channelKey: config.channelKey,
      allowPrivate: config.allowPrivate,
      translator: config.translator,
      trustedProxies: config.trustedProxies,
      relyingParty: config.relyingParty,
      publicPages: config.publicPages,
      dsa: config.dsa,
      ...{ signOn: config.signOn, saml: config.saml },
      signingKey: config.signingKey,
      metrics: config.metrics,
      collector: config.collector,
      log: openLog(config.logLevel ?? 'warn'),
      print: output.note,
      announce: (started) => output.result(toJson(started), welcome(started)),
      terminal: context.terminal,
    })
  })
}

const describeStart = (command: Command, context: CommandContext) =>
  describeCommand(command, context, {
    about: `The command serves until Ctrl-C or SIGTERM, and then ends with 0. npm start runs it in the clone.`,
    examples: [
      'countersign start',
      'countersign start --port 5000 --data /srv/desk',
      'DATABASE_URL=postgres://… countersign start --no-demo',
    ],
    json: {
      console: 'the address of the console in a browser',
      desk: 'the address of the API',
      demo: 'the address of the demo platform; null without a demo',
      database: 'the place of the database, in words',
      key: "the demo's API key for reports; null without a demo",
      tokens: "the access tokens of the demo's people, by pseudonym; null without a demo",
    },
  })

const toJson = ({ origin, deskUrl, demoUrl, database, access }: Started) => ({
  console: origin,
  desk: deskUrl,
  demo: demoUrl ?? null,
  database,
  key: access?.key ?? null,
  tokens: access?.tokens ?? null,
})
