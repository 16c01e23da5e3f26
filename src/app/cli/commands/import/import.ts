import { readPoliciesInForce } from '../../../admin/rule-sets/policies-in-force.ts'
import { readConfig } from '../../../config.ts'
import type { ImportCounts } from '../../../cases/import/import-batch.ts'
import { type Imported, importFile } from '../../../cases/import/import-file.ts'
import { rejectedPath } from '../../../cases/import/import-progress.ts'
import type { CommandContext, RegisterCommand } from '../command-context.ts'
import { describeCommand } from '../print/describe-command.ts'
import { formatTable } from '../print/format-table.ts'
import { type Progress, showProgress } from '../print/show-progress.ts'
import { stopSignal } from '../run/stop-signal.ts'
import { type DatabaseOptions, runOnDatabase } from '../run/with-database.ts'

const HELP = `The file has one JSON object per line: "type" is account, content or report, and the other fields are those of the API.
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
    .argument('<file>', 'accounts, contents and reports as NDJSON')
    .description('import accounts, contents and reports from a file')
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
      counts: 'new and known of each type: account, content, report',
      rejected: 'the number of rejected lines',
      lines: 'the number of lines read',
      bytes: 'the number of bytes read',
      size: 'the size of the file in bytes',
      finished: 'false when the import was stopped before the end',
    },
  })
  runOnDatabase(command, context, async ({ db }, options: ImportCommandOptions, file: string) => {
    const { policies } = await readPoliciesInForce(db, readConfig(context.env).policiesDir)
    let progress: Progress | undefined
    const onProgress = (done: Imported) => {
      progress ??= startProgress(context, done)
      progress.update(done.bytes)
    }
    const imported = await importFile(
      { db, policies },
      {
        file,
        keyName: options.key,
        ...(options.platform && { platform: options.platform }),
        signal: stopSignal(),
        onProgress,
      },
    ).finally(() => progress?.end())
    output.result({ ...imported }, describe(file, imported))
    if (imported.rejected > 0 || !imported.finished) context.markRefused()
  })
}

function startProgress({ printError }: CommandContext, { lines, size }: Imported): Progress {
  if (lines > 0) printError(`Going on at line ${lines + 1}: the lines before it are stored.`)
  return showProgress('Importing', size, printError)
}

function describe(file: string, { counts, rejected, lines, finished }: Imported): string {
  const names = { account: 'accounts', content: 'contents', report: 'reports' } as const
  const rows = (['account', 'content', 'report'] as const).map((type) => [
    names[type],
    String(counts[type].new),
    String(counts[type].known),
  ])
  return [
    finished ? `Imported ${file}: ${lines} lines.` : `Stopped after line ${lines} of ${file}: start it again to go on.`,
    formatTable(['', 'NEW', 'KNOWN'], rows),
    ...(finished && changedNothing(counts) ? ['Nothing changed: all of it was known.'] : []),
    ...(rejected > 0 ? [`Lines not taken: ${rejected}. Why stands in ${rejectedPath(file)}.`] : []),
  ].join('\n')
}

const changedNothing = (counts: ImportCounts): boolean =>
  Object.values(counts).every((count) => count.new === 0) && Object.values(counts).some((count) => count.known > 0)
