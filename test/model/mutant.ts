import { cpSync, globSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { PlotName } from './plots.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** These files sign as people of a platform's pinned list. */
const SIGNING = ['signing-people', 'small-platform'].map((name) => `platform-kit/test/${name}.ts`)
/** All files that histories run on, and the files that run them. */
const COPIED = [
  'src',
  'platform-kit/src',
  'db',
  'messages',
  'policies',
  'test/model',
  'test/support',
  'package.json',
  ...SIGNING,
]

/** An edit of this "file" applies to the one SQL file of the schema folder that has the text. */
export const SQL = 'db'

/** One change of the real code that weakens its protection. */
export interface Mutant {
  /** A description of the fault. */
  name: string
  /** The layer in which histories must find it: the rules alone, or the desk. */
  layer: Layer
  /** The plot of the histories that must find it. */
  plot: PlotName
  edits: readonly Edit[]
}

export type Layer = 'rules' | 'desk'

export interface Edit {
  /** A file, or a folder: then the text stands in one of the SQL files below it. */
  file: string
  from: string
  to: string
  /** The text occurs more than once in the file, and every occurrence is changed. */
  every?: true
}

/**
 * Copies all files that histories need to a folder and changes them there. Throws when the text to change does not
 * occur the expected number of times.
 */
export function makeMutant(folder: string, mutant: Mutant): string {
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  for (const edit of mutant.edits) {
    if (!fits(folder, edit)) throw new Error(misfitOf(mutant, edit))
    for (const path of listFiles(folder, edit)) {
      const text = readFileSync(path, 'utf8')
      writeFileSync(
        path,
        text.replaceAll(patternOf(edit), () => edit.to),
      )
    }
  }
  return folder
}

/** Lists the mutants that cannot be made, because the text that they change is not as expected. */
export const findMisfits = (mutants: readonly Mutant[]): string[] =>
  mutants.flatMap((mutant) => mutant.edits.filter((edit) => !fits(ROOT, edit)).map((edit) => misfitOf(mutant, edit)))

/** True when the text to replace occurs once, or at least once where the edit replaces it everywhere. */
function fits(root: string, edit: Edit): boolean {
  const times = listFiles(root, edit).reduce((sum, path) => sum + countIn(readFileSync(path, 'utf8'), edit), 0)
  return edit.every ? times > 1 : times === 1
}

const countIn = (text: string, edit: Edit): number => [...text.matchAll(patternOf(edit))].length

/** The text of an edit with any white space between its words, so that another line break is no misfit. */
const patternOf = ({ from }: Edit): RegExp =>
  new RegExp(
    from
      .split(/\s+/)
      .map((word) => RegExp.escape(word))
      .join('\\s+'),
    'g',
  )

function listFiles(root: string, { file }: Edit): string[] {
  const path = join(root, file)
  if (!statSync(path).isDirectory()) return [path]
  return globSync('**/*.sql', { cwd: path }).map((name) => join(path, name))
}

const misfitOf = ({ name }: Mutant, { file, from, every }: Edit): string =>
  `mutant "${name}": ${file} does not have this ${every ? 'more than once' : 'once'}: ${from}`
