import type { Command } from 'commander'
import { readConfig } from '../../../../config.ts'
import { type LostLabel, listLostLabels } from '../../../../enforcement/labels/lost/lost-queries.ts'
import { retractLostLabels } from '../../../../enforcement/labels/lost/retract-labels.ts'
import type { StaffCaller } from '../../../../foundation/domain.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { findActing, runWithToken, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'
import { requireLabeler } from './require-labeler.ts'

const SHOWN_MAX = 1_000
const FIELDS = 'subject, val, cid, cts, exp and isOrdered (an enforcement of today orders the same label)'

export function registerLost(labeler: Command, context: CommandContext): void {
  const command = labeler
    .command('lost')
    .description('list the labels that consumers have and that a restored database had lost')
  const output = describeCommand(command, context, {
    about: 'A worker with the newest file published-labels.ndjson finds them when it starts.',
    examples: ['countersign labeler lost'],
    json: { labels: `the first ${SHOWN_MAX}: ${FIELDS}` },
    finds: 'consumers have labels that this database had lost',
  })
  runOnDatabase(command, context, async ({ db }, _options: DatabaseOptions) => {
    const { did } = requireLabeler(readConfig(context.env))
    const labels = await listLostLabels(db, did, SHOWN_MAX)
    output.result({ labels: labels.map(toJson) }, labels.length === 0 ? NONE : formatLost(labels))
    if (labels.length > 0) context.markFound()
  })
}

export function registerRetract(labeler: Command, context: CommandContext): void {
  const command = labeler
    .command('retract')
    .argument('[subjects...]', 'the subjects as `countersign labeler lost` prints them')
    .option('--all', 'take back every lost label')
    .requiredOption('--reason <text>', 'the reason, for the ledger')
    .description('take lost labels back at every consumer')
  const output = describeCommand(command, context, {
    about:
      'It is a restore: one lead or administrator is enough. To publish a label again, decide it again: it passes the guards like each decision.',
    examples: [
      'countersign labeler retract account:bluesky~did:plc:ewvi7nxzyoun6zhxrhs64oiz --reason "its decision was lost"',
      'countersign labeler retract --all --reason "the database of Monday was restored"',
    ],
    json: { retracted: `the labels that were taken back: ${FIELDS}` },
  })
  runWithToken(command, context, async ({ db }, options: RetractOptions, given: string[]) => {
    if ((given.length === 0) !== (options.all === true))
      throw new DeskError('invalid_input', message('atproto.retract'))
    const by = requireRestorer(await findActing(context, options, db))
    const asked = { subjects: options.all ? undefined : given, reason: options.reason, by }
    const retracted = await retractLostLabels(db, requireLabeler(readConfig(context.env)), asked)
    output.result({ retracted: retracted.map(toJson) }, formatRetracted(retracted))
  })
}

interface RetractOptions extends DatabaseOptions, TokenOptions {
  all?: true
  reason: string
}

const RESTORING = ['lead', 'admin'] as const

function requireRestorer({ id, roles }: StaffCaller): { kind: 'staff'; id: string } {
  if (RESTORING.some((role) => roles.includes(role))) return { kind: 'staff', id }
  throw new DeskError('not_allowed', message('atproto.retractRole'))
}

const NONE = 'No lost label counts at a consumer.'

const toJson = ({ subject, val, cid, cts, exp, isOrdered }: LostLabel) => ({ subject, val, cid, cts, exp, isOrdered })

const formatLost = (labels: readonly LostLabel[]): string =>
  [
    formatTable(
      ['SUBJECT', 'LABEL', 'PUBLISHED', 'ENDS', 'ORDERED NOW'],
      labels.map(({ subject, val, cts, exp, isOrdered }) => [
        ...[subject, val, formatTime(cts), exp === null ? '–' : formatTime(exp)],
        isOrdered ? 'yes' : 'no',
      ]),
    ),
    '“countersign labeler retract SUBJECT --reason "…"” takes those back that no enforcement orders now.',
  ].join('\n\n')

const formatRetracted = (labels: readonly LostLabel[]): string =>
  labels.length === 0
    ? 'Nothing was taken back: no lost label of these subjects counts, or an enforcement of today orders it.'
    : `Taken back at every consumer: ${labels.map(({ subject, val }) => `${val} on ${subject}`).join(', ')}.`
