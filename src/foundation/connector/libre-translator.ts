import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { SECOND_MS } from '../durations.ts'
import { toStorable } from '../messages/stored-text.ts'
import { guardedFetch } from '../outgoing/guarded-fetch.ts'
import { readText } from '../outgoing/read-text.ts'
import type { LibreTranslateAddress } from '../settings/environment.ts'
import { type Translation, type Translator, TranslatorError } from './translator.ts'

/** A translation of a long text takes a model some seconds. */
const TIMEOUT_MS = 20_000
const ANSWER_BYTES_MAX = 1_048_576
/** The longest text that is sent. Most servers allow fewer characters and say so. */
const TEXT_CHARS_MAX = 20_000
const DETAIL_CHARS_MAX = 200
/** A server seldom gains a language. */
const LANGUAGES_FOR_MS = 600 * SECOND_MS
const DETECT = 'auto'

interface Options extends LibreTranslateAddress {
  timeoutMs?: number
}

/**
 * Translates by the API of LibreTranslate: `POST /translate`. Only the text, the two languages and the key are sent. A
 * language that the server doesn't know is left to its detection.
 */
export function libreTranslator(options: Options): Translator {
  const ask = asker(options)
  let known = { codes: [] as readonly string[], atMs: Number.NEGATIVE_INFINITY }
  const listCodes = async (signal: AbortSignal): Promise<readonly string[]> => {
    if (performance.now() - known.atMs > LANGUAGES_FOR_MS) {
      const codes = (await ask('languages', undefined, Languages, signal)).map(({ code }) => code)
      known = { codes, atMs: performance.now() }
    }
    return known.codes
  }
  return {
    translate: async ({ text, from, to }) => {
      if (text.length > TEXT_CHARS_MAX) throw new TranslatorError(`the text has more than ${TEXT_CHARS_MAX} characters`)
      const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
      const codes = await listCodes(signal)
      const target = findCode(codes, to)
      if (target === undefined) throw new TranslatorError(`the translation service does not translate into ${to}`)
      const source = (from === null ? undefined : findCode(codes, from)) ?? DETECT
      const key = options.key === undefined ? {} : { api_key: options.key }
      const body = { q: text, source, target, format: 'text', ...key }
      return toTranslation(await ask('translate', body, Translated, signal), from)
    },
  }
}

const toTranslation = (
  { translatedText, detectedLanguage }: Static<typeof Translated>,
  from: string | null,
): Translation => ({ text: translatedText, from: detectedLanguage?.language ?? from })

/** Finds the server's code of a language: the tag itself, or its language without region. */
function findCode(codes: readonly string[], tag: string): string | undefined {
  const wanted = tag.toLowerCase()
  const find = (code: string) => codes.find((each) => each.toLowerCase() === code)
  return find(wanted) ?? find(wanted.split('-')[0] ?? '')
}

/** Returns a function that calls one method of the server and checks its answer. */
function asker({ url, allowPrivate }: Options) {
  const fetching = guardedFetch({ allowPrivate })
  const base = url.endsWith('/') ? url : `${url}/`
  return async <Schema extends TSchema>(
    method: string,
    body: object | undefined,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<Static<Schema>> => {
    const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) }
    const sent = body && { method: 'POST', body: JSON.stringify(body) }
    try {
      const response = await fetching(new URL(method, base).href, { headers, signal, ...sent })
      const answer = parse(await readText(response, ANSWER_BYTES_MAX))
      if (response.status !== 200) throw new TranslatorError(describeRefusal(response.status, answer))
      if (Value.Check(schema, answer)) return answer
      throw new TranslatorError('the translation service broke its protocol')
    } catch (error) {
      if (error instanceof TranslatorError) throw error
      const why = signal.aborted ? 'did not answer in time' : 'could not be reached'
      throw new TranslatorError(`the translation service ${why}`, { cause: error })
    }
  }
}

function parse(text: string | undefined): unknown {
  if (text === undefined) throw new TranslatorError('the answer of the translation service was too long')
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function describeRefusal(status: number, answer: unknown): string {
  if (!Value.Check(Refusal, answer)) return `the translation service answered ${status}`
  return `the translation service answered ${status}: ${toStorable(answer.error, DETAIL_CHARS_MAX)}`
}

const CODE_CHARS_MAX = 35
const LANGUAGES_MAX = 500
const Code = Type.String({ minLength: 1, maxLength: CODE_CHARS_MAX })
const Languages = Type.Array(Type.Object({ code: Code }), { maxItems: LANGUAGES_MAX })
const Translated = Type.Object({
  translatedText: Type.String(),
  detectedLanguage: Type.Optional(Type.Object({ language: Code })),
})
const Refusal = Type.Object({ error: Type.String() })
