import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBolt, IconPhoto } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatAgo, formatClock, formatCount, formatDay, formatFull } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { HostileText } from '../components/hostile-text.tsx'
import { Initials } from '../components/initials.tsx'
import { nameCategory, nameTag } from '../components/names.ts'
import { useNow } from '../components/use-now.tsx'
import { Boundary, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { CaseState } from './case-state.tsx'
import { type CasePreview, previewQuery } from './queries.ts'
import { SubjectName } from '../components/subject-name.tsx'

/** Each preview is recorded as a view: rows that the cursor only passes are not asked for. */
const REST_MS = 250

/** Shows the case under the cursor: who it is about, what was reported, and what is due. It claims nothing. */
export function PreviewPane({ caseId, onAssign }: { caseId: string | undefined; onAssign: (caseId: string) => void }) {
  const [rested] = useDebouncedValue(caseId, REST_MS)
  return (
    <Paper withBorder component="aside" className="preview-pane no-print" aria-label={words.queue.preview.title}>
      <Boundary>
        {rested === undefined ? (
          <Text c="dimmed" p="lg">
            {words.queue.preview.none}
          </Text>
        ) : (
          <Preview key={rested} caseId={rested} onAssign={onAssign} />
        )}
      </Boundary>
    </Paper>
  )
}

function Preview({ caseId, onAssign }: { caseId: string; onAssign: (caseId: string) => void }) {
  const found = useQuery(previewQuery(caseId))
  return (
    <Shown query={found}>
      {(preview) => (
        <Stack gap="md" p="md">
          <Who of={preview} />
          <Reported of={preview} />
          <When of={preview} />
          <Group gap="sm">
            <Button size="xs" disabled={preview.claimedBy !== null} onClick={() => onAssign(caseId)}>
              {words.queue.acts.assignMe}
            </Button>
            <Button
              size="xs"
              variant="default"
              renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId }} preload={false} {...props} />}
            >
              {words.queue.preview.open}
            </Button>
          </Group>
        </Stack>
      )}
    </Shown>
  )
}

function Who({ of }: { of: CasePreview }) {
  return (
    <Stack gap={6}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Initials name={of.displayName ?? of.handle} seed={of.accountId ?? of.id} />
        <Stack gap={0} miw={0}>
          <Title order={2} size="h5">
            <SubjectName handle={of.handle} id={of.subject.id} />
          </Title>
          {of.displayName !== null && (
            <Text size="sm">
              <Hostile>{of.displayName}</Hostile>
            </Text>
          )}
        </Stack>
      </Group>
      <Text size="lg" fw={700}>
        {of.reach === null ? words.who.reachUnknown : words.who.followers({ count: formatCount(of.reach) })}
      </Text>
      <Group gap={6}>
        {of.protected && (
          <Badge variant="outline" color="accent">
            {words.who.protected}
          </Badge>
        )}
        <Text span size="sm" c="dimmed">
          {of.tags.length === 0 ? words.who.noOffice : of.tags.map(nameTag).join(', ')}
          {` · ${of.verified ? words.who.verified : words.who.notVerified}`}
          {of.accountCreatedAt !== null && ` · ${words.who.age({ age: formatDay(of.accountCreatedAt) })}`}
        </Text>
      </Group>
    </Stack>
  )
}

/** Shows the text as plain text, and of media only how many there are: they are looked at in the case. */
function Reported({ of }: { of: CasePreview }) {
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {words.evidence.reports({ count: of.reportCount, reporters: of.reporterCount })}
      </Text>
      <Group gap={4}>
        {of.categories.map(({ category, count }) => (
          <Badge key={category} variant="light" color="gray" autoContrast tt="none" className="category-badge">
            {nameCategory(category)} {count}
          </Badge>
        ))}
      </Group>
      {of.excerpt !== null && (
        <div className="preview-text">
          <HostileText text={of.excerpt} lang={of.language ?? undefined} size="sm" />
        </div>
      )}
      {of.mediaCount > 0 && (
        <Group gap={6} className="media-withheld" p="sm" wrap="nowrap">
          <IconPhoto size={16} aria-hidden="true" />
          <Text size="sm">
            {of.isSensitive
              ? words.queue.preview.sensitive({ count: of.mediaCount })
              : words.queue.preview.media({ count: of.mediaCount })}
          </Text>
        </Group>
      )}
      {[...new Set(of.comments)].map((comment) => (
        <Text key={comment} size="sm" c="dimmed" className="hostile">
          <Hostile full>{words.queue.preview.said({ comment })}</Hostile>
        </Text>
      ))}
    </Stack>
  )
}

function When({ of }: { of: CasePreview }) {
  const now = useNow()
  return (
    <Stack gap={4}>
      <Group gap={6}>
        <CaseState of={of} />
        <Text span size="sm">
          {of.claimedBy !== null && words.queue.preview.heldBy({ person: of.claimedBy })}
          {of.claimedBy === null && of.reservedFor !== null && words.queue.preview.keptFor({ person: of.reservedFor })}
        </Text>
      </Group>
      {of.lawDueAt !== null && (
        <Group gap={6}>
          <IconBolt size={14} aria-hidden="true" />
          <Text size="sm" fw={600} title={formatFull(of.lawDueAt)}>
            {words.queue.byLaw({ when: formatAgo(of.lawDueAt, now) })}
          </Text>
        </Group>
      )}
      <Text size="sm" c="dimmed" title={formatFull(of.dueAt)}>
        {words.queue.preview.due({ when: formatAgo(of.dueAt, now), time: formatClock(of.dueAt) })}
      </Text>
      <Text size="sm" c="dimmed">
        {words.queue.preview.opened({ ago: formatAgo(of.openedAt, now), queue: of.queue, caseId: of.id })}
      </Text>
    </Stack>
  )
}
