/** Formats rows under their headings, each column as wide as its widest entry. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...rows.map((row) => row[column] ?? '')].map(widthOf)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd()
  return [headings, ...rows].map(line).join('\n')
}

/** Counts characters as people do, not code units. */
const widthOf = (text: string): number => [...new Intl.Segmenter().segment(text)].length

/** Formats a time to the minute, in UTC; a dash where there is none. */
export const formatTime = (at: Date | null): string =>
  at ? `${at.toISOString().slice(0, 16).replace('T', ' ')}Z` : '–'

/** Formats a number with the singular or plural of its noun. */
export const count = (many: number, what: string): string =>
  `${many.toLocaleString('en')} ${what}${many === 1 ? '' : 's'}`
