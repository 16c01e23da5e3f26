import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { guardedFetch } from '../outgoing/guarded-fetch.ts'
import { readText } from '../outgoing/read-text.ts'
import { type Secrets, signedHeaders } from '../outgoing/signed-headers.ts'

/** A text to translate. */
interface ToTranslate {
  text: string
  /** The language as a BCP 47 tag. Null: the translator detects it. */
  from: string | null
  to: string
}

export interface Translation {
  text: string
  /** The original language as the translator states it; null: not stated. */
  from: string | null
}

/** The translation service of this desk. A failure is an error whose message gives the reason. */
export interface Translator {
  translate(asked: ToTranslate): Promise<Translation>
}

interface TranslatorOptions extends Secrets {
  url: string
  /** Private addresses that may be reached, as COUNTERSIGN_ALLOW_PRIVATE says. */
  allowPrivate?: readonly string[]
  /** Returns the time at which a call is signed. */
  now: () => Date
  timeoutMs?: number
}

export class TranslatorError extends Error {
  override name = 'TranslatorError' as const
}

const TIMEOUT_MS = 15_000
const ANSWER_BYTES_MAX = 1_048_576
const Answer = Type.Object({ text: Type.String(), from: Type.Optional(Type.String({ maxLength: 35 })) })

/** Translates each text by one signed POST: `{text, from, to}` is sent, `{text, from}` comes back. */
export function webhookTranslator(options: TranslatorOptions): Translator {
  const { url, now, timeoutMs = TIMEOUT_MS } = options
  const fetching = guardedFetch(options)
  return {
    translate: async (asked) => {
      const body = JSON.stringify(asked)
      const headers = signedHeaders(options, `text_${randomUUID()}`, now(), body)
      try {
        const signal = AbortSignal.timeout(timeoutMs)
        const response = await fetching(url, { method: 'POST', body, headers, signal })
        if (response.status !== 200) throw new TranslatorError(`the translation service answered ${response.status}`)
        const said = await readText(response, ANSWER_BYTES_MAX)
        if (said === undefined) throw new TranslatorError('the answer of the translation service was too long')
        return read(said)
      } catch (error) {
        if (error instanceof TranslatorError) throw error
        throw new TranslatorError('the translation service could not be reached', { cause: error })
      }
    },
  }
}

function read(said: string): Translation {
  try {
    const answer: unknown = JSON.parse(said)
    if (Value.Check(Answer, answer)) return { text: answer.text, from: answer.from ?? null }
  } catch {
    // An answer that is no JSON is refused like any other invalid answer.
  }
  throw new TranslatorError('the translation service broke its protocol')
}
