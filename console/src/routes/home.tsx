import { createRoute, Navigate } from '@tanstack/react-router'
import { useHasRole } from '../components/use-roles.ts'
import { deskRoute } from './desk.tsx'

/** Redirects to the page on which the caller's work begins. */
export const homeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/',
  component: function Home() {
    const reviews = useHasRole('reviewer', 'senior', 'lead', 'policy')
    const audits = useHasRole('auditor')
    return <Navigate to={reviews ? '/queue' : audits ? '/live' : '/team'} replace />
  },
})
