import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const RuleFilesPage = readWithTexts(async () => (await import('../guards/files/rule-files-page.tsx')).RuleFilesPage)

export const guardsFilesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/files',
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } => (typeof q === 'string' && q !== '' ? { q } : {}),
  component: shown(RuleFilesPage, function Page() {
    const { q = '' } = guardsFilesRoute.useSearch()
    const navigate = guardsFilesRoute.useNavigate()
    const onFilter = (filter: string) => void navigate({ search: filter === '' ? {} : { q: filter }, replace: true })
    return <RuleFilesPage filter={q} onFilter={onFilter} />
  }),
})
