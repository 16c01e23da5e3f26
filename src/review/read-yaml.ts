import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Static, TSchema } from 'typebox'
import { Settings } from 'typebox/system'
import { Value } from 'typebox/value'
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml'
import { messageOf } from '../lib/errors.ts'

/** Something wrong in a file, and where: lines and columns count from 1. */
export interface Problem {
  file: string
  line: number
  column: number
  message: string
}

type Path = readonly (string | number)[]

/** A file as read. Without a value there is at least one problem. */
export interface Read<T> {
  name: string
  bytes: Buffer
  value?: T
  problems: readonly Problem[]
  problemAt(path: Path, message: string): Problem
}

const PROBLEMS_MAX = 1_000

/** Reads a YAML file and checks it against a schema. Finds every problem of a file, not just the first. */
export function readYaml<Schema extends TSchema>(path: string, schema: Schema): Read<Static<Schema>> {
  const name = basename(path)
  const start = (message: string): Problem => ({ file: path, line: 1, column: 1, message })
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const missing = start(`can't be read: ${messageOf(error)}`)
    return { name, bytes: Buffer.alloc(0), problems: [missing], problemAt: (_path, message) => start(message) }
  }
  const lines = new LineCounter()
  const document = parseDocument(bytes.toString('utf8'), { lineCounter: lines, prettyErrors: false })
  const at = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset)
    return { file: path, line, column: col, message }
  }
  const problemAt = (where: Path, message: string): Problem => at(offsetOf(document, where), message)
  const broken = [...document.errors, ...document.warnings].map(({ pos, message }) => at(pos[0], message))
  if (broken.length > 0) return { name, bytes, problems: broken, problemAt }

  const value: unknown = document.toJS()
  if (Value.Check(schema, value)) return { name, bytes, value, problems: [], problemAt }
  const problems = findProblems(schema, value).map(({ path, key, message }) =>
    at(offsetOf(document, path, key), message),
  )
  return { name, bytes, problems, problemAt }
}

interface Complaint {
  path: Path
  /** It is the key that is wrong, not what it says. */
  key?: string
  message: string
}

function findProblems(schema: TSchema, value: unknown): Complaint[] {
  return listErrors(schema, value).flatMap((error): Complaint[] => {
    const path = error.instancePath.split('/').slice(1).map(unescapeStep)
    switch (error.keyword) {
      case 'additionalProperties':
        return error.params.additionalProperties.map((key) => ({ path, key, message: `unknown key "${key}"` }))
      case 'boolean':
        // The same unknown key once more, from the schema that allows nothing there.
        return []
      case 'enum':
        return [{ path, message: `must be one of ${error.params.allowedValues.join(', ')}` }]
      case 'required':
        return [{ path, message: `lacks ${error.params.requiredProperties.join(', ')}` }]
      default:
        return [{ path, message: error.message }]
    }
  })
}

/** TypeBox stops after a few errors unless told otherwise, and can only be told for the whole process. */
function listErrors(schema: TSchema, value: unknown) {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: PROBLEMS_MAX })
  try {
    return Value.Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

const unescapeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')

/** Where the path leads, or as far as it goes; with a key, where that key stands in it. */
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
