import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const StartPage = readWithTexts(async () => (await import('../start/start-page.tsx')).StartPage)

export const startRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/start',
  component: shown(StartPage, () => <StartPage />),
})
