import { Badge, Group, Stack, Text } from '@mantine/core'
import type { Case } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { FindReporter } from './find-reporter.tsx'
import { formatAgo, formatClock, formatFull } from './format.ts'
import { HostileText } from './hostile-text.tsx'
import { Item } from './item.tsx'
import { MarkMisuse } from './mark-misuse.tsx'
import { Media } from './media.tsx'
import { nameCategory } from './names.ts'
import { Panel } from './panel.tsx'
import { RestrictedPiece } from './restricted-piece.tsx'
import { Signals } from './signals.tsx'
import { Thread } from './thread.tsx'
import { CommentTranslation, Translation } from './translation.tsx'
import { useNow } from './use-now.tsx'

const COMMENTS_SHOWN = 5

/** Shows the reported content, as plain text only, with the number of reports in each category. */
export function Evidence({ of: reviewed }: { of: Case }) {
  const now = useNow()
  const { content } = reviewed
  return (
    <Panel title={words.evidence.title}>
      <Group gap="xs" mb="xs">
        <Text size="sm" c="dimmed">
          {content === null ? words.evidence.account : words.evidence.post}
          {content?.createdAt && ` · ${formatAgo(content.createdAt, now)} · ${formatClock(content.createdAt)}`}
          {reviewed.language !== null && ` · ${reviewed.language}`}
        </Text>
      </Group>
      {content !== null && <Reported text={content.text} lang={content.language ?? undefined} />}
      <Items of={reviewed} />
      <Translation of={reviewed} />
      {onceEach(reviewed).map((piece) => (
        <EvidencePiece key={piece.id} piece={piece} of={reviewed} />
      ))}
      <Media of={reviewed} />
      <Thread of={reviewed} />
      <Signals of={reviewed} />
      <Reports reviewed={reviewed} />
    </Panel>
  )
}

/** The most items of reports that are shown. */
const ITEMS_SHOWN = 3

/** Shows the item of the content, what reports state otherwise, and what it was before. */
function Items({ of: { item, earlierItems, reports } }: { of: Case }) {
  const seen = new Set([JSON.stringify(item)])
  const reported = reports.items.flatMap(({ id, item: stated }) => {
    const text = JSON.stringify(stated)
    if (stated === null || seen.has(text)) return []
    seen.add(text)
    return [{ id, stated }]
  })
  return (
    <>
      {item !== null && <Item of={item} />}
      {reported.slice(0, ITEMS_SHOWN).map(({ id, stated }) => (
        <Stack key={id} gap={4}>
          <Text size="sm">{words.evidence.itemReported}</Text>
          <Item of={stated} />
        </Stack>
      ))}
      {earlierItems.map((earlier) => (
        <details key={earlier.storedAt}>
          <summary>{words.evidence.itemBefore({ time: formatFull(earlier.storedAt) })}</summary>
          <Item of={earlier.item} />
        </details>
      ))}
    </>
  )
}

const Reported = ({ text, lang }: { text: string | null; lang: string | undefined }) =>
  text === null ? <Text c="dimmed">{words.evidence.noText}</Text> : <HostileText text={text} lang={lang} />

const IS_MEDIA = /^(image|video|audio)\//

/** Drops repeated texts: every report of a post carries its text. Media have their own list. */
function onceEach({ content, evidence, media }: Case): Case['evidence'] {
  const shown = new Set([content?.text])
  const seen = new Set(media.map(({ sha256 }) => sha256))
  return evidence.filter(({ text, sha256, mediaType }) => {
    if (sha256 === null) return !IS_MEDIA.test(mediaType)
    if (text === null) return !seen.has(sha256)
    const isNew = !shown.has(text)
    shown.add(text)
    return isNew
  })
}

function EvidencePiece({ piece, of: { id: caseId, seesRestricted } }: { piece: Case['evidence'][number]; of: Case }) {
  if (piece.class === 'restricted') return <RestrictedPiece caseId={caseId} pieceId={piece.id} may={seesRestricted} />
  if (piece.text === null) {
    return (
      <Text size="sm" ff="monospace" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {piece.mediaType}: {piece.sha256}
      </Text>
    )
  }
  return (
    <>
      <HostileText text={piece.text} />
      {piece.cut && <Text size="sm">{words.evidence.cut}</Text>}
    </>
  )
}

function Reports({ reviewed }: { reviewed: Case }) {
  const counts = new Map<string, number>()
  for (const { category } of reviewed.reports.items) counts.set(category, (counts.get(category) ?? 0) + 1)
  const comments = reviewed.reports.items.filter(({ comment }) => comment !== null)
  return (
    <Stack gap={4} mt="sm">
      <Group gap="xs">
        {reviewed.appeal === null && (
          <Text fw={600}>
            {words.evidence.reports({ count: reviewed.reportCount, reporters: reviewed.reporterCount })}
          </Text>
        )}
        {[...counts].map(([category, count]) => (
          <Badge key={category} variant="light" color="gray" autoContrast>
            {nameCategory(category)} {count}
          </Badge>
        ))}
      </Group>
      <ReportersRecord of={reviewed} />
      {comments.slice(0, COMMENTS_SHOWN).map((report) => (
        <Stack key={report.id} gap={2}>
          <HostileText size="sm" text={report.comment ?? words.evidence.noComment} />
          <CommentTranslation of={reviewed} report={report} />
        </Stack>
      ))}
      <FindReporter of={reviewed} />
      <MarkMisuse of={reviewed} />
    </Stack>
  )
}

const KINDS = ['littleKnown', 'oftenRight', 'mixed', 'oftenWrong'] as const

/** Shows how often earlier reports of these reporters were upheld: a hint only, and never about one reporter. */
function ReportersRecord({ of: { reporters, reporterCount } }: { of: Case }) {
  if (reporters.counted === 0) return null
  const kinds = KINDS.filter((kind) => reporters[kind] > 0).map((kind) =>
    words.reporters[kind]({ count: reporters[kind] }),
  )
  return (
    <Text size="sm" c="dimmed">
      {kinds.join(', ')}. {words.reporters.before({ decided: reporters.decidedBefore, upheld: reporters.upheldBefore })}
      {reporters.counted < reporterCount && ` ${words.reporters.of({ counted: reporters.counted })}`}
      {reporters.flaggers.length > 0 && (
        <b className="hostile"> {words.reporters.flaggers({ names: reporters.flaggers.join(', ') })}</b>
      )}
    </Text>
  )
}
