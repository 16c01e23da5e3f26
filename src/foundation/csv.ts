export type CsvRow = readonly (string | number | boolean)[]

/** Returns a line of CSV (RFC 4180). Text that a spreadsheet would run as a formula stays text. */
export const csvLine = (row: CsvRow): string => `${row.map(field).join(',')}\r\n`

/** Spreadsheets run text that begins like this as a formula (OWASP, CSV injection), full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Text that a spreadsheet would run begins with an apostrophe, which it doesn't show. Numbers stay numbers. */
const field = (value: string | number | boolean): string => {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) || text !== String(value) ? `"${text.replaceAll('"', '""')}"` : text
}
