import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { listTexts } from '../../src/foundation/messages/render-message.ts'
import { ROOT } from '../structure/tracked-files.ts'

/** The readers of texts. The console's texts have a test of their own. */
export const AUDIENCES = ['server', 'console', 'pages', 'shared', 'public'] as const
export type Audience = (typeof AUDIENCES)[number]
/** The folders that the console reads: the texts of every page, and those that load with the pages that use them. */
export const CONSOLE = ['console', 'pages'] as const
/** The folders that the server reads, and the file with the types of its keys. */
export const SERVER = {
  audiences: ['server', 'shared', 'public'],
  types: 'src/foundation/messages/catalogue.gen.ts',
} as const

const MESSAGES = join(ROOT, 'messages')

/** The languages in which an audience has texts. */
export const listLanguages = (audience: Audience): string[] =>
  readdirSync(MESSAGES)
    .filter((language) => existsSync(join(MESSAGES, language, audience)))
    .sort()

/** The texts of a language for the named readers, by key. */
export function readCatalogue(language: string, audiences: readonly Audience[]): Map<string, string> {
  const folders = audiences.map((audience) => join(MESSAGES, language, audience)).filter((folder) => existsSync(folder))
  const texts = folders.flatMap(listTexts)
  const catalogue = new Map(texts)
  if (catalogue.size < texts.length) throw new Error(`${language} has a key twice in ${audiences.join(' and ')}`)
  return catalogue
}

/** The parameters of a text with the TypeScript type of each, sorted by name. */
export function readParams(text: string): Map<string, string> {
  const found = new Map<string, string>()
  collectParams(parse(text, { requiresOtherClause: true }), found)
  return new Map([...found].sort(([one], [other]) => one.localeCompare(other)))
}

/** A parameter that stands in a text twice has the narrower type. */
function collectParams(elements: readonly MessageFormatElement[], found: Map<string, string>): void {
  const add = (name: string, type: string) => {
    if (!found.has(name) || type !== 'TextParam') found.set(name, type)
  }
  for (const element of elements) {
    switch (element.type) {
      case TYPE.argument:
        add(element.value, 'TextParam')
        break
      case TYPE.number:
        add(element.value, 'number')
        break
      case TYPE.date:
      case TYPE.time:
        add(element.value, 'Date')
        break
      case TYPE.select:
      case TYPE.plural:
        add(element.value, element.type === TYPE.plural ? 'number' : 'SelectParam')
        for (const option of Object.values(element.options)) collectParams(option.value, found)
        break
      case TYPE.tag:
        add(element.value, 'TagParam')
        collectParams(element.children, found)
        break
    }
  }
}

/** The generated file: each key with the types of its parameters. */
export function writeTypes(catalogue: ReadonlyMap<string, string>): string {
  const params = new Map([...catalogue].map(([key, text]) => [key, readParams(text)]))
  const types = new Set([...params.values()].flatMap((each) => [...each.values()]))
  const imported = ['SelectParam', 'TagParam', 'TextParam'].filter((type) => types.has(type))
  const rows = [...params].map(([key, each]) => `  '${key}': ${writeParams(each)}`)
  return [
    '// Written from messages/en by: COUNTERSIGN_WRITE_TYPES=1 node --test test/messages/catalogue.test.ts',
    ...(imported.length === 0 ? [] : [`import type { ${imported.join(', ')} } from './message.ts'`]),
    '',
    'export interface MessageParams {',
    ...rows.sort(),
    '}',
    '',
  ].join('\n')
}

const writeParams = (params: ReadonlyMap<string, string>): string =>
  params.size === 0
    ? 'Record<string, never>'
    : `{ ${[...params].map(([name, type]) => `readonly ${name}: ${type}`).join('; ')} }`
