import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const MESSAGES = resolve(import.meta.dirname, '../../messages')

type Texts = { readonly [name: string]: string | Texts }

/** Returns the function that finds a text without parameters by its key, such as `console/review.next`, in a language. */
export const textsIn =
  (language: 'en' | 'de') =>
  (key: string): string => {
    const [file = '', ...path] = key.split('.')
    let found: string | Texts | undefined = JSON.parse(
      readFileSync(join(MESSAGES, language, `${file}.json`), 'utf8'),
    ) as Texts
    for (const name of path) found = typeof found === 'object' ? found[name] : undefined
    if (typeof found !== 'string') throw new Error(`the catalogue has no text ${key} in ${language}`)
    return found
  }
