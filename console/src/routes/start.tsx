import { createRoute } from '@tanstack/react-router'
import { StartPage as Start } from '../start/start-page.tsx'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

/** Its code is part of the first load: every session begins here. Only its texts load after. */
export const StartPage = readWithTexts(async () => Start)

export const startRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/start',
  component: shown(StartPage, () => <StartPage />),
})
