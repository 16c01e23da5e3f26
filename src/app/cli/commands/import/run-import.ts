import { readPoliciesInForce } from '../../../../admin/rule-sets/policies-in-force.ts'
import type { ImportCounts } from '../../../../cases/import/import-batch.ts'
import { type Imported, importFile } from '../../../../cases/import/import-file.ts'
import { rejectedPath } from '../../../../cases/import/import-progress.ts'
import { readConfig } from '../../../../config.ts'
import type { Pool } from '../../../../foundation/database/db.ts'
import type { CommandContext } from '../../command-context.ts'
import { formatTable } from '../../print/format-table.ts'
import { type Progress, showProgress } from '../../print/show-progress.ts'
import { stopSignal } from '../../run/stop-signal.ts'

interface Importing {
  file: string
  key: string
  platform?: string
}

/** Imports a file, shows the progress, and marks the command as refused unless every line was taken. */
export async function importWithProgress(
  context: CommandContext,
  db: Pool,
  { file, key: keyName, platform }: Importing,
): Promise<Imported> {
  const { policies } = await readPoliciesInForce(db, readConfig(context.env).policiesDir)
  let progress: Progress | undefined
  const onProgress = (done: Imported) => {
    progress ??= startProgress(context, done)
    progress.update(done.bytes)
  }
  const named = platform && { platform }
  const imported = await importFile(
    { db, policies },
    { file, keyName, ...named, signal: stopSignal(), onProgress },
  ).finally(() => progress?.end())
  if (imported.rejected > 0 || !imported.finished) context.markRefused()
  return imported
}

function startProgress({ printError }: CommandContext, { lines, size }: Imported): Progress {
  if (lines > 0) printError(`Going on at line ${lines + 1}: the lines before it are stored.`)
  return showProgress('Importing', size, printError)
}

/** Describes what was imported, in lines. */
export function describeImport(file: string, { counts, rejected, lines, finished }: Imported): string {
  const names = { account: 'accounts', content: 'contents', report: 'reports', restriction: 'restrictions' } as const
  const rows = (['account', 'content', 'report', 'restriction'] as const).map((type) => [
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
