import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst } from './read-first.ts'

export const organisationRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/organisation',
  component: readFirst(async () => (await import('../organisation/organisation-page.tsx')).OrganisationPage),
})
