import { Box, Button, Group, Modal, Text } from '@mantine/core'
import { IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { words } from '../words/words.ts'
import { formatShare } from './format.ts'

/** The widths of the picture, as multiples of the window's width. The first shows all of it. */
const LEVELS = [1, 1.5, 2, 3, 4, 6] as const
const STEP_MAX = LEVELS.length - 1

interface Props {
  url: string
  name: string
  isGrey: boolean
}

/** Opens a loaded picture over the whole window, where it is enlarged by buttons or keys and moved by scrolling. */
export function MediaZoom({ url, name, isGrey }: Props) {
  const [isOpen, setOpen] = useState(false)
  const [step, setStep] = useState(0)
  const by = (change: number) => setStep((now) => Math.min(Math.max(now + change, 0), STEP_MAX))
  const onKey = ({ key }: KeyboardEvent) => {
    if (key === '+' || key === '=') by(1)
    if (key === '-') by(-1)
    if (key === '0') setStep(0)
  }
  const level = LEVELS[step] ?? 1
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconZoomIn size={14} aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        {words.media.zoom.open}
      </Button>
      <Modal fullScreen opened={isOpen} onClose={() => setOpen(false)} title={words.media.zoom.open} onKeyDown={onKey}>
        <Levels level={level} step={step} by={by} />
        <Box component="section" className="media-zoom" aria-label={words.media.zoom.view} tabIndex={0}>
          <img src={url} alt={name} className={isGrey ? 'is-grey' : undefined} style={{ width: `${level * 100}%` }} />
        </Box>
      </Modal>
    </>
  )
}

function Levels({ level, step, by }: { level: number; step: number; by: (change: number) => void }) {
  return (
    <Group gap="xs" mb="xs">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconZoomOut size={14} aria-hidden="true" />}
        disabled={step === 0}
        onClick={() => by(-1)}
      >
        {words.media.zoom.out}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconZoomIn size={14} aria-hidden="true" />}
        disabled={step === STEP_MAX}
        onClick={() => by(1)}
      >
        {words.media.zoom.in}
      </Button>
      <Text size="sm" role="status">
        {formatShare(level)}
      </Text>
      <Text size="sm" c="dimmed">
        {words.media.zoom.keys}
      </Text>
    </Group>
  )
}
