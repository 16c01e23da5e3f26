import './tour.css'
import { Button, CloseButton, Group, Paper, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { words } from '../words/words.ts'

const STEPS = ['places', 'commands', 'limits', 'alerts', 'user'] as const
/** Marks the part of the frame that the step is about. */
const MARK = 'tour-target'

/**
 * Shows the console in five steps, beside the page and never over a dialog. Each step marks a part of the frame; on a
 * phone, where the sidebar is closed, its text alone is shown.
 */
export default function Tour({ isAsked, onClose }: { isAsked: boolean; onClose: () => void }) {
  const [at, setAt] = useState(0)
  const step = STEPS[at] ?? 'places'
  const isLast = at === STEPS.length - 1
  const card = useRef<HTMLElement>(null)
  useMark(step)
  useEffect(() => {
    if (isAsked) card.current?.focus() // A tour that starts by itself leaves the focus where it is.
  }, [isAsked])
  return (
    <Paper
      ref={card}
      component="section"
      className="tour"
      withBorder
      shadow="md"
      p="md"
      tabIndex={-1}
      aria-label={words.tour.name}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text size="xs" c="dimmed">
            {words.tour.place({ step: at + 1, steps: STEPS.length })}
          </Text>
          <CloseButton size="sm" aria-label={words.tour.close} onClick={onClose} />
        </Group>
        <div role="status">
          <Text fw={600}>{words.tour.steps[step].title}</Text>
          <Text size="sm">{words.tour.steps[step].text}</Text>
        </div>
        <Group gap="sm">
          <Button size="compact-sm" onClick={() => (isLast ? onClose() : setAt(at + 1))}>
            {isLast ? words.tour.done : words.tour.next}
          </Button>
          {at > 0 && (
            <Button size="compact-sm" variant="default" onClick={() => setAt(at - 1)}>
              {words.tour.back}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  )
}

function useMark(step: string): void {
  useEffect(() => {
    const target = document.querySelector(`[data-tour=${step}]`)
    target?.classList.add(MARK)
    return () => target?.classList.remove(MARK)
  }, [step])
}
