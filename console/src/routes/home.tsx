import { createRoute, Navigate } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

/** Redirects to the page on which the caller's work begins. */
export const homeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/',
  component: () => <Navigate to="/start" replace />,
})
