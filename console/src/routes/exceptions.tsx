import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const ExceptionsPage = readWithTexts(async () => (await import('../exceptions/exceptions-page.tsx')).ExceptionsPage)

export const exceptionsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/exceptions',
  validateSearch: ({ ended }: Record<string, unknown>): { ended?: true } => (ended === true ? { ended } : {}),
  component: shown(ExceptionsPage, function Page() {
    const { ended = false } = exceptionsRoute.useSearch()
    const navigate = exceptionsRoute.useNavigate()
    const show = (isEnded: boolean) => void navigate({ search: isEnded ? { ended: true } : {}, replace: true })
    return <ExceptionsPage ended={ended} onEnded={show} />
  }),
})
