import { type Command, Option } from 'commander'
import { CHANGES, type Change, type Replayed, replayGuards } from '../../../../enforcement/replay/replay-guards.ts'
import { countJudged } from '../../../../enforcement/replay/replay-queries.ts'
import { formatPeople } from '../../../../enforcement/present/format-enforcement.ts'
import { ACTIONS, type Action } from '../../../../foundation/domain.ts'
import { type Guards, loadGuards } from '../../../../policy/guards/guards-file.ts'
import { describeRequirement } from '../../../../policy/requirements/describe-requirement.ts'
import type { Queryable } from '../../../../foundation/database/db.ts'
import type { CommandContext } from '../../command-context.ts'
import { describeCommand } from '../../print/describe-command.ts'
import { count, formatTable, formatTime } from '../../print/format-table.ts'
import { parseSpan } from '../../option-values.ts'
import { showProgress } from '../../print/show-progress.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'
import { openCsv } from '../../print/write-csv.ts'

/** The most differing enforcements that are printed. */
const SHOWN_MAX = 50
const SINCE_DEFAULT = '30d'

const HELP = `Each past enforcement is judged again with the facts that were read when it was proposed. The outcome is compared with
the requirement of that time. A fact that was not read then is unknown, and so are facts about the proposer after 30
days: a condition on an unknown fact counts as true. The table shows the first ${SHOWN_MAX} enforcements with another
outcome; --csv writes all. The command changes nothing.`

interface ReplayOptions extends DatabaseOptions {
  since: ReturnType<typeof parseSpan>
  csv?: string
}

/** Adds the command that judges past enforcements by another guards file. */
export function registerGuardReplay(guard: Command, context: CommandContext): void {
  const replay = guard
    .command('replay')
    .argument('<guards>', 'the file of guards to judge with')
    .description('replay past enforcements against another file of guards and show the differences')
    .addOption(
      new Option('--since <span>', 'how far back, in hours or days')
        .argParser(parseSpan)
        .default(parseSpan(SINCE_DEFAULT), SINCE_DEFAULT),
    )
    .option('--csv <file>', 'write every enforcement to a file')
  const output = describeCommand(replay, context, {
    about: HELP,
    examples: [
      'countersign guard replay our-guards.yaml',
      'countersign guard replay our-guards.yaml --since 7d --csv enforcements.csv',
    ],
    json: {
      guardsHash: 'the SHA-256 of the file of guards',
      since: 'the beginning of the replayed time',
      enforcements: 'the number of enforcements judged',
      differing: 'the number with another outcome',
      withoutProposerFacts: 'the number whose facts about the proposer are deleted',
      withUnknown: 'the number for which a guard fired on an unknown fact',
      byAction: 'for each action the number of each outcome: same, held, delayed, let_through, otherwise',
      first: `the first ${SHOWN_MAX} enforcements with another outcome`,
    },
  })
  addDatabaseOption(replay).action(async (file: string, options: ReplayOptions) => {
    const guards = loadGuards(file)
    await withDatabase(context, options, async ({ db }) => {
      const tally = await replayAll(context, db, guards, options)
      output.result(toJson(tally, guards), describe(tally, file, options))
    })
  })
}

interface Tally {
  since: Date
  enforcements: number
  byAction: Map<Action, Record<Change, number>>
  actorGone: number
  unknown: number
  /** Returns the first enforcements with another outcome, and their number. */
  shown: Replayed[]
  differing: number
}

async function replayAll(context: CommandContext, db: Queryable, guards: Guards, { since, csv }: ReplayOptions) {
  const asked = await countJudged(db, since.ms)
  const tally: Tally = {
    since: asked.since,
    enforcements: 0,
    byAction: new Map(),
    actorGone: 0,
    unknown: 0,
    shown: [],
    differing: 0,
  }
  const file = csv === undefined ? undefined : openCsv(csv, CSV_HEADINGS)
  const progress = showProgress('Judging', asked.enforcements, context.printError)
  try {
    for await (const page of replayGuards(db, guards.guards, asked.since)) {
      for (const replayed of page) add(tally, replayed)
      file?.write(page.map(toCsv))
      progress.update(Math.min(tally.enforcements, asked.enforcements))
    }
  } finally {
    progress.end()
    file?.end()
  }
  return tally
}

