import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const PersonPage = readWithTexts(async () => (await import('../team/person-page.tsx')).PersonPage)

export const personRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/team/$staffId',
  component: shown(PersonPage, function Page() {
    const { staffId } = personRoute.useParams()
    return <PersonPage key={staffId} staffId={staffId} />
  }),
})
