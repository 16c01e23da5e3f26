export type CsvRow = readonly (string | number | boolean)[]

/** Returns a line of CSV (RFC 4180). Text that a spreadsheet would run as a formula stays text. */
export const formatCsvLine = (row: CsvRow): string => `${row.map(field).join(',')}\r\n`

/**
 * Spreadsheets run text that begins with one of these characters as a formula (OWASP, CSV injection), full-width forms
 * included. A spreadsheet of a German desktop separates fields at each semicolon, also inside of our quotes, so text
 * after a semicolon, tab or line break begins a field too.
 */
const FORMULA = /((?:^|[;\t\r\n])[ "]*)(?=[=+\-@＝＋－＠])/g
const BEGINS_BLANK = /^(?=[\t\r\n])/

/** Text that a spreadsheet would run begins with an apostrophe, which it doesn't show. Numbers stay numbers. */
const field = (value: string | number | boolean): string => {
  const text = typeof value === 'string' ? value.replace(FORMULA, "$1'").replace(BEGINS_BLANK, "'") : String(value)
  return /[",\r\n]/.test(text) || text !== String(value) ? `"${text.replaceAll('"', '""')}"` : text
}