function add(tally: Tally, replayed: Replayed): void {
  const { action, change, fired, isActorGone } = replayed
  const counts = tally.byAction.get(action) ?? { same: 0, held: 0, delayed: 0, let_through: 0, otherwise: 0 }
  counts[change]++
  tally.byAction.set(action, counts)
  tally.enforcements++
  if (isActorGone) tally.actorGone++
  if (fired.some(({ errored }) => errored)) tally.unknown++
  if (change === 'same') return
  tally.differing++
  if (tally.shown.length < SHOWN_MAX) tally.shown.push(replayed)
}

const SAID: Record<Change, string> = {
  same: 'as it was',
  held: 'held for others',
  delayed: 'delayed',
  let_through: 'let through',
  otherwise: 'asked otherwise',
}

function describe(tally: Tally, file: string, { since, csv }: ReplayOptions): string {
  const { enforcements, shown, differing } = tally
  if (enforcements === 0) return `Nothing was ordered in the last ${since.text}, so there is nothing to judge.`
  const rows = listCounts(tally).map(([action, counts]) => [
    action,
    String(sum(counts)),
    ...CHANGES.map((change) => String(counts[change])),
  ])
  const parts = [
    `${count(enforcements, 'enforcement')} of the last ${since.text} judged by ${file}, ${differing} with another outcome.`,
    formatTable(['ACTION', 'ENFORCEMENTS', ...CHANGES.map((change) => SAID[change].toUpperCase())], rows),
    ...formatUnknown(tally),
    ...(shown.length === 0 ? [] : [formatTable(HEADINGS, shown.map(toRow))]),
    ...(differing > shown.length
      ? [`And ${count(differing - shown.length, 'more enforcement')}: --csv FILE has all.`]
      : []),
    ...(csv === undefined ? [] : [`${csv} has every enforcement.`]),
  ]
  return parts.join('\n\n')
}

function formatUnknown({ actorGone, unknown }: Tally): string[] {
  const lines = [
    ...(actorGone === 0
      ? []
      : [
          `${count(actorGone, 'enforcement')}: what was known of the proposer is gone after 30 days and counts as unknown.`,
        ]),
    ...(unknown === 0
      ? []
      : [
          `${count(unknown, 'enforcement')}: a guard speaks up because something it turns on is unknown, or was not read then.`,
        ]),
  ]
  return lines.length === 0 ? [] : [lines.join('\n')]
}

const HEADINGS = [
  'ENFORCEMENT',
  'ASKED FOR',
  'ACTION',
  'WOULD BE',
  'OF WHOM',
  'WAS ASKED',
  'WOULD BE ASKED',
  'BECAUSE OF',
]
const toRow = (one: Replayed): string[] => [
  one.enforcementId,
  formatTime(one.proposedAt),
  one.action,
  SAID[one.change],
  formatPeople(one.would.approvals) || '–',
  describeRequirement(one.was),
  describeRequirement(one.would),
  listFired(one) || '–',
]

const CSV_HEADINGS = [
  'enforcement',
  'subject',
  'asked_for',
  'action',
  'change',
  'of_whom',
  'was_asked',
  'would_be_asked',
  'guards',
  'unknown',
  'proposer_gone',
]
const toCsv = (one: Replayed) => [
  one.enforcementId,
  one.subject,
  one.proposedAt.toISOString(),
  one.action,
  one.change,
  formatPeople(one.would.approvals),
  describeRequirement(one.was),
  describeRequirement(one.would),
  one.fired.map(({ id }) => id).join(' '),
  one.fired.some(({ errored }) => errored),
  one.isActorGone,
]

const toJson = (tally: Tally, { hash }: Guards) => ({
  guardsHash: hash,
  since: tally.since,
  enforcements: tally.enforcements,
  differing: tally.differing,
  withoutProposerFacts: tally.actorGone,
  withUnknown: tally.unknown,
  byAction: Object.fromEntries(listCounts(tally)),
  first: tally.shown,
})

const listFired = ({ fired }: Replayed): string =>
  fired.map(({ id, errored }) => (errored ? `${id} (unknown)` : id)).join(', ')

const listCounts = ({ byAction }: Tally): [Action, Record<Change, number>][] =>
  ACTIONS.flatMap((action) => {
    const counts = byAction.get(action)
    return counts === undefined ? [] : [[action, counts] as [Action, Record<Change, number>]]
  })

const sum = (counts: Record<Change, number>): number => CHANGES.reduce((total, change) => total + counts[change], 0)
