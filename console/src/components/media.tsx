import { Group, Stack, Text } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Case, CaseMedia } from '../api/shapes.ts'
import { readPageTexts, words } from '../words/words.ts'
import { formatFull } from './format.ts'
import { Hostile } from './handle.tsx'
import { MediaLook } from './media-look.tsx'
import { RestrictedPiece } from './restricted-piece.tsx'

const MediaStream = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./media-stream.tsx')).MediaStream }
})

/**
 * Shows the media of a case, each on its own and not loaded before the reviewer asks. The shortcut opens the focused
 * one, else the first.
 */
export function Media({ of: { id: caseId, media, seesRestricted } }: { of: Case }) {
  const [at, setAt] = useState<string>()
  if (media.length === 0) return null
  const open = media.filter(({ withheld }) => withheld === null)
  const byKey = open.find(({ id }) => id === at) ?? open[0]
  return (
    <Stack component="section" aria-label={words.media.title} gap="sm" mt="sm">
      {open.length > 0 && (
        <Text size="sm" c="dimmed">
          {words.media.hint}
        </Text>
      )}
      <div className="media-gallery">
        {media.map((each, place) => (
          <Stack key={each.id} gap={4} onFocus={() => setAt(each.id)}>
            <Says
              media={each}
              name={words.media.number({ kind: words.media.kinds[each.kind], place: place + 1, count: media.length })}
            />
            {each.withheld === null ? (
              <Look caseId={caseId} media={each} hasKey={each.id === byKey?.id} />
            ) : (
              <Withheld media={each} why={each.withheld} caseId={caseId} seesRestricted={seesRestricted} />
            )}
          </Stack>
        ))}
      </div>
    </Stack>
  )
}

/** A medium that is played by ranges has a player of its own, which few cases need. */
function Look(props: { caseId: string; media: CaseMedia; hasKey: boolean }) {
  if (props.media.streamBytes === null) return <MediaLook {...props} />
  return (
    <Suspense fallback={<div className="media-cover" aria-hidden="true" />}>
      <MediaStream {...props} />
    </Suspense>
  )
}

/** Shows the name of a medium and its author's alternative text. */
function Says({ media: { alternativeText, goneAt, reportId }, name }: { media: CaseMedia; name: string }) {
  return (
    <Group gap="xs" align="baseline">
      <Text size="sm" fw={600}>
        {name}
        {reportId !== null && ` · ${words.media.withReport({ reportId })}`}
      </Text>
      <Text size="sm" c="dimmed">
        {alternativeText ? (
          <>
            {words.media.says} <Hostile full>{alternativeText}</Hostile>
          </>
        ) : (
          reportId === null && words.media.saysNothing
        )}
      </Text>
      {goneAt !== null && <Text size="sm">{words.media.gone({ time: formatFull(goneAt) })}</Text>}
    </Group>
  )
}

/**
 * Shows a withheld medium: its hash and reference, by which the platform finds it. Restricted media show even those
 * only after a recorded look.
 */
function Withheld({
  media: { id, class: mediaClass, mediaType, sha256, reference },
  why,
  caseId,
  seesRestricted,
}: {
  media: CaseMedia
  why: 'restricted' | 'type'
  caseId: string
  seesRestricted: boolean
}) {
  if (mediaClass === 'restricted') return <RestrictedPiece caseId={caseId} pieceId={id} may={seesRestricted} />
  return (
    <Stack gap={0} className="media-withheld" p="sm">
      <Text size="sm">{why === 'restricted' ? words.media.restricted : words.media.type({ mediaType })}</Text>
      <Text size="sm" ff="monospace" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {sha256 !== null && `${words.media.hash} ${sha256} `}
        {reference !== null && (
          <>
            {words.media.reference} <Hostile full>{reference}</Hostile>
          </>
        )}
      </Text>
    </Stack>
  )
}
