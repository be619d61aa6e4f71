import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Published bytes are compressed once, when they are made; Next's per-request gzip costs more than it saves.
  compress: false,
  // `npm test` checks the types; a start should not do it again.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  typedRoutes: false,
  // `npm run dev` prints a 127.0.0.1 address.
  allowedDevOrigins: ["127.0.0.1"],
  serverExternalPackages: ["postgres", "pino", "graphile-worker", "pdfkit"],
  // authInterrupts: a role that may not see a screen is answered 403 by `forbidden()`.
  experimental: { agentUpgrade: false, authInterrupts: true },
};

export default config;
