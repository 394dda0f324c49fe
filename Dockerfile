# Three images from one file:
#   docker build --target app      .   the dashboard
#   docker build --target migrate  .   brings the database to this release's schema, and ends
#   docker build --target metadata .   installs this release's permissions in Hasura, and ends
# What stands in for PostgreSQL, Hasura and Authentik on a laptop (dev/, hasura/engine's server) is in none.
ARG NODE_IMAGE=node:26.10.0-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY hasura/engine/package.json hasura/engine/
# Without scripts: they would set up the stand-ins.
RUN npm ci --ignore-scripts
COPY . .
RUN npx nuxt prepare && node app/graphql/tools/check.ts && npx nuxt build
# The two tools become one file each, so that their images need no node_modules.
RUN npx esbuild db/migrate.ts hasura/apply-metadata.ts --bundle --platform=node --format=esm \
      --outdir=tools --out-extension:.js=.mjs --external:pg-native --log-level=warning \
      "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)"

# Nothing below writes to its file system, so it may be mounted read-only.
FROM ${NODE_IMAGE} AS runtime
ENV NODE_ENV=production
WORKDIR /app
USER 1000:1000

FROM runtime AS migrate
COPY --from=build /build/tools/db/migrate.mjs ./
COPY --from=build /build/db/migrations ./migrations
CMD ["node", "migrate.mjs"]

FROM runtime AS metadata
COPY --from=build /build/tools/hasura/apply-metadata.mjs ./
COPY --from=build /build/hasura/metadata ./hasura/metadata
CMD ["node", "apply-metadata.mjs"]

# The last target is what "docker build ." makes.
FROM runtime AS app
COPY --from=build /build/.output ./
ENV HOST=0.0.0.0 PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/index.mjs"]
