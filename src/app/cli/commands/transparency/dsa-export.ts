import { closeSync, openSync, writeSync } from 'node:fs'
import { Option } from 'commander'
import { exportStatements } from '../../../../oversight/transparency/export-statements.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { parseEnd, parseStart } from '../../option-values.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { count } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

interface Options extends DatabaseOptions {
  format: 'ndjson'
  from?: Date
  to?: Date
  after?: string
  out?: string
}

const HELP = `Prints one statement a line, exactly as the API of the database takes it. A statement whose texts may identify a person, or
that the database would refuse, is left out and counted: see countersign dsa review. The export sends nothing, and it includes
statements that were sent.

The order is that of the ids as text. An export that was broken off continues with --after and its last id: the puid of its last
line, up to the hyphen.`

export const addDsaExport: RegisterCommand = (group, context) => {
  const command = group
    .command('export')
    .description('print the statements of reasons, one a line, as the database takes them')
    .addOption(new Option('--format <format>', 'the form of the lines').choices(['ndjson']).default('ndjson'))
    .option('--from <time>', 'only restrictions that began then or later', parseStart)
    .option('--to <time>', 'only restrictions that began before the end of this day, or before this moment', parseEnd)
    .option('--after <statement>', 'only statements after this id, such as stm_12')
    .option('--out <file>', 'write the lines to this file and print how many there are')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign dsa export --from 2026-12-01 --to 2026-12-31',
      'countersign dsa export --out statements.ndjson',
      'countersign dsa export --after stm_12',
    ],
    json: {
      statements: 'with --out: the number of lines',
      held: 'the number of statements left out because their texts may identify a person',
      refused: 'the number of statements left out because the database would refuse them',
      last: 'the id of the last statement that was read, or null',
    },
    finds: 'statements were left out',
  })
  runOnDatabase(command, context, async ({ db }, options: Options) => {
    const { from = null, to = null, after = null, out } = options
    const total = { statements: 0, held: 0, refused: 0, last: null as string | null }
    const lines = openLines(context, out)
    try {
      for await (const page of exportStatements(db, { from, until: to, after })) {
        await lines.write(page.statements.map((statement) => `${JSON.stringify(statement)}\n`).join(''))
        total.statements += page.statements.length
        total.held += page.held
        total.refused += page.refused
        total.last = page.last
      }
    } finally {
      lines.close()
    }
    const text = describe(total)
    if (out === undefined) context.printError(text)
    else output.result(total, text)
    if (total.held + total.refused > 0) context.markFound()
  })
}

const describe = ({ statements, held, refused }: { statements: number; held: number; refused: number }): string => {
  const left = held + refused
  const found = `${count(statements, 'statement')}.`
  if (left === 0) return found
  return `${found} ${count(left, 'other')} left out: ${held} with texts that may identify a person, ${refused} that the database would refuse. See countersign dsa review.`
}

/** Opens the output of the lines: a file, or standard output, which is awaited so that a slow reader fills no memory. */
function openLines(context: CommandContext, file: string | undefined) {
  if (file === undefined) {
    const write =
      context.write ?? ((text: string) => Promise.resolve(text === '' ? undefined : context.print(text.trimEnd())))
    return { write, close: () => undefined }
  }
  const opened = openSync(file, 'w', 0o600)
  return {
    write: (text: string) => Promise.resolve(void writeSync(opened, text)),
    close: () => closeSync(opened),
  }
}
