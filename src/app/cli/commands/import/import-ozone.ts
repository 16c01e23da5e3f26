import { existsSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { StartError } from '../../../../foundation/store/start-error.ts'
import { readOzoneDatabase } from '../../../ozone/read-database.ts'
import { type ReadCounts, writeLines } from '../../../ozone/write-lines.ts'
import type { CommandContext } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { stopSignal } from '../../run/stop-signal.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'
import { describeImport, importWithProgress } from './run-import.ts'

const HELP = `Reads the PostgreSQL database of Ozone 0.4 in one read-only transaction: the open reports, and the takedowns and labels that
stand. It writes them to FILE in the form of "countersign import", and then imports FILE. With --dry-run it only writes.

Reports become cases. A takedown or label has no effect here and changes nothing at the platform, until people decide about
it: "countersign import standing" lists those for a bulk action. A second run imports what is new.`

const LINES_BETWEEN_NOTES = 100_000

interface OzoneOptions extends DatabaseOptions {
  urlFile: string
  platform: string
  schema: string
  key: string
  dryRun?: boolean
}

/** Adds the command that reads a database of Ozone. */
export function registerImportOzone(group: Command, context: CommandContext): void {
  const command = group
    .command('ozone')
    .argument('<file>', 'the file to write, which is not there yet')
    .description('import open reports and standing restrictions of Ozone')
    .requiredOption(
      '--url-file <file>',
      "a file with the address of Ozone's PostgreSQL, as postgres://user:password@host/name",
    )
    .requiredOption('--platform <name>', 'the platform of the AT Protocol in the file of COUNTERSIGN_PLATFORMS')
    .option('--schema <name>', "the schema that has Ozone's tables", 'public')
    .option('--key <name>', 'the name of the API key to which the reports belong; made if missing', 'ozone')
    .option('--dry-run', 'write the file and import nothing')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign import ozone ozone.ndjson --url-file ozone-url --platform bluesky --dry-run',
      'countersign import ozone ozone.ndjson --url-file ozone-url --platform bluesky --schema ozone',
    ],
    json: {
      read: 'the number of rows read: report, takedown, label; and left, which the desk can not take',
      imported: 'the result of "countersign import"; null with --dry-run',
    },
  })
  runOnDatabase(command, context, async ({ db }, options: OzoneOptions, file: string) => {
    const read = await readToFile(context, options, file)
    const imported = options.dryRun ? null : await importWithProgress(context, db, { ...options, file })
    const lines = [
      describeRead(file, read),
      imported === null ? 'Nothing was imported.' : describeImport(file, imported),
    ]
    output.result({ read, imported }, lines.join('\n'))
  })
}

async function readToFile(context: CommandContext, options: OzoneOptions, file: string): Promise<ReadCounts> {
  if (existsSync(file))
    throw new StartError(
      `Nothing was read: ${file} is there already. Import it with "countersign import", or name another file.`,
    )
  const { urlFile, schema, platform } = options
  if (!existsSync(urlFile)) throw new StartError(`Nothing was read: there is no file ${urlFile}.`)
  const url = readFileSync(urlFile, 'utf8').trim()
  let noted = 0
  return writeLines(
    file,
    readOzoneDatabase({ url, schema, tool: `ozone ${platform}`, signal: stopSignal() }),
    (counts) => {
      const lines = Object.values(counts).reduce((sum, each) => sum + each, 0)
      if (lines < noted + LINES_BETWEEN_NOTES) return
      noted = lines
      context.printError(`Reading Ozone: ${lines} rows`)
    },
  )
}

const describeRead = (file: string, { report, takedown, label, left }: ReadCounts): string =>
  [
    `Read from Ozone into ${file}: ${report} open reports, ${takedown} takedowns, ${label} labels.`,
    ...(left === 0 ? [] : [`Left out: ${left} rows, such as reports about chats and labels that begin with "!".`]),
  ].join('\n')
