import { Alert, Button, Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import {
  focusManager,
  queryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { isProblem, ProblemError } from '../api/problem.ts'
import type { Case } from '../api/shapes.ts'
import { caseQuery } from '../components/case-query.ts'
import { Countdown } from '../components/countdown.tsx'
import { DecisionLayout } from '../components/decision-layout.tsx'
import { Evidence } from '../components/evidence.tsx'
import { formatClock } from '../components/format.ts'
import { LawDue } from '../components/law-due.tsx'
import { Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import type { CaseView } from '../components/timeline-view.ts'
import { useAfterFirst } from '../components/use-painted.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { AppealPanel } from './appeal-parts.tsx'
import type { PartsProps } from './beside-evidence.tsx'
import { DecisionResult, type Outcome } from './decision-result.tsx'
import type { Handed } from './hand-over.tsx'
import { HandedOver } from './handed-over.tsx'
import { ProfileCard } from './profile-card.tsx'
import { lookalikesQuery, profileQuery } from './profile-query.ts'

/** The window in which the decision stands beside the evidence (.with-decision). */
const BESIDE_EACH_OTHER = '(min-width: 1181px)'
const UNAVAILABLE = 503
/** The code of all but the evidence, which a phone loads after it has painted the evidence. */
const readParts = () =>
  import('./beside-evidence.tsx').catch(() => {
    throw new ProblemError(UNAVAILABLE, words.errors.unread)
  })
type CaseParts = Awaited<ReturnType<typeof readParts>>
let partsRead: CaseParts | undefined
const partsQuery = queryOptions({
  queryKey: ['code', 'beside-evidence'],
  queryFn: readParts,
  initialData: () => partsRead,
  staleTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
})

/** Reads the code of what is in view first: in a wide window, the decision too. */
export async function readCasePage(): Promise<typeof CasePage> {
  if (matchMedia(BESIDE_EACH_OTHER).matches) partsRead = await readParts()
  return CasePage
}

const RENEW_MS = 120_000
/**
 * The interval of refetches: the desk sends no event for each report that joins a case, since there may be thousands.
 */
const LOOK_MS = 10_000

/** Shows one case: the reported content, its account, and the form that decides it. */
function CasePage({ caseId, view, onView }: { caseId: string; view: CaseView; onView: (view: CaseView) => void }) {
  const found = useQuery({ ...caseQuery(caseId), refetchInterval: LOOK_MS })
  useQuery(profileQuery(caseId)) // Sent at once, beside the case.
  // The decision appears with the look-alikes above it: a button that moves could be pressed by mistake.
  const isComplete = !useQuery(lookalikesQuery(caseId)).isPending
  const isHeld = useIsHeld(found.data)
  const [outcome, setOutcome] = useState<Outcome>()
  const [handed, setHanded] = useState<Handed>()
  const isOpen = isHeld && outcome === undefined && handed?.isLeft !== true
  const heading = useRef<HTMLHeadingElement>(null)
  const isThere = found.data !== undefined
  useEffect(() => {
    // A dialog that was opened meanwhile keeps the focus: what is typed there must not go to the page.
    if (isThere && !document.activeElement?.closest('[role=dialog]')) heading.current?.focus()
  }, [isThere])
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3" ref={heading} tabIndex={-1}>
          {words.review.title} {caseId}
        </Title>
        {found.data && <Claim reviewed={found.data} />}
      </Group>
      {outcome !== undefined && <DecisionResult outcome={outcome} />}
      {handed !== undefined && <HandedOver handed={handed} />}
      <Shown query={found}>
        {(reviewed) => (
          <>
            <LawDue at={reviewed.lawDueAt} />
            <CameBack reviewed={reviewed} />
            {isOpen && <Changed reviewed={reviewed} />}
            {reviewed.appeal !== null && <AppealPanel appeal={reviewed.appeal} />}
            <Parts
              reviewed={reviewed}
              view={view}
              onView={onView}
              isHeld={isHeld}
              isOpen={isOpen}
              isComplete={isComplete}
              onOutcome={setOutcome}
              onHanded={setHanded}
            />
          </>
        )}
      </Shown>
    </Stack>
  )
}

/** Shows the evidence and, once a phone has painted what of it is in view, all that stands below. */
function Parts(props: PartsProps) {
  const { reviewed, isOpen } = props
  const hasAll = useAfterFirst(BESIDE_EACH_OTHER)
  const parts = useQuery({ ...partsQuery, enabled: hasAll })
  const read = useDeferredValue(parts.data) // In slices, between which a phone takes presses.
  return (
    <DecisionLayout
      concludes={isOpen}
      evidence={
        <>
          <ProfileCard of={reviewed} />
          <Evidence of={reviewed} />
          {hasAll && read !== undefined && <read.MoreEvidence {...props} />}
        </>
      }
      decision={hasAll && <Beside read={read} code={parts} {...props} />}
    />
  )
}

/**
 * Shows the account and the decision. While their code loads nothing is seen there, since more evidence would move it
 * down, and who only hears the page is told.
 */
function Beside({ read, code, ...props }: PartsProps & { read: CaseParts | undefined; code: UseQueryResult }) {
  if (read !== undefined) return <read.Decision key={props.reviewed.id} {...props} />
  if (code.isError) return <ProblemNote error={code.error} onAgain={() => void code.refetch()} />
  return (
    <VisuallyHidden role="status" aria-label={words.app.loading}>
      <span className="loading" />
    </VisuallyHidden>
  )
}

/** True once the caller has held the case on this page: after the claim ends, their text stays to be copied. */
function useIsHeld(reviewed: Case | undefined): boolean {
  const me = useMe()
  const [wasHeld, setWasHeld] = useState(false)
  const isHeld = reviewed !== undefined && reviewed.claimedBy !== null && reviewed.claimedBy === me?.pseudonym
  if (isHeld && !wasHeld) setWasHeld(true)
  return wasHeld
}

/** Shows the changes of the case since the caller began to read it. */
function Changed({ reviewed }: { reviewed: Case }) {
  const [seen, setSeen] = useState(reviewed.reportCount)
  const news = reviewed.reportCount - seen
  if (reviewed.state !== 'open') return <Alert variant="outline">{words.review.closed}</Alert>
  if (news === 0) return null
  return (
    <Alert variant="outline" role="status">
      <Group justify="space-between">
        {words.review.isNew({ count: news })}
        <Button size="compact-sm" variant="default" onClick={() => setSeen(reviewed.reportCount)}>
          {words.alerts.seen}
        </Button>
      </Group>
    </Alert>
  )
}

/** Shows the time left of the claim, renewed while the page has the focus, and the button that releases it. */
function Claim({ reviewed }: { reviewed: Case }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const me = useMe()
  const { id: caseId } = reviewed
  const isMine = reviewed.claimedBy !== null && reviewed.claimedBy === me?.pseudonym
  const params = { path: { caseId } }
  const renew = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/cases/{caseId}/claim/renew', { params })),
    onSettled: () => client.invalidateQueries({ queryKey: ['case', caseId] }),
  })
  const { mutate } = renew
  useEffect(() => {
    if (!isMine) return
    const timer = setInterval(() => focusManager.isFocused() && mutate(), RENEW_MS)
    return () => clearInterval(timer)
  }, [isMine, mutate])
  const release = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/cases/{caseId}/claim/release', { params, body: {} })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['queue'] })
      await navigate({ to: '/review' })
    },
  })
  if (renew.isError && isProblem(renew.error, 409)) return <Text fw={600}>{words.review.lost}</Text>
  if (!isMine || reviewed.claimedUntil === null) return null
  return (
    // In one row, whose height no line break changes: the page below must not move when its font arrives.
    <Group gap="sm" wrap="nowrap">
      <Text size="sm">
        <Countdown until={reviewed.claimedUntil} say={words.review.held} />
        {` · ${words.review.due({ time: formatClock(reviewed.dueAt) })}`}
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        flex="none"
        loading={release.isPending}
        onClick={() => release.mutate()}
      >
        {words.review.giveBack}
      </Button>
    </Group>
  )
}

function CameBack({ reviewed }: { reviewed: Case }) {
  if (!reviewed.returned) return null
  // The newest event is first: a case may have returned by an answer and later by a restore.
  const why = reviewed.events.find(({ kind }) => kind === 'answered' || kind === 'returned')
  if (!why?.text) return null
  return (
    <Alert variant="outline" color="yellow" p="sm">
      {why.kind === 'answered' ? words.review.came.answered : words.review.came.returned} {why.text}
    </Alert>
  )
}
