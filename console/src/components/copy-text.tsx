import { Button, CopyButton } from '@mantine/core'
import { words } from '../words/words.ts'

interface Props {
  text: string
  label: string
  size?: 'compact-xs' | 'compact-sm'
}

/** The button that copies a text and confirms it. Not printed. */
export const CopyText = ({ text, label, size = 'compact-sm' }: Props) => (
  <CopyButton value={text}>
    {({ copied, copy }) => (
      <Button size={size} variant="default" className="no-print" onClick={copy}>
        {copied ? words.app.copied : label}
      </Button>
    )}
  </CopyButton>
)
