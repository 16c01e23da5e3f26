import { listIncidents } from '../../../../oversight/incidents/queries.ts'
import { readIncident, type ToldIncident } from '../../../../oversight/incidents/read-incident.ts'
import type { Queryable } from '../../../../foundation/database/db.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const HELP = `
Made from the ledger alone: what was done, seen and told to whom, how long it took to notice and to bring back, and which
controls were missing. Without an enforcement it lists the last hundred. --public prints what everybody may read: without people,
guards, thresholds and ids.

Examples:
  countersign incident
  countersign incident enf_12
  countersign incident enf_12 --public
  countersign incident enf_12 --json`

interface Options extends DatabaseOptions {
  public?: true
  json?: true
}

export const registerIncident: RegisterCommand = (program, context) => {
  const command = program
    .command('incident')
    .description('show minute by minute how an account was wrongly offline')
    .argument('[enforcement]', 'the enforcement that taken it offline')
    .option('--public', 'only the public part')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
  addDatabaseOption(command).action((enforcement: string | undefined, options: Options) =>
    withDatabase(context, options, ({ db }) =>
      enforcement === undefined ? tellAll(context, db, options) : tellOne(context, db, enforcement, options),
    ),
  )
}

async function tellAll(context: CommandContext, db: Queryable, options: Options): Promise<void> {
  const incidents = await listIncidents(db)
  if (options.json) return context.print(JSON.stringify({ incidents }))
  if (incidents.length === 0) return context.print('Nothing was offline that should not have been.')
  const rows = incidents.map(
    ({ enforcementId, at, handle, subject, action, cause, offlineFrom, offlineUntil, drill }) => [
      enforcementId,
      formatTime(at),
      handle === null ? subject : `@${handle}`,
      action,
      drill ? 'DRILL' : cause,
      offlineFrom && offlineUntil ? sayMs(offlineUntil.getTime() - offlineFrom.getTime()) : '–',
    ],
  )
  context.print(formatTable(['ENFORCEMENT', 'SENT', 'ACCOUNT', 'ACTION', 'UNDONE', 'OFFLINE FOR'], rows))
}

async function tellOne(context: CommandContext, db: Queryable, enforcement: string, options: Options): Promise<void> {
  const incident = await readIncident(db, enforcement)
  if (incident === undefined) {
    context.printError(
      `Enforcement ${enforcement} took no account offline. See countersign incident for those that did.`,
    )
    return context.markRefused()
  }
  if (options.public) return context.print(options.json ? JSON.stringify({ public: incident.public }) : incident.public)
  if (options.json) return context.print(JSON.stringify(incident))
  for (const line of sayIncident(incident)) context.print(line)
}

/** Formats an incident for a reader at the command line. */
function sayIncident(incident: ToldIncident): string[] {
  const { id, handle, subject, offlineMs, detectMs, restoreMs, marks, gaps, missing, offline } = incident
  const isOffline = offline.at(-1)?.until === null
  const times = [
    offline.length === 0
      ? 'never offline'
      : isOffline
        ? `offline for ${sayMs(offlineMs)} and still is`
        : `offline for ${sayMs(offlineMs)}`,
    ...(detectMs === null ? [] : [`noticed after ${sayMs(detectMs)}`]),
    ...(restoreMs === null ? [] : [`back ${sayMs(restoreMs)} later`]),
  ]
  const rows = marks.map(({ at, by, whom, says }) => [`${at.slice(0, 19).replace('T', ' ')}Z`, by, whom ?? '–', says])
  return [
    `${id}, ${handle === null ? subject : `@${handle}`}: ${times.join(', ')}.`,
    '',
    formatTable(['TIME', 'BY', 'TOLD OR ASKED', 'WHAT'], rows),
    ...under(
      'Nothing happened:',
      gaps.map(({ from, until, says }) => `${from.slice(11, 19)} to ${until.slice(11, 19)}  ${says}`),
    ),
    ...under('What was missing:', missing),
  ]
}

const under = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)]

function sayMs(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
