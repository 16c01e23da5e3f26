import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { Initials } from '../components/initials.tsx'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import type { Profile } from './profile-query.ts'

const SIZE = 56

interface Props {
  caseId: string
  profile: Profile
  seed: string
}

/**
 * Shows the picture of an account, read through the desk. It is blurred and grey as the reviewer's settings ask, until
 * they press it. Without a picture to show, or when it can't be read, the initial of its name stands there.
 */
export function Avatar({ caseId, profile, seed }: Props) {
  const wellbeing = useMe()?.wellbeing
  const [isClear, setClear] = useState(false)
  const [isUnread, setUnread] = useState(false)
  const softened = [wellbeing?.blur !== false && 'is-blurred', wellbeing?.grey !== false && 'is-grey'].filter(Boolean)
  if (profile.avatar !== 'shown' || isUnread)
    return (
      <span className="avatar">
        <Initials name={profile.displayName} seed={seed} />
      </span>
    )
  const picture = (
    <img
      src={`/v1/cases/${caseId}/avatar`}
      alt=""
      width={SIZE}
      height={SIZE}
      className={isClear ? '' : softened.join(' ')}
      onError={() => setUnread(true)}
    />
  )
  if (softened.length === 0) return <span className="avatar">{picture}</span>
  const label = isClear ? words.profile.coverPicture : words.profile.showPicture
  return (
    <UnstyledButton className="avatar" aria-label={label} title={label} onClick={() => setClear(!isClear)}>
      {picture}
    </UnstyledButton>
  )
}
