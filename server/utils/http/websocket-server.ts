/**
 * The settings of crossws, which serves Nitro's WebSockets: small messages only, and none at other
 * paths than the gateway's.
 */
export const websocketServer = {
  serverOptions: { maxPayload: 2_000_000, perMessageDeflate: false },
  hooks: {
    upgrade: ({ url }: { url: string }): Response | undefined =>
      URL.canParse(url) && new URL(url).pathname === '/v1/graphql'
        ? undefined
        : new Response(null, { status: 404 }),
  },
}
