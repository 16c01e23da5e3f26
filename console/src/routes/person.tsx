import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'

const PersonPage = lazy(async () => ({ default: (await import('../team/person-page.tsx')).PersonPage }))

export const personRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/team/$staffId',
  component: function Page() {
    const { staffId } = personRoute.useParams()
    return <PersonPage key={staffId} staffId={staffId} />
  },
})
