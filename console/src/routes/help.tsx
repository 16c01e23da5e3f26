import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const helpRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/help',
  component: readWithTexts(async () => (await import('../help/help-page.tsx')).HelpPage),
})
