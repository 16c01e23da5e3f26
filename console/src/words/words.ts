import { locale, textLanguage } from './language.ts'
import { makeMessages, type Texts } from './message.ts'
import type { Words } from './words.gen.ts'

type Files = Readonly<Record<string, unknown>>
type Read = () => Promise<{ files: Files }>

/** Reads English texts as the pseudo-language. */
const pseudo =
  (read: Read): Read =>
  async () => {
    const [{ files }, { toPseudo }] = await Promise.all([read(), import('./pseudo.ts')])
    return { files: toPseudo(files as Texts) }
  }

/** Only the texts of the language in use are loaded, before the first page is rendered. */
const readEnglish: Read = () => import('./texts-en.ts')
const FILES = { en: readEnglish, de: () => import('./texts-de.ts'), 'ar-XB': pseudo(readEnglish) }
const readEnglishPages: Read = () => import('./page-texts-en.ts')
const PAGE_FILES = {
  en: readEnglishPages,
  de: () => import('./page-texts-de.ts'),
  'ar-XB': pseudo(readEnglishPages),
}

/** The texts of each file under its name: those of messages/en/console/review.json under review. */
const messagesOf = (files: Files) => {
  const texts = Object.entries(files).map(([path, group]) => [
    path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
    group,
  ])
  return makeMessages(Object.fromEntries(texts) as Texts, locale)
}

const { files } = await FILES[textLanguage]()
const messages = messagesOf(files)

/** Every text of the console, in the language of the person. A test compares the type with the catalogue. */
export const words = messages as unknown as Words

let reading: Promise<void> | undefined

/** Adds the texts of messages/en/pages to the words. The code of a page that uses them is imported afterwards. */
export function readPageTexts(): Promise<void> {
  reading ??= PAGE_FILES[textLanguage]().then(
    ({ files }) => void Object.assign(messages, messagesOf(files)),
    (error: unknown) => {
      reading = undefined // The next page to need them requests them again.
      throw error
    },
  )
  return reading
}
