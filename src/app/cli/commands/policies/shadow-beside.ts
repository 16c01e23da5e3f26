import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { type Compared, compare, type ComparisonReport, summarise } from '../../../beside/compare.ts'
import { type Comparison, loadComparison, storeComparison } from '../../../beside/observation.ts'
import { observeMastodon, observeOzone } from '../../../beside/observe.ts'
import { openTool, type Tool } from '../../../beside/open-tool.ts'
import { readConfig } from '../../../../config.ts'
import { DAY_MS, formatDuration } from '../../../../foundation/durations.ts'
import { ConnectorError } from '../../../../foundation/connector/connector.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'
import { loadGuards } from '../../../../policy/guards/guards-file.ts'
import type { CommandContext } from '../../command-context.ts'
import { describeCommand, type Output } from '../../print/describe-command.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { openCsv } from '../../print/write-csv.ts'
import { readPlatformConfig } from '../../run/find-platform.ts'

const DAYS = 14
const DAYS_MAX = 90

const BEGIN_HELP = `Begins to watch a Mastodon server or an Ozone service beside which this desk is tried out. The desk decides nothing and
sends nothing but reads. Then "shadow observe" reads what the moderators did since, and "shadow compare" reports what the
guards of this desk would have asked for it.

For Ozone, name its address and a file with its administrator's password; the platform is the connector atproto, whose
AppView gives the reach of accounts. For Mastodon the token of the platform needs the scope admin:read:accounts alone.`

const OBSERVE_HELP = `Run it every five minutes, by cron for example. Mastodon states no times of acts: an act counts from the read that first
shows it, and one that was undone between two reads is not seen.`

const COMPARE_HELP = `Each act is judged as if a rested colleague on duty had proposed it on a quiet day, because the other tool tells nothing
of its people. So guards on haste and on the last days of a job fire less here than at work. Facts of the account that
are unknown stay unknown, and guards that need them fire.`

interface BeginOptions {
  platform: string
  ozone?: string
  passwordFile?: string
  days: number
}

/** Adds the commands that watch another tool and report what the guards would have asked of it. */
export function registerShadowBeside(shadow: Command, context: CommandContext): void {
  registerBegin(shadow, context)
  registerObserve(shadow, context)
  registerCompare(shadow, context)
}

type Progress = Output<'file' | 'platform' | 'tool' | 'until' | 'observed' | 'isOver'>
const PROGRESS_JSON = {
  file: 'the file of the comparison',
  platform: 'the name of the platform',
  tool: 'ozone or mastodon',
  until: 'the end of the comparison',
  observed: 'the number of enforcements of the other tool so far',
  isOver: 'true when nothing more is read',
} as const

function registerBegin(shadow: Command, context: CommandContext): void {
  const command = shadow
    .command('begin')
    .argument('<file>', 'the new file of the comparison')
    .description('begin to watch another tool, without deciding anything')
    .requiredOption('--platform <name>', 'the platform, by its name in the file of COUNTERSIGN_PLATFORMS')
    .option('--ozone <url>', 'the address of the Ozone service; without it the platform is a Mastodon server')
    .option('--password-file <file>', "the file with the password of Ozone's administrator")
    .option('--days <number>', `the days to watch, at most ${DAYS_MAX}`, parseDays, DAYS)
  const output: Progress = describeCommand(command, context, {
    about: BEGIN_HELP,
    examples: [
      'countersign shadow begin two-weeks.json --platform social',
      'countersign shadow begin two-weeks.json --platform bluesky --ozone https://ozone.example --password-file ozone-password',
    ],
    json: PROGRESS_JSON,
  })
  command.action(async (file: string, { platform, ozone, passwordFile, days }: BeginOptions) => {
    if (existsSync(file)) throw new StartError(`Nothing was begun: ${file} exists. Name a new file.`)
    const now = systemNow()
    const began: Comparison = {
      ...{ version: 1, platform, tool: ozone === undefined ? 'mastodon' : 'ozone', address: ozone ?? null },
      ...{ begunAt: now.toISOString(), readThrough: now.toISOString(), standing: {}, observed: [] },
      until: new Date(now.getTime() + days * DAY_MS).toISOString(),
    }
    const tool = openOf(context, began, passwordFile)
    // The accounts that are restricted already were no acts of these two weeks.
    const first = { ...(await read(tool, began)), observed: [] }
    storeComparison(file, first)
    printProgress(output, file, first)
  })
}

function registerObserve(shadow: Command, context: CommandContext): void {
  const command = shadow
    .command('observe')
    .argument('<file>', 'the file of the comparison')
    .description('read what the other tool did since the last time')
    .option('--password-file <file>', "the file with the password of Ozone's administrator")
  const output: Progress = describeCommand(command, context, {
    about: OBSERVE_HELP,
    examples: ['countersign shadow observe two-weeks.json'],
    json: PROGRESS_JSON,
  })
  command.action(async (file: string, { passwordFile }: Pick<BeginOptions, 'passwordFile'>) => {
    const before = loadComparison(file)
    if (isOver(before)) return printProgress(output, file, before)
    const after = await read(openOf(context, before, passwordFile), before)
    storeComparison(file, after)
    printProgress(output, file, after)
  })
}

