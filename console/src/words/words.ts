import { locale, textLanguage } from './language.ts'
import { makeMessages, type Texts } from './message.ts'
import type { Words } from './words.gen.ts'

/** Only the texts of the language in use are loaded, before the first page is rendered. */
const FILES = {
  en: () => import('./texts-en.ts'),
  de: () => import('./texts-de.ts'),
  'ar-XB': loadPseudo,
}

async function loadPseudo() {
  const [{ files }, { toPseudo }] = await Promise.all([import('./texts-en.ts'), import('./pseudo.ts')])
  return { files: toPseudo(files as Texts) }
}

const { files } = await FILES[textLanguage]()
/** The texts of each file under its name: those of messages/en/console/review.json under review. */
const texts = Object.fromEntries(
  Object.entries(files).map(([path, group]) => [path.slice(path.lastIndexOf('/') + 1, -'.json'.length), group]),
)

/** Every text of the console, in the language of the person. A test compares the type with the catalogue. */
export const words = makeMessages(texts as Texts, locale) as unknown as Words
