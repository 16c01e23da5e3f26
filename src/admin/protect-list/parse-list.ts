import { parse as parseCsv } from 'csv-parse/sync'
import { parse as parseYaml } from 'yaml'
import { DeskError, messageOf } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import type { PublicList } from './match-list.ts'

/** The largest file of a protect list. */
export const LIST_BYTES_MAX = 10 * 1_048_576
/**
 * The levels of an entry that are read: a list identifies a person on the first ones, as in `social: { twitter: … }`.
 */
const DEPTH_MAX = 3

/** The names, in any letter case, of fields with a handle, an id or a domain. */
export interface ListFields {
  handle: readonly string[]
  id: readonly string[]
  domain: readonly string[]
}

export const LIST_FIELDS: ListFields = {
  handle: ['handle', 'username', 'screen_name'],
  id: ['account_id', 'platform_id'],
  domain: ['domain', 'website', 'url'],
}

/**
 * Reads a protect list from a CSV file with a header, or from a YAML list of maps. An entry without a handle, id or
 * domain is left out.
 */
export function parseList(text: string, format: 'csv' | 'yaml', fields: ListFields): PublicList {
  const entries = readEntries(text, format)
  if (!Array.isArray(entries)) throw refused(message('protectList.notList'))
  return entries.map((entry: unknown) => toEntry(entry, fields)).filter(hasAny)
}

function readEntries(text: string, format: 'csv' | 'yaml'): unknown {
  try {
    // The list comes from outside: YAML aliases could make it grow without limit.
    return format === 'yaml' ? parseYaml(text, { maxAliasCount: 0 }) : parseCsv(text, { columns: true, bom: true })
  } catch (error) {
    throw refused(message('protectList.notRead', { format, why: messageOf(error) }))
  }
}

const refused = (why: Message): DeskError => new DeskError('invalid_input', message('protectList.notMatched', { why }))

function toEntry(entry: unknown, { handle, id, domain }: ListFields): PublicList[number] {
  const said = fieldsOf(entry, 1)
  const pick = (names: readonly string[]) =>
    said.flatMap(([name, value]) => (names.includes(name.toLowerCase()) && value !== '' ? [value] : []))
  return { handles: pick(handle), ids: pick(id), domains: pick(domain).map(domainOf) }
}

function fieldsOf(entry: unknown, depth: number): [string, string][] {
  if (typeof entry !== 'object' || entry === null || depth > DEPTH_MAX) return []
  return Object.entries(entry).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number'
      ? [[name, String(value).trim()]]
      : fieldsOf(value, depth + 1),
  )
}

/** Returns the domain of an address. Other text stays as it is and matches nothing. */
function domainOf(text: string): string {
  const host = URL.canParse(text) ? new URL(text).hostname : text
  return host.toLowerCase().replace(/^www\./, '')
}

const hasAny = ({ handles, ids, domains }: PublicList[number]): boolean =>
  handles.length + ids.length + domains.length > 0
