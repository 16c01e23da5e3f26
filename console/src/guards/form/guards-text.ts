import {
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { FactTypes } from './clauses.ts'
import { type FormGuard, KEYS, toForm, writeEntry, writePart } from './guard-values.ts'

/** A guard of a text: its id, and its parts where the form can express them. */
export interface TextGuard {
  id: string
  form: FormGuard | undefined
  /** The line on which it begins, counted from 1. */
  line: number
}

/** A key of a guard with its value. */
type Written = Pair<Scalar, Node> & { value: Node }

interface Spot {
  from: number
  to: number
}

/** The most characters of a text that the form reads: larger files are edited as code. */
const FORM_CHARS_MAX = 100_000

/** Lists the guards of a text. Undefined: the text can't be read as a list of guards. Pure. */
export function readGuardsText(text: string, types: FactTypes): TextGuard[] | undefined {
  return listEntries(text)?.map((entry) => ({
    id: String(entry.get('id') ?? ''),
    form: toForm(entry.toJSON(), types),
    line: text.slice(0, spotOf(entry, text).from).split('\n').length,
  }))
}

/**
 * Writes the changed parts of one guard into a text. Every byte outside the values that change stays. Undefined: the
 * result would not read back as this guard, so the form must not write it. Pure.
 */
export function writeGuard(text: string, index: number, guard: FormGuard, types: FactTypes): string | undefined {
  const entry = listEntries(text)?.[index]
  const before = entry === undefined ? undefined : toForm(entry.toJSON(), types)
  if (entry === undefined || before === undefined) return undefined
  const changes = KEYS.filter((key) => !isSame(before[key], guard[key])).flatMap((key) => {
    const pair = entry.items.find((item): item is Written => isScalar(item.key) && item.key.value === key)
    return pair === undefined ? [] : [writeAt(pair, text, writePart(guard, key, types, entry.flow === true))]
  })
  // From the last to the first, so that the places before stay valid.
  const written = changes
    .sort((a, b) => b.from - a.from)
    .reduce((all, { from, to, value }) => all.slice(0, from) + value + all.slice(to), text)
  return isWritten({ before: text, after: written }, { index, guard }, types) ? written : undefined
}

/** Adds a guard after the last one. Undefined: the list is written in a way that the form doesn't extend. Pure. */
export function addGuard(text: string, guard: FormGuard, types: FactTypes): string | undefined {
  const list = listNode(text)
  const entries = listEntries(text)
  const last = entries?.at(-1)
  if (list === undefined || entries === undefined || (last !== undefined && list.flow === true)) return undefined
  const after = last === undefined ? fillEmptyList(text, list, guard, types) : insertAfter(text, last, guard, types)
  const place = { index: entries.length, guard, isNew: true }
  return isWritten({ before: text, after }, place, types) ? after : undefined
}

/** Removes a guard with its lines; comments above it stay. Undefined: it shares its line with another. Pure. */
export function removeGuard(text: string, index: number): string | undefined {
  const entries = listEntries(text)
  const entry = entries?.[index]
  if (entries === undefined || entry === undefined || listNode(text)?.flow === true) return undefined
  const { from, to } = spotOf(entry, text)
  const start = text.lastIndexOf('\n', text.lastIndexOf('-', from)) + 1
  const end = text.indexOf('\n', to) === -1 ? text.length : text.indexOf('\n', to) + 1
  const rest = text.slice(0, start) + text.slice(end)
  const written = entries.length > 1 ? rest : rest.replace(/^guards:/m, 'guards: []')
  return isSame(listValues(written), listValues(text)?.toSpliced(index, 1)) ? written : undefined
}

function listNode(text: string): YAMLSeq | undefined {
  if (text.length > FORM_CHARS_MAX) return undefined
  try {
    const document = parseDocument(text, { prettyErrors: false })
    const list = isMap(document.contents) ? document.contents.get('guards', true) : undefined
    return document.errors.length === 0 && isSeq(list) ? list : undefined
  } catch {
    // Lists inside each other by the thousand: the desk refuses them too.
    return undefined
  }
}

function listEntries(text: string): YAMLMap[] | undefined {
  const list = listNode(text)
  const entries = list?.items.filter((item) => isMap(item))
  return list !== undefined && entries?.length === list.items.length ? entries : undefined
}

/** The place of a node, without the blank lines and comments behind it. */
function spotOf(node: Node, text: string): Spot {
  const [from, end] = node.range ?? [0, 0]
  return { from, to: from + text.slice(from, end).trimEnd().length }
}

/**
 * A value in the place of another. Where the old one began below its key, the new one stands on the line of the key, and
 * the comments between them stay behind it.
 */
function writeAt({ key, value: node }: Written, text: string, value: string): Spot & { value: string } {
  const { from, to } = spotOf(node, text)
  const behindKey = text.indexOf(':', spotOf(key, text).to) + 1
  const between = text.slice(behindKey, from)
  return between.includes('\n') ? { from: behindKey, to, value: ` ${value}${between.trimEnd()}` } : { from, to, value }
}

function insertAfter(text: string, last: YAMLMap, guard: FormGuard, types: FactTypes): string {
  const { from, to } = spotOf(last, text)
  const dash = text.lastIndexOf('-', from)
  const indent = text.slice(text.lastIndexOf('\n', dash) + 1, dash)
  const lineEnd = text.indexOf('\n', to)
  const place = lineEnd === -1 ? text.length : lineEnd
  return `${text.slice(0, place)}\n\n${writeEntry(guard, indent, types)}${text.slice(place)}`
}

function fillEmptyList(text: string, list: YAMLSeq, guard: FormGuard, types: FactTypes): string {
  const { from, to } = spotOf(list, text)
  return `${text.slice(0, from).trimEnd()}\n${writeEntry(guard, '  ', types)}${text.slice(to)}`
}

/** True when the text reads back as this guard at this place, and as the guards of the text before at all others. */
function isWritten(
  { before, after }: { before: string; after: string },
  { index, guard, isNew = false }: { index: number; guard: FormGuard; isNew?: boolean },
  types: FactTypes,
): boolean {
  const [old, now] = [listValues(before), listValues(after)]
  if (old === undefined || now === undefined) return false
  const others = isNew ? old : old.toSpliced(index, 1)
  return isSame(now.toSpliced(index, 1), others) && isSame(toForm(now[index], types), guard)
}

const listValues = (text: string): unknown[] | undefined => listEntries(text)?.map((entry) => entry.toJSON() as unknown)

/** True when two values are equal. The order of their keys does not count. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a, sortKeys) === JSON.stringify(b, sortKeys)

const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
