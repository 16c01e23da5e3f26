import { InvalidArgumentError, Option } from 'commander'
import { DEFAULT_PLATFORM } from '../../../../foundation/platforms.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import {
  FILE_FORMATS,
  type FileFormat,
  readState,
  type WrittenFile,
  writeFiles,
} from '../../../../oversight/warehouse/write-files.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { count } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

interface Options extends DatabaseOptions {
  format: FileFormat
  into: string
  afterEntry?: number
  platform: string
}

const HELP = `Writes the changes since the last run to files for a data warehouse, as GET /v1/export sends them: one platform, and
nothing about people at work, reporters or what waits for approvers. Each file has its range of ledger entries in its name.

The folder has a file state.json with the place that was reached. A run that was broken off leaves no half file, and the
next one goes on. After a restored backup the command refuses: delete the files of later entries and name --after-entry.`

/** Adds the command that writes files for a data warehouse. */
export const registerExport: RegisterCommand = (program, context) => {
  const command = program
    .command('export')
    .description('write changes to files for a data warehouse, each once')
    .addOption(new Option('--format <format>', 'the form of the files').choices(FILE_FORMATS).default('parquet'))
    .requiredOption('--into <folder>', 'the folder of the files and of the place that was reached')
    .option('--after-entry <number>', 'begin after this ledger entry instead of where the last run ended', parseNumber)
    .option('--platform <name>', 'the platform whose changes are written', DEFAULT_PLATFORM)
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign export --into warehouse',
      'countersign export --format ndjson --after-entry 41 --into warehouse',
    ],
    json: {
      files: 'name, last entry and number of rows of each written file',
      after: 'the last entry that was written',
    },
  })
  runOnDatabase(command, context, async ({ db }, { format, into, afterEntry, platform }: Options) => {
    const known = readState(into)
    if (known !== undefined && known.platform !== platform) {
      throw new StartError(`${into} has the export of the platform ${known.platform}: name another folder.`)
    }
    const state = afterEntry === undefined ? (known ?? { after: 0, platform }) : { after: afterEntry, platform }
    const files: WrittenFile[] = []
    for await (const file of writeFiles(db, into, { ...state, format })) files.push(file)
    const reached = files.at(-1)?.last ?? state.after
    const text = [...files.map(({ name, rows }) => `${name}  ${count(rows, 'row')}`), `Up to entry ${reached}.`]
    output.result({ files, after: reached }, text.join('\n'))
  })
}

function parseNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be the number of a ledger entry.')
  return Number(text)
}
