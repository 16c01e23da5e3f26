import { offlineSecondsOf, type PlayedRun } from './run-scenario.ts'
import type { Scenario } from './file/scenario-file.ts'
import type { Entry } from './timeline.ts'

const WIDTH = 100
const COLUMNS_MAX = 4
const TIME_WIDTH = 5
const GAP = '  '
const OFFLINE = '█ '
const UP = '  '
const MINUTE_CHARS = 5

/**
 * Prints the runs side by side, minute by minute, in at most 100 columns; runs of several lines follow in full below.
 */
export function compareRuns(scenario: Scenario, runs: readonly PlayedRun[]): string {
  const tables: string[] = []
  for (let from = 0; from < runs.length; from += COLUMNS_MAX)
    tables.push(formatRuns(runs.slice(from, from + COLUMNS_MAX)))
  const told = runs.filter(({ lines }) => lines.length > 1).flatMap(formatLines)
  return [formatScenario(scenario), ...tables, ...told].join('\n\n')
}

function formatScenario({ title, day, utcOffset, about, intents, people, watch }: Scenario): string {
  const who = people.flatMap(({ name, is }) => (is === undefined ? [] : [`${name}, ${is}`]))
  const meant = ['What may have been meant. The clicks are the same, so nothing depends on it:']
  return [
    `${title} (${day}, UTC${utcOffset})`,
    ...(about === undefined ? [] : ['', ...wrap(about.trim(), WIDTH)]),
    ...(intents.length === 0 ? [] : ['', ...meant, ...intents.flatMap((intent) => hang('  - ', intent))]),
    ...(who.length === 0 ? [] : ['', ...wrap(`Who: ${who.join('; ')}.`, WIDTH)]),
    '',
    `${OFFLINE}visitors find nothing at @${watch}`,
  ].join('\n')
}

/** One column for each run: its last line, when it has several. */
function formatRuns(runs: readonly PlayedRun[]): string {
  const width = Math.floor((WIDTH - TIME_WIDTH) / runs.length) - GAP.length
  const columns = runs.map(({ lines }) => lines.at(-1)?.timeline ?? [])
  const minutes = [...new Set(columns.flat().map(minuteOf))].sort()
  const text = (says: string): Cell => ({ lines: wrap(says, width - UP.length).map((line) => UP + line), below: UP })
  return [
    ...formatRow(
      width,
      '',
      runs.map(({ name }) => text(name)),
    ),
    ...formatRow(
      width,
      '',
      runs.map(({ title, lines }) => text(lines.length > 1 ? (lines.at(-1)?.line.title ?? title) : title)),
    ),
    ...minutes.flatMap((minute) =>
      formatRow(
        width,
        minute,
        columns.map((column) => cellOf(column, minute, width)),
      ),
    ),
    ...formatRow(
      width,
      'offline',
      runs.map((run) => text(formatOffline(offlineSecondsOf(run)))),
    ),
  ].join('\n')
}

interface Cell {
  lines: readonly string[]
  /** The text on further lines of the cell, when a neighbouring cell has more lines. */
  below: string
}

function formatRow(width: number, first: string, cells: readonly Cell[]): string[] {
  const height = Math.max(1, ...cells.map(({ lines }) => lines.length))
  return Array.from({ length: height }, (_, at) =>
    [(at === 0 ? first : '').padEnd(TIME_WIDTH), ...cells.map(({ lines, below }) => (lines[at] ?? below).padEnd(width))]
      .join(GAP)
      .trimEnd(),
  )
}

const minuteOf = ({ time }: Entry): string => time.slice(0, MINUTE_CHARS)

/**
 * Formats the events of one run in one minute. Repeated entries appear once; a bar marks the time in which the account
 * was offline.
 */
function cellOf(column: readonly Entry[], minute: string, width: number): Cell {
  const now = column.filter((entry) => minuteOf(entry) === minute)
  const lines = now
    .filter(({ says }, at) => says !== now[at - 1]?.says)
    .flatMap(({ offline, says }) => wrap(says, width - UP.length).map((line) => (offline ? OFFLINE : UP) + line))
  const last = column.findLast((entry) => minuteOf(entry) <= minute)
  return { lines, below: last?.offline ? OFFLINE : UP }
}

function formatLines(run: PlayedRun): string[] {
  return run.lines.map(({ line, offlineSeconds, timeline }) =>
    [
      `${run.name}, ${line.title}: offline ${formatOffline(offlineSeconds)}`,
      ...timeline.flatMap(({ time, says, detail }) => hang(`  ${formatClockTime(time)}  `, detail ?? says)),
    ].join('\n'),
  )
}

const formatClockTime = (time: string): string => (time.endsWith(':00') ? time.slice(0, MINUTE_CHARS) : time)

/** Formats a duration: 11 min, 4 min 50 s, never. */
export function formatOffline(seconds: number): string {
  if (seconds === 0) return 'never'
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  return [...(minutes > 0 ? [`${minutes} min`] : []), ...(rest > 0 ? [`${rest} s`] : [])].join(' ')
}

/** Formats a text behind a mark, with further lines aligned under the first. */
const hang = (mark: string, text: string): string[] =>
  wrap(text, WIDTH - mark.length).map((line, at) => (at === 0 ? mark : ' '.repeat(mark.length)) + line)

/** Breaks a text between words, and inside a word that is longer than a line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap((each) => each.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}
