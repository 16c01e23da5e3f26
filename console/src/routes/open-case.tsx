import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const OpenCasePage = readFirst(async () => (await import('../opening/open-case-page.tsx')).OpenCasePage)

export const openCaseRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/open-case',
  validateSearch: ({ name }: Record<string, unknown>): { name?: string } =>
    typeof name === 'string' && name !== '' ? { name } : {},
  component: shown(OpenCasePage, function Page() {
    const { name = '' } = openCaseRoute.useSearch()
    const navigate = openCaseRoute.useNavigate()
    const look = (text: string) => void navigate({ search: text === '' ? {} : { name: text }, replace: true })
    return <OpenCasePage name={name} onName={look} />
  }),
})
