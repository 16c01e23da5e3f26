import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Static, TSchema } from 'typebox'
import { Settings } from 'typebox/system'
import { Value } from 'typebox/value'
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import { messageOf } from '../errors.ts'
import { findYamlExcess, YAML_BYTES_MAX, type YamlExcess } from './yaml-limits.ts'

/** A problem in a file, with its place. Lines and columns count from 1. */
export interface Problem {
  file: string
  line: number
  column: number
  message: string
}

type Path = readonly (string | number)[]

/** Formats problems as lines, in the order of their places. */
export const formatProblems = (problems: readonly Problem[]): string[] =>
  [...problems].sort(byPlace).map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`)

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
      ? [file.problemAt([list, index, 'id'], `"${id}" is there already: every id is used once`)]
      : [],
  )

/** The result of reading a file. Without a value there is at least one problem. */
export interface Read<T> {
  name: string
  bytes: Buffer
  value?: T
  problems: readonly Problem[]
  problemAt(path: Path, message: string): Problem
  /** Returns the place inside a text at this number of characters from its beginning. */
  problemIn(path: Path, at: number, message: string): Problem
}

const PROBLEMS_MAX = 1_000

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
      message: `can't be read: ${messageOf(error)}`,
    })
  }
  return readYamlBytes(path, bytes, schema)
}

/** Returns a file without a value, because of this one problem. */
function unread<T>(path: string, bytes: Buffer, problem: Problem): Read<T> {
  const at = (message: string): Problem => ({ ...problem, message })
  const problemIn = (_path: Path, _at: number, message: string) => at(message)
  return { name: basename(path), bytes, problems: [problem], problemAt: (_path, message) => at(message), problemIn }
}

const TOO_LARGE: YamlExcess = { at: 0, message: `is larger than ${YAML_BYTES_MAX.toLocaleString('en')} bytes` }

function toProblem(file: string, source: string, { at, message }: YamlExcess): Problem {
  const before = source.slice(0, at)
  const line = before.split('\n').length
  return { file, line, column: at - before.lastIndexOf('\n'), message }
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
  const at = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset)
    return { file: path, line, column: col, message }
  }
  const excess = bytes.length > YAML_BYTES_MAX ? TOO_LARGE : findYamlExcess(source)
  if (excess) return unread(path, bytes, toProblem(path, source, excess))
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const problemAt = (where: Path, message: string): Problem => at(offsetOf(document, where), message)
  const problemIn = (where: Path, index: number, message: string): Problem =>
    at(offsetInText(source, document.getIn(where, true), index) ?? offsetOf(document, where), message)
  const places = { name, bytes, problemAt, problemIn }
  const broken = [...document.errors, ...document.warnings].map(({ pos, message }) => at(pos[0], message))
  if (broken.length > 0) return { ...places, problems: broken }

  const value: unknown = document.toJS()
  if (Value.Check(schema, value)) return { ...places, value, problems: [] }
  const problems = findProblems(schema, value).map(({ path, key, message }) =>
    at(offsetOf(document, path, key), message),
  )
  return { ...places, problems }
}

interface Complaint {
  path: Path
  /** The name of the wrong key, if the key and not its value is wrong. */
  key?: string
  message: string
}

function findProblems(schema: TSchema, value: unknown): Complaint[] {
  return listErrors(schema, value).flatMap((error): Complaint[] => {
    const path = stepsOf(error.instancePath)
    const wanted = schemaAt(schema, error.schemaPath)
    switch (error.keyword) {
      case 'additionalProperties':
        return error.params.additionalProperties.map((key) => ({
          path,
          key,
          message: `unknown key "${key}"${formatKnown(wanted)}`,
        }))
      case 'boolean':
        // The validator reports an unknown key a second time, as a value that the schema does not allow; that error is
        // skipped.
        return []
      case 'enum':
        return [{ path, message: `must be one of ${error.params.allowedValues.join(', ')}` }]
      case 'required':
        return [{ path, message: `lacks ${error.params.requiredProperties.map(formatWanted(wanted)).join(', ')}` }]
      default:
        return [{ path, message: describe(wanted) ?? error.message }]
    }
  })
}

/**
 * Lists up to PROBLEMS_MAX errors. TypeBox's own limit is lower and applies to the whole process, so this call raises
 * it and then restores it.
 */
function listErrors(schema: TSchema, value: unknown) {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: PROBLEMS_MAX })
  try {
    return Value.Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

const stepsOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescapeStep)

/** Returns the part of a schema that was not met; undefined: there is none at this path. */
function schemaAt(schema: TSchema, pointer: string): unknown {
  let part: unknown = schema
  for (const step of stepsOf(pointer)) part = memberOf(part, step)
  return part
}

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined

/** Returns the description of a schema: it states the right value better than its keyword does. */
function describe(schema: unknown): string | undefined {
  const description = memberOf(schema, 'description')
  return typeof description === 'string' ? description : undefined
}

function formatKnown(schema: unknown): string {
  const properties = memberOf(schema, 'properties')
  return typeof properties === 'object' && properties !== null
    ? `; known here: ${Object.keys(properties).join(', ')}`
    : ''
}

const formatWanted = (schema: unknown) => (key: string) => {
  const description = describe(memberOf(memberOf(schema, 'properties'), key))
  return description === undefined ? key : `${key} (${description})`
}

const unescapeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')

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
