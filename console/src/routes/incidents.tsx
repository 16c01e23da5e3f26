import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const incidentsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/incidents',
  component: readWithTexts(async () => (await import('../incident/incidents-page.tsx')).IncidentsPage),
})
