import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const organisationRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/organisation',
  component: readWithTexts(async () => (await import('../organisation/organisation-page.tsx')).OrganisationPage),
})
