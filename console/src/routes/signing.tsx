import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'

const SigningPage = lazy(async () => ({ default: (await import('../signing/signing-page.tsx')).SigningPage }))
const asText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export const signingRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/sign',
  validateSearch: (search): { act: string; about: string } => ({
    act: asText(search.act),
    about: asText(search.about),
  }),
  component: function Page() {
    const { act, about } = signingRoute.useSearch()
    return <SigningPage key={`${act} ${about}`} act={act} about={about} />
  },
})
