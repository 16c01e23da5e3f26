import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { type Message, message } from '../../foundation/messages/message.ts'
import { isVariable, REQUIRED, type TemplateKind, VARIABLES, type Values, type Variable } from './variables.ts'

/** A part of a template as plain data: a text, a variable, or a choice by the word of a variable. */
export type TemplatePart =
  | string
  | { variable: Variable }
  | { select: Variable; options: Readonly<Record<string, readonly TemplatePart[]>> }

/** A fault of a template, with its line and column in it. Both count from 1. */
interface TemplateFault {
  line: number
  column: number
  message: Message
}

/** The most characters of a statement's text that a platform takes. */
export const TEXT_CHARS_MAX = 5_000
const SOURCE_CHARS_MAX = 12_000
const NESTED_MAX = 4

/** Renders a template. The same values give the same text. Pure. */
export const renderTemplate = (parts: readonly TemplatePart[], values: Values): string =>
  parts
    .map((part) => {
      if (typeof part === 'string') return part
      if ('variable' in part) return values[part.variable]
      return renderTemplate(part.options[values[part.select]] ?? part.options.other ?? [], values)
    })
    .join('')

/** Parses a template in ICU MessageFormat, of which it may use variables and select. Finds every fault. */
export function parseTemplate(
  kind: TemplateKind,
  source: string,
): { parts: readonly TemplatePart[]; faults: readonly TemplateFault[] } {
  const start = { line: 1, column: 1 }
  if (source.length > SOURCE_CHARS_MAX)
    return { parts: [], faults: [{ ...start, message: message('ruleFile.notice.long', { limit: SOURCE_CHARS_MAX }) }] }
  const reading: Reading = { faults: [], used: new Set() }
  const parts = readParts(parseSource(source, reading), reading, 0)
  if (reading.faults.length > 0) return { parts, faults: reading.faults }
  const missing = REQUIRED[kind].filter((variable) => !reading.used.has(variable))
  const longest = lengthMax(parts)
  return {
    parts,
    faults: [
      ...missing.map((variable) => ({ ...start, message: message('ruleFile.notice.missing', { kind, variable }) })),
      ...(longest > TEXT_CHARS_MAX
        ? [{ ...start, message: message('ruleFile.notice.tooLong', { longest, limit: TEXT_CHARS_MAX }) }]
        : []),
    ],
  }
}

interface Reading {
  faults: TemplateFault[]
  used: Set<Variable>
}

function parseSource(source: string, { faults }: Reading): MessageFormatElement[] {
  try {
    return parse(source, { ignoreTag: true, captureLocation: true, shouldParseSkeletons: false })
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const { location } = error as SyntaxError & { location?: Location }
    faults.push({ ...placeOf(location), message: message('ruleFile.notice.syntax', { error: error.message }) })
    return []
  }
}

type Location = MessageFormatElement['location']
const placeOf = (location: Location): { line: number; column: number } =>
  location ? { line: location.start.line, column: location.start.column } : { line: 1, column: 1 }

const readParts = (elements: readonly MessageFormatElement[], reading: Reading, depth: number): TemplatePart[] =>
  elements.flatMap((element) => readPart(element, reading, depth))

function readPart(element: MessageFormatElement, reading: Reading, depth: number): TemplatePart[] {
  const { faults, used } = reading
  const fault = (text: Message): [] => {
    faults.push({ ...placeOf(element.location), message: text })
    return []
  }
  if (element.type === TYPE.literal) return [element.value]
  if (element.type !== TYPE.argument && element.type !== TYPE.select) return fault(message('ruleFile.notice.form'))
  const { value: name } = element
  if (!isVariable(name))
    return fault(message('ruleFile.notice.unknown', { name, known: { as: 'or', list: Object.keys(VARIABLES) } }))
  used.add(name)
  if (element.type === TYPE.argument) return [{ variable: name }]
  if (depth >= NESTED_MAX) return fault(message('ruleFile.notice.nested', { limit: NESTED_MAX }))
  const words: readonly string[] = [...VARIABLES[name].words, 'other']
  const options = Object.entries(element.options).map(([word, option]) => {
    if (!words.includes(word)) fault(message('ruleFile.notice.word', { name, word, known: { as: 'or', list: words } }))
    return [word, readParts(option.value, reading, depth + 1)] as const
  })
  return [{ select: name, options: Object.fromEntries(options) }]
}

/** The length of the longest text that a template can have. A value that a text must not break is framed by two marks. */
const lengthMax = (parts: readonly TemplatePart[]): number =>
  parts.reduce((total, part) => {
    if (typeof part === 'string') return total + part.length
    if ('variable' in part) return total + VARIABLES[part.variable].charsMax + 2
    return total + Math.max(...Object.values(part.options).map(lengthMax))
  }, 0)
