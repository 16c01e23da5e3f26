import { createRoute, redirect } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

/** Redirects to the page on which the caller's work begins. */
export const homeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/start', replace: true })
  },
})
