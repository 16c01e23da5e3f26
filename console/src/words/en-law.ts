/** The texts of legal duties. */
export const law = {
  title: 'By law',
  about:
    'Legal deadlines for taking a content offline. An order, a valid request or a match starts them; a report never does.',
  running: 'Times that run',
  none: 'No such time runs.',
  missed: 'Times that were missed',
  noneMissed: 'None was missed.',
  dueIn: (left: string, at: string) => `by law in ${left}, at ${at}`,
  over: (at: string) => `by law since ${at}`,
  policy: 'Policy',
  case: 'Case',
  known: 'Received',
  due: 'Out of sight by',
  became: 'What became of it',
  how: { met: (at: string) => `out of sight ${at}`, decided: (at: string) => `found not to be that ${at}` },
  still: 'still to be seen',
} as const

export const authorityOrders = {
  title: 'Orders of authorities',
  none: 'No order.',
  proof: (authenticated: boolean, revoked: boolean) =>
    revoked ? 'authority revoked' : authenticated ? 'authenticated' : 'document',
  said: (authority: string, reference: string) => `${authority}, ${reference}`,
  names: (contents: readonly string[]) => `Names ${contents.join(', ')}.`,
  enteredBy: (who: string) => `Entered by ${who}.`,
  document: 'Download the document',
  fields: { authority: 'Authority', reference: 'Its reference', receivedAt: 'Received at' },
  policy: 'Policy',
  choose: 'Choose the document',
  chosen: (name: string) => `Document: ${name}`,
  open: 'Enter an order received by letter',
  enter: 'Enter the order',
  ground: 'Ground',
  groundHint: 'With a ground you act alone and sign. On-call is alerted until a second person confirms.',
  noGround: 'None: ask a second person first',
  grounds: {
    order: (authority: string, reference: string) => `Authenticated order: ${authority}, ${reference}`,
    document: (authority: string, reference: string) => `Document, ends unless confirmed: ${authority}, ${reference}`,
  },
} as const

export const removalRequests = {
  title: 'Removal requests',
  none: 'No request.',
  valid: 'valid',
  invalid: 'not valid',
  lacks: (fields: readonly string[]) => `missing: ${fields.join(', ')}`,
  fields: {
    signature: 'Signature',
    identification: 'Which content',
    goodFaith: 'Good faith',
    contact: 'Contact',
    receivedAt: 'Received at',
  },
  policy: 'Policy',
  open: 'Enter a request received by letter',
  enter: 'Enter the request',
} as const

export const referrals = {
  title: 'What authorities were told',
  none: 'Nothing.',
  kind: 'About',
  kinds: { child_safety: 'Safety of a child', threat_to_life: 'Threat to life' },
  told: (authority: string, reference: string, at: string) => `${authority}, ${reference}, ${at}`,
  by: (who: string, pieces: readonly string[]) =>
    `Recorded by ${who}${pieces.length === 0 ? '' : `; sent: ${pieces.join(', ')}`}.`,
  corrects: (id: string) => `It corrects ${id}.`,
  correctedBy: (id: string) => `Wrong: ${id} puts it right.`,
  fields: {
    authority: 'Authority',
    reference: 'Its reference',
    what: 'What was sent (describe nothing)',
    sentAt: 'When it was sent',
  },
  sentNow: (zone: string) => `${zone}. Empty: now.`,
  correcting: 'Corrects',
  pieces: 'Which pieces were sent',
  noPieces: 'Nothing came with this case that could have been sent.',
  restrictedPiece: (id: string) => `${id}, restricted`,
  piece: (id: string, type: string) => `${id}, ${type}`,
  record: 'Record that it was sent',
} as const

export const holds = {
  title: 'What must be kept',
  none: 'Nothing is held.',
  stands: 'kept',
  over: 'no longer',
  noEnd: 'until two people lift it',
  until: (at: string) => `until ${at}`,
  by: (who: string, at: string) => `placed by ${who}, ${at}`,
  lift: 'Ask to lift it',
  lifting: 'To be lifted by',
  fields: { reason: 'Why it must be kept', authority: 'Asked for by', reference: 'Their reference', until: 'Until' },
  place: 'Keep all of it',
  known: 'What was known of it',
  hideKnown: 'Hide what was known',
  nothingKnown: 'Nothing was known of whose it is.',
  began: 'When it was to be kept',
  since: (at: string) => `From ${at}`,
  now: 'Now',
  leftOut: (count: number) => `${count} in between are not shown.`,
  columns: {
    when: 'When',
    handle: 'Handle',
    name: 'Name',
    reach: 'Followers',
    verified: 'Verified',
    tags: 'Tags',
    items: 'Posts',
  },
  yesNo: (value: boolean | null) => (value === null ? 'unknown' : value ? 'yes' : 'no'),
} as const

/** The texts of restricted evidence: child sexual abuse, intimate images. */
export const restricted = {
  isThere: 'Something restricted is here. This desk has its hash and where the platform has it, and no copy.',
  takes: 'Looking takes the clearance restricted.',
  why: (id: string) => `Why you look at ${id} (recorded)`,
  look: 'Look, on record',
  open: (host: string, until: string) => `Open at ${host}, until ${until}`,
  noLink: (why: string) => `No link: ${why}.`,
} as const
