import type { MessageParams } from './catalogue.gen.ts'

export type MessageKey = keyof MessageParams

/** A text of the catalogue with the values for its parameters. It is plain data, so processes can exchange it. */
export interface Message {
  readonly key: MessageKey
  readonly params: Readonly<Record<string, Param>>
}

/** The texts for people outside: their files begin with `public`. */
export type PublicKey = Extract<MessageKey, `public${string}`>
export interface PublicMessage extends Message {
  readonly key: PublicKey
}

/** A text of the catalogue, or one that is the same in all languages. */
export type Text = string | Message
export type TextItem = Text | number
/**
 * Several texts for one parameter. `sentences` are set side by side, `paragraphs` below each other, `lines` the same
 * and indented, and `commas` with commas alone; the others are joined as the language joins lists. `countries` are ISO 3166 codes, whose names the language supplies. Of `languages`, one text for each language in the
 * order of LANGUAGES, the reader gets theirs.
 */
export interface TextList {
  readonly as: 'and' | 'or' | 'commas' | 'sentences' | 'paragraphs' | 'lines' | 'countries' | 'languages'
  readonly list: readonly TextItem[]
}
/**
 * The value of a parameter `{name}`. A message as value is rendered in the same language; a plain array is joined by
 * "and".
 */
export type TextParam = TextItem | readonly TextItem[] | TextList
/** The value of a parameter `{name, select, …}`. */
export type SelectParam = string | boolean | null
export type Param = TextParam | SelectParam | Date

type NoParams = Record<string, never>

/** Returns a message. A wrong key, a missing parameter and one of the wrong type do not compile. */
export const message = <Key extends MessageKey>(
  key: Key,
  ...[params]: MessageParams[Key] extends NoParams ? [] : [params: MessageParams[Key]]
): Message => ({ key, params: (params ?? {}) as Message['params'] })

/** Returns a message for people outside, which exists in each of their languages. */
export const publicMessage = <Key extends PublicKey>(
  key: Key,
  ...[params]: MessageParams[Key] extends NoParams ? [] : [params: MessageParams[Key]]
): PublicMessage => ({ key, params: (params ?? {}) as Message['params'] })

export const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'key' in value && 'params' in value
