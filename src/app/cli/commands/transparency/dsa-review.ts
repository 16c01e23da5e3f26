import { InvalidArgumentError, Option } from 'commander'
import { CHOSEN_TEXTS, type ChosenTexts } from '../../../../oversight/transparency/statement/to-dsa-statement.ts'
import {
  listStopped,
  reviewStatements,
  type StoppedStatement,
} from '../../../../oversight/transparency/submission/review-statement.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { parseCalendarDay } from '../../option-values.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { count } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

interface Options extends DatabaseOptions, TokenOptions {
  texts?: ChosenTexts
  contentDate?: string
  reason?: string
}

const HELP = `Lists the statements that wait for a person: those whose texts may identify a person, and those that the database does not take.

With statements and --texts they are sent: as_written after you read that their texts identify no person, neutral with texts made from
the recorded facts, without a word of a reviewer. --content-date gives a day that was not recorded. The role policy or lead
decides; the ledger has who did, and why.`
const REASON_CHARS_MAX = 500

export const addDsaReview: RegisterCommand = (group, context) => {
  const command = group
    .command('review')
    .description('list the statements that wait for a person, or decide how they are sent')
    .argument('[statements...]', 'the statements to send, such as stm_12')
    .addOption(new Option('--texts <which>', 'the texts to send').choices(CHOSEN_TEXTS))
    .option('--content-date <day>', 'the day of the content, such as 2026-11-24', parseCalendarDay)
    .option('--reason <text>', 'the reason for the choice', parseReason)
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign dsa review',
      'countersign dsa review stm_12 stm_13 --texts neutral --reason "they quote the post"',
      'countersign dsa review stm_14 --texts as_written --content-date 2026-11-24 --reason "the day is in the report"',
    ],
    json: {
      waiting: 'without statements: those that wait, with state, faults and texts',
      reviewed: 'with statements: the number of those that are sent now',
    },
  })
  addTokenOption(command)
  runOnDatabase(command, context, async ({ db }, options: Options, statements: string[]) => {
    const by = await findActing(context, options, db)
    if (statements.length === 0) {
      const waiting = await listStopped(db, by)
      return output.result({ waiting, reviewed: undefined }, describe(waiting))
    }
    const { texts, contentDate, reason } = options
    if (texts === undefined || reason === undefined)
      return command.error('error: --texts and --reason are required with statements')
    const choice = { texts, reason, ...(contentDate === undefined ? {} : { contentDate }) }
    const reviewed = await reviewStatements(db, statements, choice, by)
    output.result({ waiting: undefined, reviewed }, `${count(reviewed, 'statement')} will be sent.`)
  })
}

const parseReason = (text: string): string => {
  if (text.trim() === '' || text.length > REASON_CHARS_MAX)
    throw new InvalidArgumentError(`It must have 1 to ${REASON_CHARS_MAX} characters.`)
  return text
}

function describe(waiting: readonly StoppedStatement[]): string {
  if (waiting.length === 0) return 'No statement waits for a person.'
  const shown = waiting.map(({ statement, state, faults, facts, explanation }) =>
    [
      `${statement}  ${state}: ${describeFaults(faults)}`,
      ...(facts === null ? [] : [`  facts: ${facts}`]),
      ...(explanation === null ? [] : [`  explanation: ${explanation}`]),
    ].join('\n'),
  )
  return shown.join('\n')
}

/** The fields with their faults, or the kinds of personal data by text. */
const describeFaults = (faults: StoppedStatement['faults']): string =>
  Array.isArray(faults)
    ? faults.map(({ field, says }) => `${field} ${says}`).join('; ')
    : Object.entries(faults ?? {})
        .map(([text, kinds]) => `${text} may name a person (${kinds.join(', ')})`)
        .join('; ')
