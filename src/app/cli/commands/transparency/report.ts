import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Option } from 'commander'
import type { Change } from '../../../../admin/change/change-queries.ts'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import { readPoliciesInForce } from '../../../../admin/rule-sets/policies-in-force.ts'
import { readConfig } from '../../../../config.ts'
import type { StaffCaller } from '../../../../foundation/domain.ts'
import { reasonOf, StartError } from '../../../../foundation/store/start-error.ts'
import {
  hashFiles,
  makeReport,
  type TransparencyReport,
  toRecords,
  writeFiles,
} from '../../../../oversight/transparency/report/build-report.ts'
import { storeAlone } from '../../../../oversight/transparency/report/stored-reports.ts'
import type { Desk } from '../../../../policy/desk.ts'
import { loadTransparency, TRANSPARENCY_FILE } from '../../../../policy/transparency/transparency-file.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { parseCalendarDay } from '../../option-values.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { count } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

interface Options extends DatabaseOptions, TokenOptions {
  from: string
  to: string
  format: 'csv' | 'json'
  settings?: string
  final?: true
}

const ABOUT = `Reports that the law asks a platform to publish.`
const HELP = `Writes the eleven parts of the report in the templates of Implementing Regulation (EU) 2024/2835: CSV (RFC 4180, UTF-8), or one
JSON file. Each figure is counted from what the desk recorded; what no desk can know, such as the recipients of the service, comes
from transparency.yaml, or stays empty and is listed.

A day is counted once it is over for an hour, by a worker. Days are those of UTC. --final stores the files and proposes to make them
final; it takes a person with the role policy or lead. A second person agrees to their hash, which the ledger then has.`

const JSON_FILE = 'transparency-report.json'

export const registerReport: RegisterCommand = (program, context) => {
  const group = describeGroup(program.command('report').description('write reports that the law asks for'), ABOUT)
  const command = group
    .command('transparency')
    .description('write the transparency report of a period')
    .argument('<folder>', 'the folder for the files; files of the same names are replaced')
    .requiredOption('--from <time>', 'the first day, such as 2026-01-01', parseCalendarDay)
    .requiredOption('--to <time>', 'the last day, such as 2026-12-31', parseCalendarDay)
    .addOption(new Option('--format <format>', 'the form of the report').choices(['csv', 'json']).default('csv'))
    .option(
      '--settings <file>',
      'texts and figures that the desk does not know (default: transparency.yaml of the policies)',
    )
    .option('--final', 'store the report and propose to make it final')
  const output = describeCommand(command, context, {
    about: HELP,
    examples: [
      'countersign report transparency report-2026 --from 2026-01-01 --to 2026-12-31',
      'countersign report transparency report-2026 --from 2026-07-01 --to 2026-12-31 --format json',
      'countersign report transparency report-2026 --from 2026-01-01 --to 2026-12-31 --final',
    ],
    json: {
      files: 'the files that were written',
      hash: 'the SHA-256 over the files, in hexadecimal digits; the same for both formats',
      gaps: 'part and indicator of each value that is empty because it was not stated',
      report: 'with --final: the id of the stored report',
      change: 'with --final: the id of the change to which a second person agrees. Left out: it is final already',
    },
    finds: 'values that were not stated are empty',
  })
  addTokenOption(command)
  runOnDatabase(command, context, async ({ db }, options: Options, folder: string) => {
    const { policiesDir } = readConfig(context.env)
    const by = options.final ? await findActing(context, options, db) : undefined
    const { policies } = await readPoliciesInForce(db, policiesDir)
    const settings = loadTransparency(options.settings ?? join(policiesDir, TRANSPARENCY_FILE))
    const report = await makeReport(db, { period: { from: options.from, to: options.to }, settings, policies })
    const files = writeReport(folder, options.format, report)
    const stored = by && (await storeAlone(db, report, by))
    const change = by && stored && stored.finalAt === null ? await proposeFinal({ db }, stored.id, by) : undefined
    const hash = hashFiles(writeFiles(report))
    const said = { report: stored?.id, change: change?.id }
    output.result({ files, hash, gaps: report.gaps, ...said }, describe(report, files, hash, said))
    if (report.gaps.length > 0) context.markFound()
  })
}

const proposeFinal = (desk: Pick<Desk, 'db'>, reportId: string, by: StaffCaller): Promise<Change> =>
  proposeChange(desk, { wanted: { kind: 'transparency_report', reportId }, reason: REASON, by })

const REASON = 'The report of the period is finished.'

function writeReport(folder: string, format: Options['format'], report: TransparencyReport): string[] {
  const files =
    format === 'csv'
      ? writeFiles(report)
      : { [JSON_FILE]: `${JSON.stringify(toRecords(report.period, writeFiles(report)), null, 1)}\n` }
  try {
    mkdirSync(folder, { recursive: true })
    return Object.entries(files).map(([name, text]) => {
      const path = resolve(folder, name)
      writeFileSync(path, text)
      return path
    })
  } catch (error) {
    throw new StartError(`The report can't be written to ${folder}: ${reasonOf(error)}.`, { cause: error })
  }
}

const describe = (
  { gaps }: TransparencyReport,
  files: readonly string[],
  hash: string,
  { report, change }: { report: string | undefined; change: string | undefined },
): string =>
  [
    `${count(files.length, 'file')} written. SHA-256: ${hash}`,
    ...(report === undefined ? [] : [`Stored: ${report}.`]),
    ...(change === undefined ? [] : [`A second person makes it final: they agree to ${change}.`]),
    ...(gaps.length === 0 ? [] : ['Empty, because they were not stated:']),
    ...gaps.map(({ part, indicator }) => `  ${part}: ${indicator}`),
  ].join('\n')
