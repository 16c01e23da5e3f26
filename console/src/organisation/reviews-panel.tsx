import { Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import type { ProtectionReview } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { nameTag } from '../components/names.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ReasonForm } from '../components/reason-form.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { reviewsQuery } from './queries.ts'
import { ReviewTimes } from './review-times.tsx'

/** Shows the protections of accounts that are due for review; policy confirms each. */
export function ReviewsPanel() {
  const sees = useHasRole('lead', 'policy', 'auditor')
  const mayPropose = useHasRole('lead', 'policy', 'admin')
  const reviews = useQuery({ ...reviewsQuery, enabled: sees })
  if (!sees) return null
  return (
    <Panel title={words.organisation.reviews}>
      <Shown query={reviews}>
        {({ items, everyDays, graceDays }) => (
          <Stack gap="lg">
            <Text size="sm" c="dimmed" maw="72ch">
              {words.organisation.reviewsHint({ everyDays, graceDays })}
            </Text>
            {items.length === 0 && <Text>{words.organisation.noReviews}</Text>}
            {items.map((review) => (
              <Review key={`${review.subject.kind}:${review.subject.id}`} review={review} />
            ))}
            {mayPropose && (
              <ReviewTimes key={`${everyDays} ${graceDays}`} everyDays={everyDays} graceDays={graceDays} />
            )}
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}

function Review({ review }: { review: ProtectionReview }) {
  const { subject, handle, tags, hasFloor, dueAt, missed, lookedAt, lookedBy } = review
  const isPolicy = useHasRole('policy')
  const name = handle === null ? subject.id : `@${handle}`
  const what = [...tags.map(nameTag), ...(hasFloor ? [words.organisation.floor] : [])].join(', ')
  return (
    <Stack gap={2} component="article" aria-label={name}>
      <Text className="hostile">
        {subject.kind === 'account' ? (
          <Link to="/accounts/$accountId" params={{ accountId: subject.id }}>
            {name}
          </Link>
        ) : (
          name
        )}{' '}
        · {what} · {words.organisation.due({ when: formatFull(dueAt) })}{' '}
        {missed === 1 && <StatePill tone="waits">{words.organisation.missed.once}</StatePill>}
        {missed > 1 && <StatePill tone="alarm">{words.organisation.missed.twice}</StatePill>}
      </Text>
      {lookedAt !== null && lookedBy !== null && (
        <Text size="sm" c="dimmed">
          {words.organisation.lastLooked({ who: lookedBy, when: formatFull(lookedAt) })}
        </Text>
      )}
      {isPolicy && <Keep subject={subject} />}
    </Stack>
  )
}

function Keep({ subject }: Pick<ProtectionReview, 'subject'>) {
  const client = useQueryClient()
  const keep = useMutation({
    mutationFn: (reason: string) => unwrap(api.POST('/v1/protection-reviews', { body: { subject, reason } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['organisation'] }),
  })
  return (
    <>
      <ReasonForm label={words.organisation.why} button={words.organisation.keep} act={keep} />
      {keep.isSuccess && <Text role="status">{words.organisation.kept}</Text>}
    </>
  )
}
