const KEY = 'countersign-alert-sound'
/** Two short tones, the second higher: heard once, and over before a person looks up. */
const TONES_HZ = [660, 880] as const
const TONE_S = 0.14
const VOLUME = 0.15

/** The settings of this browser. `hidden`: also while the tab is hidden. Off until the person chooses. */
export const ALERT_SOUNDS = ['off', 'visible', 'hidden'] as const
export type AlertSound = (typeof ALERT_SOUNDS)[number]

export const readAlertSound = (): AlertSound => parseAlertSound(localStorage.getItem(KEY))

/** An unknown setting is silent. */
export const parseAlertSound = (value: string | null): AlertSound =>
  ALERT_SOUNDS.find((each) => each === value) ?? 'off'

export function storeAlertSound(sound: AlertSound): void {
  if (sound === 'off') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, sound)
}

/** Plays the sound for new alerts where the person chose it, and in a hidden tab only where they chose that as well. */
export function soundAlert(): void {
  const sound = readAlertSound()
  if (sound === 'hidden' || (sound === 'visible' && document.visibilityState === 'visible')) playAlertSound()
}

/** Plays the sound once. A browser that blocks it until the next press stays silent. */
export function playAlertSound(): void {
  const audio = new AudioContext()
  TONES_HZ.forEach((frequency, index) => {
    const tone = new OscillatorNode(audio, { frequency })
    const volume = new GainNode(audio, { gain: 0 })
    const at = audio.currentTime + index * TONE_S
    volume.gain.setValueAtTime(0, at)
    volume.gain.linearRampToValueAtTime(VOLUME, at + TONE_S / 4)
    volume.gain.linearRampToValueAtTime(0, at + TONE_S)
    tone.connect(volume).connect(audio.destination)
    tone.start(at)
    tone.stop(at + TONE_S)
    if (index === TONES_HZ.length - 1) tone.onended = () => void audio.close()
  })
}
