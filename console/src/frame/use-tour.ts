import { useEffect, useState } from 'react'
import { usePreferences } from '../components/use-preferences.ts'
import { isFirstSignIn, onTourRequest } from '../shell/tour-request.ts'

/** The tour: off, asked for by the person, or shown by itself after the first sign-in to a demo. */
export function useTour() {
  const [tour, setTour] = useState<'off' | 'asked' | 'first'>('off')
  const { preferences, change } = usePreferences()
  const isClosed = preferences?.tourClosed
  useEffect(() => onTourRequest(() => setTour('asked')), [])
  useEffect(() => {
    if (isClosed === false && isFirstSignIn()) setTour('first')
  }, [isClosed])
  const close = () => {
    setTour('off')
    if (isClosed === false) change.mutate({ tourClosed: true })
  }
  return { tour, close }
}
