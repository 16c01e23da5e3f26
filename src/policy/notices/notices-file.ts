import { createHash } from 'node:crypto'
import { type Message, message } from '../../foundation/messages/message.ts'
import { FileError, type Problem, readYamlBytes } from '../../foundation/yaml/read-yaml.ts'
import { NOTICES_FOLDER, type NoticeFile, readNoticesText, SETTINGS_FILE, splitNotices } from './bundle.ts'
import { NoticeSettings } from './settings.ts'
import { parseTemplate, type TemplatePart } from './template.ts'
import { CONSUMER_KINDS, STATEMENT_KINDS, TEMPLATE_KINDS, type TemplateKind } from './variables.ts'

/** The templates of statements in each language, and the ways to contest a decision. */
export interface Notices {
  /** Null: the desk has no templates. */
  settings: NoticeSettings | null
  templates: ReadonlyMap<TemplateKind, ReadonlyMap<string, readonly TemplatePart[]>>
  /** The joined text of the files, by name: a change lists the files that differ. */
  files: ReadonlyMap<string, string>
  /** The SHA-256 of the joined text, in hex: a statement states by which version it was rendered. */
  hash: string
}

/** Thrown for templates or settings that can't be used. */
export class NoticesError extends FileError {
  override name = 'NoticesError'

  constructor(problems: readonly Problem[]) {
    super('the templates of statements', problems)
  }
}

type At = (file: NoticeFile, place: { line: number; column: number }, text: Problem['message']) => Problem

/** The place in the file of the folder. */
const inFolder: At = ({ name }, place, text) => ({ file: `${NOTICES_FOLDER}/${name}`, ...place, message: text })
/** The place in the joined text, with the name of the file. */
const inText: At = ({ name, linesBefore }, { line, column }, problem) => ({
  ...{ file: NOTICES_FOLDER, line: linesBefore + line, column },
  message: message('ruleFile.at', { place: name, problem }),
})

/** Reads the templates of a folder. One problem anywhere refuses them all. */
export const loadNotices = (dir: string): Notices => parseNotices(readNoticesText(dir), inFolder)

/** Reads templates from their joined text, whose lines its problems name. */
export const readNotices = (text: string): Notices => parseNotices(text, inText)

function parseNotices(text: string, at: At): Notices {
  const files = splitNotices(text)
  const hash = createHash('sha256').update(text).digest('hex')
  const named = new Map(files.map((file) => [file.name, file.text]))
  if (files.length === 0) return { settings: null, templates: new Map(), files: named, hash }
  const problems: Problem[] = []
  const start = { line: 1, column: 1 }
  const repeated = files.filter(({ name }, index) => files.findIndex((file) => file.name === name) < index)
  for (const file of repeated) problems.push(at(file, start, message('ruleFile.repeated', { id: file.name })))
  const settings = readSettings(files, at, problems)
  const templates = new Map<TemplateKind, Map<string, readonly TemplatePart[]>>()
  for (const file of files) {
    if (file.name === SETTINGS_FILE) continue
    const parsed = readTemplate(file, settings?.languages)
    for (const { message: fault, ...place } of parsed.faults) problems.push(at(file, place, fault))
    if (parsed.key === undefined) continue
    const ofKind = templates.get(parsed.key.kind) ?? new Map()
    templates.set(parsed.key.kind, ofKind.set(parsed.key.language, parsed.parts))
  }
  for (const fault of listMissing(settings, templates)) problems.push(at(files[0] as NoticeFile, start, fault))
  if (problems.length > 0 || settings === undefined) throw new NoticesError(problems)
  return { settings, templates, files: named, hash }
}

function readSettings(files: readonly NoticeFile[], at: At, problems: Problem[]): NoticeSettings | undefined {
  const file = files.find(({ name }) => name === SETTINGS_FILE)
  if (file === undefined) {
    const first = files[0] as NoticeFile
    problems.push(at(first, { line: 1, column: 1 }, message('ruleFile.notice.noFile', { name: SETTINGS_FILE })))
    return undefined
  }
  const read = readYamlBytes(SETTINGS_FILE, Buffer.from(file.text), NoticeSettings)
  for (const { line, column, message: fault } of read.problems) problems.push(at(file, { line, column }, fault))
  const { value } = read
  if (value === undefined) return undefined
  for (const language of value.languages.filter((each) => value.court.text[each] === undefined)) {
    const { line, column } = read.problemAt(['court', 'text'], '')
    problems.push(at(file, { line, column }, message('ruleFile.notice.noText', { language })))
  }
  return value
}

const NAME = /^([a-z]+)\.([A-Za-z0-9-]+)\.md$/

function readTemplate({ name, text }: NoticeFile, languages: readonly string[] | undefined) {
  const [, word, language = ''] = NAME.exec(name) ?? []
  const kind = TEMPLATE_KINDS.find((known) => known === word)
  if (kind === undefined || (languages && !languages.includes(language))) {
    const fault = message('ruleFile.notice.name', {
      kinds: { as: 'or', list: TEMPLATE_KINDS },
      languages: { as: 'or', list: languages ?? [] },
    })
    return { key: undefined, parts: [], faults: [{ line: 1, column: 1, message: fault }] }
  }
  return { key: { kind, language }, ...parseTemplate(kind, text) }
}

/**
 * Names each template that a kind lacks in one of the languages: no person is left without a text. Those for consumers are
 * there together, or none of them is.
 */
const listMissing = (
  settings: NoticeSettings | undefined,
  templates: ReadonlyMap<TemplateKind, ReadonlyMap<string, unknown>>,
): Message[] =>
  [...STATEMENT_KINDS, ...(CONSUMER_KINDS.some((kind) => templates.has(kind)) ? CONSUMER_KINDS : [])].flatMap((kind) =>
    (settings?.languages ?? [])
      .filter((language) => !templates.get(kind)?.has(language))
      .map((language) => message('ruleFile.notice.noFile', { name: `${kind}.${language}.md` })),
  )
