import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import { messageOf } from '../errors.ts'
import { message, type Text, type TextList } from '../messages/message.ts'
import { renderText } from '../messages/render-message.ts'
import { findProblems, type Path } from './schema-problems.ts'
import { findYamlExcess, YAML_BYTES_MAX, type YamlExcess } from './yaml-limits.ts'

/** A problem in a file, with its place. Lines and columns count from 1. */
export interface Problem {
  file: string
  line: number
  column: number
  message: Text
}

/** Formats problems as lines, in the order of their places. */
export const formatProblems = (problems: readonly Problem[]): string[] =>
  [...problems].sort(byPlace).map(({ message: text, ...place }) => `${formatPlace(place)}: ${renderText(text)}`)

/** Returns problems as lines of a message, in the order of their places. */
export const problemLines = (problems: readonly Problem[]): TextList => ({
  as: 'lines',
  list: [...problems]
    .sort(byPlace)
    .map(({ message: problem, ...place }) => message('ruleFile.at', { place: formatPlace(place), problem })),
})

const formatPlace = ({ file, line, column }: Omit<Problem, 'message'>): string => `${file}:${line}:${column}`

const byPlace = (a: Problem, b: Problem): number =>
  a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column

/** Thrown for an unusable file. The message lists every problem with its place. */
export class FileError extends Error {
  override name = 'FileError'
  readonly what: string
  readonly problems: readonly Problem[]

  constructor(what: string, problems: readonly Problem[]) {
    super([`${what} can't be used:`, ...formatProblems(problems)].join('\n  '))
    this.what = what
    this.problems = problems
  }
}

/** Finds the entries of a list whose id an earlier entry has. */
export const findRepeats = (file: Read<unknown>, list: string, entries: readonly { id: string }[]): Problem[] =>
  entries.flatMap(({ id }, index) =>
    entries.findIndex((other) => other.id === id) < index
      ? [file.problemAt([list, index, 'id'], message('ruleFile.repeated', { id }))]
      : [],
  )

/** The result of reading a file. Without a value there is at least one problem. */
export interface Read<T> {
  name: string
  bytes: Buffer
  value?: T
  problems: readonly Problem[]
  problemAt(path: Path, text: Text): Problem
  /** Returns the place inside a text at this number of characters from its beginning. */
  problemIn(path: Path, at: number, text: Text): Problem
}

/** Reads a YAML file and checks it against a schema. Finds every problem of a file, not just the first. */
export function readYaml<Schema extends TSchema>(path: string, schema: Schema): Read<Static<Schema>> {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    return unread(path, Buffer.alloc(0), {
      file: path,
      line: 1,
      column: 1,
      message: message('ruleFile.unread', { error: messageOf(error) }),
    })
  }
  return readYamlBytes(path, bytes, schema)
}

/** Returns a file without a value, because of this one problem. */
function unread<T>(path: string, bytes: Buffer, problem: Problem): Read<T> {
  const at = (text: Text): Problem => ({ ...problem, message: text })
  const problemIn = (_path: Path, _at: number, text: Text) => at(text)
  return { name: basename(path), bytes, problems: [problem], problemAt: (_path, text) => at(text), problemIn }
}

const TOO_LARGE: YamlExcess = { at: 0, message: message('ruleFile.excess.bytes', { limit: YAML_BYTES_MAX }) }

function toProblem(file: string, source: string, { at, message: text }: YamlExcess): Problem {
  const before = source.slice(0, at)
  const line = before.split('\n').length
  return { file, line, column: at - before.lastIndexOf('\n'), message: text }
}

/** The faults of YAML that have a text of their own. */
const FAULTS = [
  'DUPLICATE_KEY',
  'BAD_INDENT',
  'TAB_AS_INDENT',
  'MISSING_CHAR',
  'UNEXPECTED_TOKEN',
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'MULTILINE_IMPLICIT_KEY',
  'BLOCK_AS_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
] as const

function describeFault(code: string): Text {
  const known = FAULTS.find((fault) => fault === code)
  return known === undefined ? message('ruleFile.yamlOther', { code }) : message(`ruleFile.yaml.${known}`)
}

/** Checks the bytes of a file; its problems name the file `path`. */
export function readYamlBytes<Schema extends TSchema>(
  path: string,
  bytes: Buffer,
  schema: Schema,
): Read<Static<Schema>> {
  const name = basename(path)
  const lines = new LineCounter()
  const source = bytes.toString('utf8')
  const at = (offset: number, text: Text): Problem => {
    const { line, col } = lines.linePos(offset)
    return { file: path, line, column: col, message: text }
  }
  const excess = bytes.length > YAML_BYTES_MAX ? TOO_LARGE : findYamlExcess(source)
  if (excess) return unread(path, bytes, toProblem(path, source, excess))
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const problemAt = (where: Path, text: Text): Problem => at(offsetOf(document, where), text)
  const problemIn = (where: Path, index: number, text: Text): Problem =>
    at(offsetInText(source, document.getIn(where, true), index) ?? offsetOf(document, where), text)
  const places = { name, bytes, problemAt, problemIn }
  const broken = [...document.errors, ...document.warnings].map(({ pos, code }) => at(pos[0], describeFault(code)))
  if (broken.length > 0) return { ...places, problems: broken }

  const value: unknown = document.toJS()
  if (Value.Check(schema, value)) return { ...places, value, problems: [] }
  const problems = findProblems(schema, value).map(({ path, key, text }) => at(offsetOf(document, path, key), text))
  return { ...places, problems }
}

/** Returns the offset of the path's last node that exists; with a key, the offset of that key in it. */
function offsetOf(document: Document, path: Path, key?: string): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const step of path) {
    node = isMap(node) ? findPair(node, step)?.value : isSeq(node) ? node.items[Number(step)] : undefined
    offset = startOf(node) ?? offset
  }
  const wrong = key !== undefined && isMap(node) ? findPair(node, key) : undefined
  return startOf(wrong?.key) ?? offset
}

const findPair = (map: YAMLMap, key: string | number) =>
  map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key))

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined)

/**
 * Returns the offset in the file of a character of a text. Quotes, escapes and folded lines are skipped: the search for
 * each character begins after the one before it.
 */
function offsetInText(source: string, node: unknown, index: number): number | undefined {
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return undefined
  let [offset] = node.range
  const [, end] = node.range
  for (const [at, character] of [...node.value].entries()) {
    while (offset < end && !isSame(source.charAt(offset), character)) offset++
    if (at >= index) break
    offset++
  }
  return offset
}

const isSame = (a: string, b: string): boolean => a === b || (/\s/.test(a) && /\s/.test(b))
