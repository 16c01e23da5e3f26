/** The tokens and keys for trying the demo, new at each start. */
export interface DemoAccess {
  /** The access tokens of the demo's people, by pseudonym. */
  tokens: Readonly<Record<string, string>>
  /** The API key for the demo platform's report button. */
  platformKey: string
  /** The API key for trying the API by hand. */
  key: string
}

/** The addresses of a running desk. */
export interface Started {
  deskUrl: string
  /** The origin in browsers: sessions and passkeys belong to this address and no other. */
  origin: string
  demoUrl: string | undefined
  access: DemoAccess | undefined
  database: string
}

/**
 * Formats the output of a start: all addresses, and commands to paste that take a demo account offline and restore it.
 */
export function welcome(started: Started): string {
  const { deskUrl, origin, demoUrl, access, database } = started
  const where = [
    `Countersign is ready.`,
    '',
    `  console   ${origin}   (in a browser, at this very address)`,
    `  desk      ${deskUrl}   (API: ${deskUrl}/docs)`,
    `  database  ${database}`,
  ]
  if (demoUrl === undefined || access === undefined) return [...where, '', 'Ctrl-C stops it.'].join('\n')
  return [
    ...where,
    `  demo      ${demoUrl}   (open it in a browser)`,
    '',
    tour(deskUrl, demoUrl, access),
    '',
    'Ctrl-C stops everything.',
  ].join('\n')
}

function tour(deskUrl: string, demoUrl: string, { tokens, key }: DemoAccess): string {
  return `Try it: paste this into another terminal. The tokens are fresh and last a day.

  export DESK=${deskUrl} DEMO=${demoUrl}
  export KEY=${key}
  export HERON=${tokens.heron}    # reviewer
  export WREN=${tokens.wren}     # senior, cleared for protected accounts
  export PLOVER=${tokens.plover}   # lead
  export DUNLIN=${tokens.dunlin}   # senior of another team
  export EGRET=${tokens.egret}    # lead of a third
  export CRANE=${tokens.crane}    # policy, answers what others ask
  json() { curl -sS -H 'content-type: application/json' "$@"; echo; }

  # 1. A user reports @cheap_pills4u, an account that 31 people follow.
  json -H "authorization: Bearer $KEY" $DESK/v1/reports -d '{"id":"first","subject":{"kind":"account","id":"pills"},"ground":"terms","category":"SCAMS_AND_FRAUD","reporterId":"tour","reportedAt":"'$(date -u +%FT%TZ)'"}'

  sleep 1   # the desk asks the platform who this is

  # 2. Heron takes the next case and decides: seven days. No approval is needed.
  CASE=$(json -H "authorization: Bearer $HERON" -X POST $DESK/v1/cases/claim-next | grep -o 'case_[0-9][0-9]*' | head -1); echo $CASE
  json -H "authorization: Bearer $HERON" $DESK/v1/cases/$CASE/decisions -d '{"conclusion":"violation","policyId":"scam","rationale":"sells pills","actions":[{"action":"suspend","durationMs":604800000}]}'

  sleep 1

  # 3. A visitor finds it offline: open $DEMO/@cheap_pills4u, or
  curl -s -o /dev/null -w '%{http_code}\\n' $DEMO/@cheap_pills4u

  # 4. It was a mistake. One person brings it back.
  ENFORCEMENT=$(json -H "authorization: Bearer $HERON" "$DESK/v1/enforcements?limit=1" | grep -o 'enf_[0-9][0-9]*' | head -1)
  json -H "authorization: Bearer $HERON" $DESK/v1/enforcements/$ENFORCEMENT/restore -d '{"reason":"the pills are liquorice, it says so"}'
  sleep 1
  curl -s -o /dev/null -w '%{http_code}\\n' $DEMO/@cheap_pills4u`
}
