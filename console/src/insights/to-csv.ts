import type { Insight } from '../api/shapes.ts'

/** The table as a file of commas: numbers as they are and times in ISO 8601, for other programs. Pure. */
export function toCsv({ chart, by, groups, series, points }: Insight): string {
  const named = series.map(({ name, unit, group }) =>
    [`${chart} ${name} (${unit})`, ...(by === null ? [] : [nameGroup(groups[group])])].join(' '),
  )
  const head = ['from', 'until', 'hour', ...named]
  const rows = points.map(({ at, until, hour, values }) => [
    at ?? '',
    until ?? '',
    hour ?? '',
    ...values.map((v) => v ?? ''),
  ])
  return [head, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n')
}

const nameGroup = (group: Insight['groups'][number] | undefined): string =>
  group === undefined || group.others > 0 ? `${group?.others ?? 0} others` : (group.value ?? 'none')

/** Spreadsheets run text that begins like this as a formula (OWASP, CSV injection), full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Text that a spreadsheet would run begins with an apostrophe, which it doesn't show. Numbers stay numbers. */
function csvField(value: string | number): string {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) || text !== String(value) ? `"${text.replaceAll('"', '""')}"` : text
}
