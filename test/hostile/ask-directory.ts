type Ask = (route: string, body?: unknown) => Promise<Record<string, string>>

/** Calls every SCIM operation, and the requests of single sign-on. */
export async function callDirectoryRoutes(ask: Ask): Promise<void> {
  await ask('POST /v1/sign-on/begin')
  await ask('GET /v1/sign-on/sign-out')
  for (const place of ['ServiceProviderConfig', 'ResourceTypes', 'ResourceTypes/User', 'Schemas', 'Users', 'Groups']) {
    await ask(`GET /scim/v2/${place}`)
  }
  await ask('GET /scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:User')
  const made = { Users: { userName: 'ben' }, Groups: { displayName: 'night' } }
  for (const [kind, body] of Object.entries(made)) {
    const { id } = await ask(`POST /scim/v2/${kind}`, body)
    await ask(`GET /scim/v2/${kind}/${id}`)
    await ask(`PUT /scim/v2/${kind}/${id}`, body)
    await ask(`PATCH /scim/v2/${kind}/${id}`, { Operations: [{ op: 'add', value: {} }] })
    await ask(`DELETE /scim/v2/${kind}/${id}`)
  }
}
