/** The texts of signing in, of a first passkey and of signing. */
export const signIn = {
  title: 'Sign in',
  passkey: 'Sign in with a passkey',
  signOn: 'Single sign-on',
  signOnHint: 'At your company. Whoever agrees to something still signs it with a passkey.',
  demo: 'Demo people',
  demoHint: 'One press signs you in as one of them. They exist in this demo only.',
  out: 'Sign out',
  failed: 'Not signed in: the passkey was not accepted. Try again, or ask an administrator for a new invitation.',
} as const

export const enrol = {
  title: 'Your passkey',
  explain:
    'Somebody invited you to make a passkey: with it you sign in, and sign what you agree to. It stays on your device or your security key, and nobody here ever has it.',
  label: 'What you call it',
  labelExample: 'laptop',
  make: 'Make your passkey',
  noInvitation:
    'This address names no invitation. Open the link as it was given to you, whole; if it was used already, ask for another.',
  failed: 'Not made: the device did not make a passkey, or did not check that it is you. Try again.',
  fingerprint: (fingerprint: string) => `Its fingerprint is ${fingerprint}.`,
  counts: 'It counts. Sign in with it.',
  mustAgree: (changeId: string) =>
    `Somebody else must agree first (${changeId}): they will ask you to read them the fingerprint.`,
  toSignIn: 'To the sign-in',
  mine: 'Passkeys',
  none: 'You have no passkey: you can agree to nothing.',
  remove: 'Remove',
  askRemove: 'Ask for its removal',
  onlyOne: 'Your only one: make another before you have it removed.',
  removalWaits: (changeId: string) => `Asked for (${changeId}): until somebody else agrees, it counts as before.`,
  another: 'Make another passkey',
  anotherHint: 'Somebody else must agree to it, and asks you for its fingerprint.',
} as const

export const signing = {
  title: 'Read and sign',
  nothing: 'The address says nothing that is signed. Open the line that the command printed, whole.',
  words: 'In your words',
  wordsNeeded: 'Why, in your words (required)',
  sign: 'Sign this with your passkey',
  done: 'Signed, and done.',
  failed: 'Not signed: the passkey was not used, or did not check that it is you. Try again.',
} as const
