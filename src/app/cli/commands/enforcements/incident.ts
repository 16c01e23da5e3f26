import { Option } from 'commander'
import { listIncidents } from '../../../../oversight/incidents/queries.ts'
import { readIncident, type ToldIncident } from '../../../../oversight/incidents/read-incident.ts'
import type { Queryable } from '../../../../foundation/database/db.ts'
import { LANGUAGES, type Language, renderMessage, renderText } from '../../../../foundation/messages/render-message.ts'
import { pageOf } from '../../../../foundation/database/select-page.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { describeCommand, type Output } from '../../print/describe-command.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const INCIDENTS_MAX = 100
const HELP = `The report is made from the ledger alone: each act, each alert and who read it, the time to detection and to restore, and
the missing controls. Without an enforcement the command lists the last hundred incidents. --public prints the part for
publication, without people, guards, thresholds and ids.`

interface Options extends DatabaseOptions {
  public?: true
  language: Language
}

export const registerIncident: RegisterCommand = (program, context) => {
  const command = program
    .command('incident')
    .description('show the timeline of an account that was wrongly offline')
    .argument('[enforcement]', 'the enforcement that took it offline, such as enf_12')
    .option('--public', 'only the part for publication')
    .addOption(
      new Option('--language <tag>', 'the language of the part for publication').choices(LANGUAGES).default('en'),
    )
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign incident',
      'countersign incident enf_12',
      'countersign incident enf_12 --public --language de',
    ],
    json: {
      incidents: 'without an argument: the last hundred incidents',
      incident: 'with an argument: its timeline (marks, gaps), offline times and missing controls',
      public: 'with --public: the text for publication',
    },
  })
  runOnDatabase(command, context, ({ db }, options: Options, enforcement: string | undefined) =>
    enforcement === undefined ? listAll(output, db) : showOne(context, output, db, { enforcement, ...options }),
  )
}

type IncidentOutput = Output<'incidents' | 'incident' | 'public'>

async function listAll(output: IncidentOutput, db: Queryable): Promise<void> {
  const { items: incidents } = await listIncidents(db, pageOf({ limit: INCIDENTS_MAX }))
  const rows = incidents.map(
    ({ enforcementId, at, handle, subject, action, cause, offlineFrom, offlineUntil, drill }) => [
      enforcementId,
      formatTime(at),
      handle === null ? subject : `@${handle}`,
      action,
      drill ? 'DRILL' : cause,
      offlineFrom && offlineUntil ? formatMs(offlineUntil.getTime() - offlineFrom.getTime()) : '–',
    ],
  )
  const table = formatTable(['ENFORCEMENT', 'SENT', 'ACCOUNT', 'ACTION', 'UNDONE', 'OFFLINE FOR'], rows)
  const text = incidents.length === 0 ? 'Nothing was offline that should not have been.' : table
  output.result({ incidents, incident: undefined, public: undefined }, text)
}

async function showOne(
  context: CommandContext,
  output: IncidentOutput,
  db: Queryable,
  { enforcement, public: isPublic, language }: { enforcement: string } & Pick<Options, 'public' | 'language'>,
): Promise<void> {
  const told = await readIncident(db, enforcement)
  if (told === undefined) {
    context.printError(
      `Enforcement ${enforcement} took no account offline. See countersign incident for those that did.`,
    )
    return context.markRefused()
  }
  const none = { incidents: undefined, incident: undefined, public: undefined }
  const text = renderMessage(told.public, language)
  if (isPublic) return output.result({ ...none, public: text }, text)
  const incident = readInEnglish(told, text)
  output.result({ ...none, incident }, formatIncident(incident).join('\n'))
}

/** Returns the incident with its texts in English, the language of the command line, and this text for publication. */
const readInEnglish = ({ marks, gaps, missing, ...incident }: ToldIncident, text: string) => ({
  ...incident,
  public: text,
  marks: marks.map((mark) => ({ ...mark, says: renderText(mark.says) })),
  gaps: gaps.map((gap) => ({ ...gap, says: renderText(gap.says) })),
  missing: missing.map((text) => renderText(text)),
})

/** Formats an incident for a reader at the command line. */
function formatIncident(incident: ReturnType<typeof readInEnglish>): string[] {
  const { id, handle, subject, offlineMs, detectMs, restoreMs, marks, gaps, missing, offline } = incident
  const isOffline = offline.at(-1)?.until === null
  const times = [
    offline.length === 0
      ? 'never offline'
      : isOffline
        ? `offline for ${formatMs(offlineMs)} and still is`
        : `offline for ${formatMs(offlineMs)}`,
    ...(detectMs === null ? [] : [`noticed after ${formatMs(detectMs)}`]),
    ...(restoreMs === null ? [] : [`back ${formatMs(restoreMs)} later`]),
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

function formatMs(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
