import { api } from '../api/client.ts'
import { language } from '../words/language.ts'

/** Has the desk answer in the language of the console, so that no page mixes two. */
export function sendLanguage(): void {
  api.use({ onRequest: ({ request }) => request.headers.set('accept-language', language) })
}
