/** One person or office of a list, with the attributes by which an account may be matched. */
interface Entry {
  handles: string[]
  ids: string[]
  domains: string[]
}

/** The desk takes no larger body than this, of which the list is most. */
export const LIST_BYTES_MAX = 1_000_000
/** A test compares this limit and the next two with those of the desk. */
export const ENTRIES_MAX = 5_000
export const NAMES_MAX = 10
export const NAME_CHARS_MAX = 256

/**
 * The names, in any letter case, of fields with a handle, an id or a domain. A test compares them with those of the
 * command line.
 */
export const LIST_FIELDS = {
  handles: ['handle', 'username', 'screen_name'],
  ids: ['account_id', 'platform_id'],
  domains: ['domain', 'website', 'url'],
} as const

export type Refusal = 'unreadable' | 'nothing' | 'long' | 'many' | 'over'

/** A read list: the entries that the desk takes, and the lines that it does not, each with the cause. */
export interface ReadList {
  list: Entry[]
  refused: { line: number; why: Refusal }[]
}

/** Reads a list of accounts from a CSV file with a header, or from a file with one JSON object on each line. */
export function readList(text: string, format: 'csv' | 'ndjson'): ReadList {
  const rows = format === 'csv' ? readCsv(text) : readNdjson(text)
  const found: ReadList = { list: [], refused: [] }
  for (const { line, fields } of rows) {
    const entry = fields && toEntry(fields)
    const why = entry === undefined ? 'unreadable' : refusalOf(entry, found.list.length)
    if (why === undefined && entry !== undefined) found.list.push(entry)
    else found.refused.push({ line, why: why ?? 'unreadable' })
  }
  return found
}

interface Row {
  line: number
  /** Undefined: the line is not readable. */
  fields: readonly (readonly [string, string])[] | undefined
}

function refusalOf({ handles, ids, domains }: Entry, taken: number): Refusal | undefined {
  const names = [...handles, ...ids, ...domains]
  if (names.length === 0) return 'nothing'
  if (names.some((name) => name.length > NAME_CHARS_MAX)) return 'long'
  if ([handles, ids, domains].some((each) => each.length > NAMES_MAX)) return 'many'
  return taken >= ENTRIES_MAX ? 'over' : undefined
}

function toEntry(fields: readonly (readonly [string, string])[]): Entry {
  const pick = (names: readonly string[]) =>
    fields.flatMap(([name, value]) => (names.includes(name.trim().toLowerCase()) && value !== '' ? [value] : []))
  const { handles, ids, domains } = LIST_FIELDS
  return { handles: pick(handles), ids: pick(ids), domains: pick(domains).map(domainOf) }
}

/** Returns the domain of an address. Other text stays as it is and matches nothing. */
function domainOf(text: string): string {
  const host = URL.canParse(text) ? new URL(text).hostname : text
  return host.toLowerCase().replace(/^www\./, '')
}

function readNdjson(text: string): Row[] {
  return text
    .split('\n')
    .flatMap((line, index): Row[] => (line.trim() === '' ? [] : [{ line: index + 1, fields: readObject(line) }]))
}

function readObject(line: string): Row['fields'] {
  try {
    const read: unknown = JSON.parse(line)
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return undefined
    return Object.entries(read).flatMap(([name, value]) =>
      [value]
        .flat()
        .flatMap((each: unknown): [string, string][] =>
          typeof each === 'string' || typeof each === 'number' ? [[name, String(each).trim()]] : [],
        ),
    )
  } catch {
    return undefined
  }
}

function readCsv(text: string): Row[] {
  const [head, ...rows] = splitCsv(text.replace(/^\uFEFF/, ''))
  if (head === undefined) return []
  return rows.map(({ line, cells }) => ({
    line,
    fields:
      cells.length === head.cells.length ? cells.map((cell, at) => [head.cells[at] ?? '', cell.trim()]) : undefined,
  }))
}

/** Splits a CSV text into rows (RFC 4180). A cell in quotes may hold commas, line ends and doubled quotes. */
function splitCsv(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  let line = 1
  let row = { line, cells: [] as string[] }
  for (const [token, quoted, plain = '', end = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    if (token === '' && row.cells.length === 0) break
    row.cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    line += token.split('\n').length - 1
    if (end === ',') continue
    if (row.cells.some((cell) => cell !== '')) rows.push(row)
    row = { line, cells: [] }
  }
  return rows
}
