import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Case } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { cutBySpans } from './cut-by-spans.ts'
import { disarmLinks } from './disarm-links.ts'
import { formatAgo, formatScore } from './format.ts'
import { MarkedText } from './handle.tsx'
import { HostileText } from './hostile-text.tsx'
import { nameCategory } from './names.ts'
import { TextButton } from './text-button.tsx'
import { useNow } from './use-now.tsx'

type Signal = Case['signals'][number]
const RATIONALE_LINES = 3

/** Shows the signals of classifiers and lists about a case: evidence beside the rest, and never from a person. */
export function Signals({ of: { signals, content } }: { of: Case }) {
  const now = useNow()
  if (signals.length === 0) return null
  return (
    <Stack gap={2} mt="sm" component="section" aria-label={words.signals.title}>
      <Text fw={600}>
        {words.signals.title}{' '}
        <Text span size="sm" c="dimmed" fw={400}>
          {words.signals.about}
        </Text>
      </Text>
      {signals.map((signal) => (
        <Stack key={signal.id} gap={2}>
          <Text size="sm" className="hostile">
            {formatSubject(signal)} ·{' '}
            {words.signals.of({
              source: signal.source,
              category: nameCategory(signal.category),
              ago: formatAgo(signal.seenAt, now),
            })}
          </Text>
          <Explanation of={signal} text={content?.text ?? null} />
        </Stack>
      ))}
    </Stack>
  )
}

/** Shows why a source sent a signal, in its own words, and marks the passages that caused it. */
function Explanation({
  of: { rationale, clause, model, spans, isOfOtherText },
  text,
}: {
  of: Signal
  text: string | null
}) {
  const [isOpen, setOpen] = useState(false)
  const named = [
    ...(clause === null ? [] : [words.signals.clause({ clause })]),
    ...(model === null ? [] : [words.signals.model({ model })]),
  ]
  return (
    <>
      {named.length > 0 && (
        <Text size="sm" c="dimmed" className="hostile">
          {named.join(' · ')}
        </Text>
      )}
      {rationale !== null && <HostileText text={rationale} size="sm" lines={RATIONALE_LINES} />}
      {isOfOtherText && (
        <Text size="sm" c="dimmed">
          {words.signals.otherText}
        </Text>
      )}
      {spans.length > 0 && text !== null && (
        <>
          <TextButton onPress={() => setOpen(!isOpen)}>
            {isOpen ? words.signals.hideSpans : words.signals.showSpans({ count: spans.length })}
          </TextButton>
          {isOpen && <MarkedSpans text={text} spans={spans} />}
        </>
      )}
    </>
  )
}

/** The text with the passages of a signal marked, its links disarmed. */
function MarkedSpans({ text, spans }: { text: string; spans: Signal['spans'] }) {
  return (
    <Text size="sm" className="hostile" component="blockquote" dir="auto" m={0}>
      {cutBySpans(text, spans).map(({ at, part, label }) =>
        label === undefined ? (
          <MarkedText key={at} text={disarmLinks(part)} />
        ) : (
          <mark key={at} {...(label !== null && { title: label })}>
            <MarkedText text={disarmLinks(part)} />
          </mark>
        ),
      )}
    </Text>
  )
}

function formatSubject({ name, version, score }: Signal): string {
  if (score === null) return words.signals.listed({ list: name })
  return words.signals.classifier({ name, version: version ?? '', score: formatScore(score) })
}
