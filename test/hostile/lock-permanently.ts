type Ask = (route: string, body?: object) => Promise<Record<string, string>>

/**
 * Locks an account without an end: what begins at once is signed with the decision, and the proposer signs the rest
 * before others are asked to approve.
 */
export async function lockPermanently(
  ask: Ask,
  postSigned: (route: string) => Promise<void>,
  caseId: string,
): Promise<void> {
  const wish = { caseId, policyId: 'scam', action: 'lock' }
  const { token: previewToken } = await ask('POST /v1/enforcements/preview', wish)
  const { signingId } = await ask('POST /v1/proposal-signings', wish)
  const actions = [{ action: 'lock', previewToken, signature: await ask('POST /v1/demo/sign', { signingId }) }]
  const decision = { conclusion: 'violation', policyId: 'scam', rationale: 'Sells it.', actions }
  const { unsigned } = await ask(`POST /v1/cases/${caseId}/decisions`, decision)
  await postSigned(`POST /v1/enforcements/${unsigned?.[0]}/sign`)
  await ask(`POST /v1/enforcements/${unsigned?.[0]}/stop`)
}
