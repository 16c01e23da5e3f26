import { createRoute, notFound } from '@tanstack/react-router'
import { readRuleSetName, readVersionView } from '../guards/files/version-view.ts'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const RuleFilePage = readWithTexts(async () => (await import('../guards/files/rule-file-page.tsx')).RuleFilePage)
const DraftFilePage = readWithTexts(async () => (await import('../guards/files/draft-file-page.tsx')).DraftFilePage)

/** Reads the rule file that an address names; another name is a page that does not exist. */
function fileOf(name: string) {
  const known = readRuleSetName(name)
  if (known === undefined) throw notFound()
  return known
}

export const guardsFileRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/files/$name',
  validateSearch: readVersionView,
  component: shown(RuleFilePage, function Page() {
    const { name } = guardsFileRoute.useParams()
    const view = guardsFileRoute.useSearch()
    const navigate = guardsFileRoute.useNavigate()
    return (
      <RuleFilePage
        key={name}
        name={fileOf(name)}
        view={view}
        onView={(next) => void navigate({ search: next, replace: true })}
      />
    )
  }),
})

export const guardsFileDraftRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/files/$name/draft',
  component: shown(DraftFilePage, function Page() {
    const { name } = guardsFileDraftRoute.useParams()
    return <DraftFilePage key={name} name={fileOf(name)} />
  }),
})
