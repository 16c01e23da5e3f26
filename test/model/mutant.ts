import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { PlotName } from './plots.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** All that histories run on, and what runs them. */
const COPIED = ['src', 'platform-kit/src', 'migrations', 'policies', 'test/model', 'test/support', 'package.json']

/** One change of the real code by which it protects less. */
export interface Mutant {
  /** What is wrong then. */
  name: string
  /** Where histories must find it: in the rules alone, or at the desk. */
  layer: Layer
  /** In which histories. */
  plot: PlotName
  edits: readonly Edit[]
}

export type Layer = 'rules' | 'desk'

export interface Edit {
  file: string
  from: string
  to: string
}

/** Copies all that histories need to a folder and changes it there. Throws when the text to change is not there once. */
export function makeMutant(folder: string, mutant: Mutant): string {
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  for (const edit of mutant.edits) {
    const path = join(folder, edit.file)
    const text = readFileSync(path, 'utf8')
    if (!isOnce(text, edit)) throw new Error(misfitOf(mutant, edit))
    writeFileSync(
      path,
      text.replace(edit.from, () => edit.to),
    )
  }
  return folder
}

/** What of these mutants can't be made, because the text that they change is not as they expect it. */
export const findMisfits = (mutants: readonly Mutant[]): string[] =>
  mutants.flatMap((mutant) =>
    mutant.edits
      .filter((edit) => !isOnce(readFileSync(join(ROOT, edit.file), 'utf8'), edit))
      .map((edit) => misfitOf(mutant, edit)),
  )

const isOnce = (text: string, { from }: Edit): boolean => text.split(from).length === 2
const misfitOf = ({ name }: Mutant, { file, from }: Edit): string =>
  `mutant "${name}": ${file} does not have this once: ${from}`
