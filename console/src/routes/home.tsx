import { createRoute, Navigate } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { shown } from './read-first.ts'
import { StartPage } from './start.tsx'

/** Redirects to the page on which the caller's work begins. */
export const homeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/',
  component: shown(StartPage, () => <Navigate to="/start" replace />),
})
