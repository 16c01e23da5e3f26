import { LANGUAGES, type Language } from './languages.ts'

/**
 * A language for tests of the layout: English with accents, a third longer, from right to left. No setting offers it;
 * tests and developers put it into the browser's storage.
 */
const PSEUDO = 'ar-XB'

const LANGUAGE_KEY = 'countersign-language'
const ZONE_KEY = 'countersign-time-zone'

const isLanguage = (value: string | null | undefined): value is Language => LANGUAGES.some((each) => each === value)
const languageOf = (tag: string): string => new Intl.Locale(tag).language

const stored = localStorage.getItem(LANGUAGE_KEY)
const storedZone = localStorage.getItem(ZONE_KEY)

/** The language that the person chose, as this browser last read it from the desk; null: the browser's. */
const chosenLanguage: Language | null = isLanguage(stored) ? stored : null
/** The time zone that the person chose, as this browser last read it from the desk; null: the browser's. */
const chosenZone: string | null =
  storedZone !== null && Intl.supportedValuesOf('timeZone').includes(storedZone) ? storedZone : null

const ofBrowser = navigator.languages.map(languageOf).find(isLanguage) ?? 'en'
export const textLanguage = stored === PSEUDO ? PSEUDO : (chosenLanguage ?? ofBrowser)
/** The language of texts that the desk renders, and of numbers, dates and plurals. */
export const language: Language = textLanguage === PSEUDO ? 'en' : textLanguage
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-US', de: 'de-DE' }
/** The locale of numbers, plurals and names: one for each language, as in the sentences of the desk. */
export const locale = LOCALES[language]
/**
 * The locale of dates and times: that of the desk's sentences (LOCALES in src/foundation/messages/render-message.ts), so
 * that one screen has one form of them.
 */
export const dateLocale = language === 'en' ? 'en-GB' : locale
export const direction = textLanguage === PSEUDO ? 'rtl' : 'ltr'

export const BROWSER_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone
/** The time zone of every date and time on the screen, such as Europe/Dublin. */
export const ZONE = chosenZone ?? BROWSER_ZONE

/**
 * Stores what the person chose at the desk, and loads the console anew where it differs from what this page uses, because
 * every text and every format is made once. True: it loads anew. A browser that stores nothing keeps its own.
 */
export function followChoice(chosen: { language: string | null; timeZone: string | null }): boolean {
  if (textLanguage === PSEUDO) return false
  const isNew = [store(LANGUAGE_KEY, chosen.language), store(ZONE_KEY, chosen.timeZone)].includes(true)
  if (isNew) location.reload()
  return isNew
}

/** Stores a value; true when this changed what was stored. */
function store(key: string, value: string | null): boolean {
  if (localStorage.getItem(key) === value) return false
  if (value === null) localStorage.removeItem(key)
  else localStorage.setItem(key, value)
  return localStorage.getItem(key) === value
}
