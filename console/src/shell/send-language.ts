import { api } from '../api/client.ts'
import { language, ZONE } from '../words/language.ts'

/** Has the desk answer in the language and the time zone of the console, so that no page mixes two. */
export function sendLanguage(): void {
  api.use({
    onRequest: ({ request }) => {
      request.headers.set('accept-language', language)
      request.headers.set('countersign-time-zone', ZONE)
    },
  })
}