function registerCompare(shadow: Command, context: CommandContext): void {
  const command = shadow
    .command('compare')
    .argument('<file>', 'the file of the comparison')
    .description('report what the guards would have asked of another tool')
    .option('--guards <file>', 'the file of guards (guards.yaml among the policies)')
    .option('--csv <file>', 'write each enforcement to a CSV file')
  const output = describeCommand(command, context, {
    about: COMPARE_HELP,
    examples: [
      'countersign shadow compare two-weeks.json',
      'countersign shadow compare two-weeks.json --guards our-guards.yaml --csv two-weeks.csv',
    ],
    json: {
      from: 'the beginning of the comparison',
      to: 'the time of the last read',
      enforcements: 'the number of enforcements of the other tool',
      needed: 'the number that would have needed the approval of another person',
      guards: 'of each guard that fired: name, enforcements, needed',
      reach: 'the same by the reach of the account',
      farthest: 'the ten that took the account or content with the most reach offline',
    },
  })
  command.action((file: string, { guards: guardsFile, csv }: { guards?: string; csv?: string }) => {
    const comparison = loadComparison(file)
    const { guards } = loadGuards(guardsFile ?? resolve(readConfig(context.env).policiesDir, 'guards.yaml'))
    const compared = compare(comparison, guards, systemNow())
    const report = summarise(comparison, compared)
    if (csv !== undefined) writeCompared(csv, compared)
    output.result({ ...report }, formatReport(report).join('\n'))
  })
}

function openOf(context: CommandContext, comparison: Comparison, passwordFile: string | undefined): Tool {
  const { platforms, allowPrivate } = readPlatformConfig(context)
  const password = passwordFile === undefined ? undefined : readFileSync(passwordFile, 'utf8').trim()
  return openTool(comparison, { platforms, allowPrivate, now: systemNow, password })
}

/** Reads once. A tool that doesn't answer is told in one sentence, and the file stays as it is. */
async function read(tool: Tool, before: Comparison): Promise<Comparison> {
  try {
    return tool.kind === 'ozone'
      ? await observeOzone(before, await tool.listActs(before.readThrough), tool.connector)
      : observeMastodon(before, await tool.listRestricted(), systemNow())
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    throw new StartError(`Nothing was read: ${error.message} (${error.failure}). The file is as before.`)
  }
}

const isOver = ({ until }: Comparison): boolean => systemNow() >= new Date(until)

function printProgress(output: Progress, file: string, comparison: Comparison): void {
  const { platform, tool, until, observed } = comparison
  const over = isOver(comparison)
  const rest = over ? 'The comparison is over.' : `It reads until ${formatTime(new Date(until))}.`
  const value = { file, platform, tool, until, observed: observed.length, isOver: over }
  output.result(value, `${observed.length} enforcements of the other tool were observed. ${rest} Nothing was changed.`)
}

function formatReport({ from, to, enforcements, needed, guards, reach, farthest }: ComparisonReport): string[] {
  const span = `From ${formatTime(new Date(from))} to ${formatTime(new Date(to))} the other tool made ${enforcements} enforcements.`
  const rowsOf = (counts: ComparisonReport['guards']) =>
    counts.map((each) => [each.name, String(each.enforcements), String(each.needed)])
  return [
    `${span} The guards would have asked for the approval of another person for ${needed}.`,
    '',
    formatTable(['GUARD', 'FIRED', 'APPROVAL NEEDED'], rowsOf(guards)),
    '',
    formatTable(['REACH', 'ENFORCEMENTS', 'APPROVAL NEEDED'], rowsOf(reach)),
    '',
    formatTable(
      ['FARTHEST', 'REACH', 'ACTION', 'SINCE', 'OFFLINE', 'REQUIREMENT'],
      farthest.map((each) => [
        each.handle ?? each.accountId,
        String(each.facts.reach ?? 'unknown'),
        each.action,
        formatTime(new Date(each.at)),
        `${formatDuration(each.offlineMs ?? 0)}${each.endedAt === null ? ' so far' : ''}`,
        each.asks,
      ]),
    ),
  ]
}

const HEADINGS = ['account', 'content', 'handle', 'action', 'at', 'ended_at', 'reach', 'guards', 'approvals', 'hold_ms']

function writeCompared(path: string, compared: readonly Compared[]): void {
  const csv = openCsv(path, HEADINGS)
  csv.write(
    compared.map((each) => [
      ...[each.accountId, each.contentId ?? '', each.handle ?? '', each.action, each.at, each.endedAt ?? ''],
      ...[String(each.facts.reach ?? ''), each.fired.join(' '), String(each.approvals), String(each.holdMs)],
    ]),
  )
  csv.end()
}

function parseDays(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days) && days >= 1 && days <= DAYS_MAX) return days
  throw new InvalidArgumentError(`It is a whole number from 1 to ${DAYS_MAX}.`)
}
