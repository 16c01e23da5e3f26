import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { CaseMedia, Wellbeing } from '../api/shapes.ts'
import { useLetters } from '../shell/keys.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { KeyHint } from './key-hint.tsx'
import { ProblemNote } from './problem-note.tsx'

/** The settings until the reviewer's own are known. */
const EVERYTHING_ON: Wellbeing = { blur: true, grey: true, mute: true }

/** The settings by which an uncovered medium is shown. */
export interface Uncovered {
  /** The settings that soften it; undefined: shown unchanged. */
  soft: Wellbeing | undefined
  isMuted: boolean
}

interface Props {
  kind: CaseMedia['kind']
  hasKey: boolean
  /** Reads it once the reader asks. */
  read: () => Promise<Blob>
  /** The button that uncovers it, by the settings. */
  label: (settings: Wellbeing) => string
  /** A line beside the button. */
  note?: ReactNode
  children: (bytes: Blob, shown: Uncovered) => ReactNode
}

/**
 * Shows one medium: covered and not loaded, then loaded and softened as the settings ask, then clear, then covered and
 * dropped. Each load is recorded as its own look.
 */
export function MediaCover({ kind, hasKey, read, label, note, children }: Props) {
  const wellbeing = useMe()?.wellbeing ?? EVERYTHING_ON
  const [isClear, setClear] = useState(false)
  const look = useMutation({ mutationFn: read })
  const isSoft = kind !== 'audio' && !isClear && (wellbeing.blur || wellbeing.grey)
  const next = () => {
    if (look.isPending) return
    if (look.data === undefined) return look.mutate()
    if (isSoft) return setClear(true)
    look.reset()
    setClear(false)
  }
  useLetters(hasKey ? { b: next } : {})
  return (
    <Stack gap={4} align="flex-start">
      {look.data === undefined ? (
        <div className="media-cover" aria-hidden="true" />
      ) : (
        children(look.data, { soft: isSoft ? wellbeing : undefined, isMuted: wellbeing.mute })
      )}
      <Group gap="xs">
        <Button size="compact-sm" variant="default" loading={look.isPending} onClick={next}>
          {look.data === undefined ? label(wellbeing) : isSoft ? words.media.clearly : words.media.cover}
        </Button>
        {hasKey && <KeyHint letter="b" />}
        {note}
      </Group>
      {look.isError && <ProblemNote error={look.error} />}
    </Stack>
  )
}

/** Returns the classes of a picture or a film, with those that soften it. */
export const lookOf = (soft: Wellbeing | undefined): string =>
  ['media-look', soft && 'is-soft', soft?.blur && 'is-blurred', soft?.grey && 'is-grey'].filter(Boolean).join(' ')
