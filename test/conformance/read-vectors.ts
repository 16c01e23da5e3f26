import { readdirSync } from 'node:fs'
import { readJson, type VectorFile, VECTORS_DIR } from '../../tools/protocol/vector-files.ts'

/** Files of another shape than plays. */
const OTHERS = ['keys.json', 'canonical-json.json', 'key-list.json']

/** Reads every published file of plays. */
export const listVectorFiles = (): VectorFile[] =>
  readdirSync(VECTORS_DIR)
    .filter((name) => name.endsWith('.json') && !OTHERS.includes(name))
    .map((name) => readJson<VectorFile>(name))
