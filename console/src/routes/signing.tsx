import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const SigningPage = readFirst(async () => (await import('../signing/signing-page.tsx')).SigningPage)
const asText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export const signingRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/sign',
  validateSearch: (search): { act: string; about: string } => ({
    act: asText(search.act),
    about: asText(search.about),
  }),
  component: shown(SigningPage, function Page() {
    const { act, about } = signingRoute.useSearch()
    return <SigningPage key={`${act} ${about}`} act={act} about={about} />
  }),
})
