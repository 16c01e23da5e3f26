import { createRoute } from '@tanstack/react-router'
import { StartPage } from '../start/start-page.tsx'
import { deskRoute } from './desk.tsx'

/** Its code and its texts are part of the first load: every session begins here. */
export const startRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/start',
  component: StartPage,
})
