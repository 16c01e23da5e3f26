import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of the templates of statements, beside the other rule files. */
export const NOTICES_FOLDER = 'notices'
/** The file with the languages and the ways to contest a decision. */
export const SETTINGS_FILE = 'settings.yaml'
/** A desk without templates: it stores the facts of a statement, and no text. */
export const NO_NOTICES = ''

const FILE_NAME = /^(settings\.yaml|[a-z]+\.[A-Za-z0-9-]+\.md)$/
const HEADING = /^=== (\S+) ===$/

/** One file of the rule set, and the line of the joined text before its first one. */
export interface NoticeFile {
  name: string
  linesBefore: number
  text: string
}

/**
 * Reads the templates of a folder as one text, which people compare and approve as a whole: every file under a heading,
 * in the order of their names. A folder without templates gives an empty text.
 */
export function readNoticesText(dir: string): string {
  const folder = join(dir, NOTICES_FOLDER)
  if (!existsSync(folder)) return NO_NOTICES
  const names = readdirSync(folder)
    .filter((name) => FILE_NAME.test(name))
    .sort()
  return names.map((name) => `=== ${name} ===\n${readFileSync(join(folder, name), 'utf8').trimEnd()}\n`).join('')
}

/** Splits the joined text into its files. What precedes the first heading belongs to a file without a name. */
export function splitNotices(text: string): NoticeFile[] {
  const files: { name: string; linesBefore: number; lines: string[] }[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const name = HEADING.exec(line)?.[1]
    const last = files.at(-1)
    if (name !== undefined) files.push({ name, linesBefore: index + 1, lines: [] })
    else if (last !== undefined) last.lines.push(line)
    else if (line.trim() !== '') files.push({ name: '', linesBefore: index, lines: [line] })
  }
  return files.map(({ lines, ...file }) => ({ ...file, text: lines.join('\n').trimEnd() }))
}
