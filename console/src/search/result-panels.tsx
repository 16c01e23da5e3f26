import { EmptyState, Group, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Panel, Shown } from '../components/panel.tsx'
import { CHARS_MIN, hitsQuery, peopleQuery } from '../components/search-query.ts'
import { useHasRole, useListsPeople } from '../components/use-roles.ts'
import { ViewReasonForm } from '../components/view-reason-form.tsx'
import { words } from '../words/words.ts'
import { type FoundHits, Hits, listHits } from './hits.tsx'

const SAID_CHARS_MAX = 40

/** Returns the typed text, cut to one line. */
const cut = (text: string): string => (text.length > SAID_CHARS_MAX ? `${text.slice(0, SAID_CHARS_MAX)}…` : text)

const nothing = (text: string) => ({
  title: words.search.nothing({ text: cut(text) }),
  description: words.search.nothingNext,
})

interface Props {
  text: string
  found: FoundHits
}

export function Accounts({ text, found, why, onWhy }: Props & { why: string; onWhy: (why: string) => void }) {
  return (
    <Panel title={words.search.accounts}>
      {why === '' ? (
        <ViewReasonForm says={words.why.search} onWhy={onWhy} />
      ) : (
        <Hits found={found} empty={nothing(text)} />
      )}
      <ToBulkAction kind="account" text={text} found={listHits(found).length} />
    </Panel>
  )
}

/** `isWhole`: no filter is set. A bulk action reads the search without its filters, so it would take more cases. */
export const Cases = ({ text, found, isWhole }: Props & { isWhole: boolean }) => (
  <Panel title={words.search.cases}>
    <Hits found={found} empty={nothing(text)} />
    {isWhole && <ToBulkAction kind="case" text={text} found={listHits(found).length} />}
  </Panel>
)

/** Links from more than one hit to one decision about all. */
function ToBulkAction({ kind, text, found }: { kind: 'account' | 'case'; text: string; found: number }) {
  const mayAsk = useHasRole('senior', 'lead')
  if (!mayAsk || found < 2) return null
  return (
    <Link to="/bulk-actions/new" search={{ q: text, kind }}>
      {words.bulkActions.ofResults}
    </Link>
  )
}

export const Enforcements = ({ text, found }: Props) => (
  <Panel title={words.results.enforcements}>
    <Hits found={found} empty={nothing(text)} />
  </Panel>
)

/** Shows people of the organisation to those who may list them; their names stay sealed. */
export function People({ text }: { text: string }) {
  const mayList = useListsPeople()
  const found = useQuery(peopleQuery(text, mayList))
  if (!mayList || text.length < CHARS_MIN) return null
  return (
    <Panel title={words.results.people}>
      <Shown query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={words.results.noPeople({ text: cut(text) })} description={words.results.peopleNext} />
          ) : (
            items.map(({ id, pseudonym, roles, team }) => (
              <Group key={id} gap="sm" data-row>
                <Link to="/team/$staffId" params={{ staffId: id }}>
                  {pseudonym}
                </Link>
                <Text span size="sm" c="dimmed">
                  {[...roles.map((role) => words.roles[role]), team].join(' · ')}
                </Text>
              </Group>
            ))
          )
        }
      </Shown>
    </Panel>
  )
}

/** Shows reporters, never while typing: each search takes a reason and is recorded. */
export function Reporter({ text }: { text: string }) {
  const [why, setWhy] = useState('')
  const found = useInfiniteQuery(hitsQuery({ kind: 'reporter', q: text, why }))
  const mayAsk = useHasRole('lead', 'policy', 'auditor')
  const empty = { title: words.search.noReporter({ text: cut(text) }), description: words.search.reporterNext }
  return (
    <Panel title={words.search.reporter}>
      {!mayAsk && <Text c="dimmed">{words.search.notReporter}</Text>}
      {mayAsk &&
        (why === '' ? (
          <ViewReasonForm says={words.why.reporter} onWhy={setWhy} />
        ) : (
          <Hits found={found} empty={empty} />
        ))}
    </Panel>
  )
}
