import type { RegisterCommand } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'
import { registerImportOzone } from './import-ozone.ts'
import { registerImportStanding } from './import-standing.ts'
import { describeImport, importWithProgress } from './run-import.ts'

const HELP = `The file has one JSON object per line: "type" is account, content or report, and the other fields are those of the API.
The type restriction is one of another tool that stands now. It has no effect: an enforcement takes it over.
After a stop the same command resumes where it ended. A file that was imported before changes nothing.

Rejected lines go to FILE.rejected.ndjson, each with its reason; the other lines are imported, and the exit code is 1.`

const KEY_DEFAULT = 'import'

interface ImportCommandOptions extends DatabaseOptions {
  key: string
  platform?: string
}

export const registerImport: RegisterCommand = (program, context) => {
  const command = program
    .command('import')
    .argument('<file>', 'accounts, contents, reports and standing restrictions as NDJSON')
    .description('import accounts, contents, reports and standing restrictions')
    .option('--key <name>', 'the name of the API key that the reports are imported for; made if missing', KEY_DEFAULT)
    .option('--platform <name>', 'the platform whose ids the file has (default: the one without a name)')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign import reports.ndjson',
      'countersign import archive.ndjson --key archive',
      'countersign import reports.ndjson --platform forum',
    ],
    json: {
      counts: 'new and known of each type: account, content, report, restriction',
      rejected: 'the number of rejected lines',
      lines: 'the number of lines read',
      bytes: 'the number of bytes read',
      size: 'the size of the file in bytes',
      finished: 'false when the import was stopped before the end',
    },
  })
  runOnDatabase(command, context, async ({ db }, options: ImportCommandOptions, file: string) => {
    const imported = await importWithProgress(context, db, { ...options, file })
    output.result({ ...imported }, describeImport(file, imported))
  })
  registerImportOzone(command, context)
  registerImportStanding(command, context)
}
