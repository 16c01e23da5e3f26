import { Text } from '@mantine/core'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { CaseMedia } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatNumber } from './format.ts'
import { lookOf, MediaCover, type Uncovered } from './media-cover.tsx'

const MEGABYTE = 1_000_000

/**
 * Shows a film or sound that is played by ranges, under its cover. Nothing plays by itself, and a part is loaded once it
 * is played.
 */
export function MediaStream({ caseId, media, hasKey }: { caseId: string; media: CaseMedia; hasKey: boolean }) {
  // The first byte: the desk's refusal has words, and a player's has none.
  const read = () =>
    unwrap<Blob>(
      api.GET('/v1/cases/{caseId}/media/{mediaId}/stream', {
        ...{ params: { path: { caseId, mediaId: media.id } }, parseAs: 'blob' },
        headers: { range: 'bytes=0-0' },
      }),
    )
  const note = (
    <Text size="sm" c="dimmed">
      {words.mediaStream.size({ size: formatNumber(Math.ceil((media.streamBytes ?? 0) / MEGABYTE)) })}
      {media.sha256 !== null && ` · ${words.mediaStream.unverified}`}
    </Text>
  )
  return (
    <MediaCover kind={media.kind} hasKey={hasKey} read={read} label={() => words.mediaStream.show} note={note}>
      {(_first, shown) => <Player caseId={caseId} media={media} {...shown} />}
    </MediaCover>
  )
}

interface Playing extends Uncovered {
  caseId: string
  media: CaseMedia
}

function Player({ caseId, media: { id, kind, alternativeText, hasPoster }, soft, isMuted }: Playing) {
  const [isBroken, setBroken] = useState(false)
  if (isBroken) return <Text size="sm">{words.media.broken}</Text>
  const address = `/v1/cases/${caseId}/media/${id}`
  const playing = {
    ...{ src: `${address}/stream`, controls: true, muted: isMuted, preload: 'metadata' },
    ...{ 'aria-label': alternativeText ?? words.media.kinds[kind], onError: () => setBroken(true) },
  }
  if (kind === 'audio') return <audio {...playing} />
  return (
    <div className="media-frame">
      <video {...playing} className={lookOf(soft)} {...(hasPoster && { poster: `${address}/poster` })} />
    </div>
  )
}
