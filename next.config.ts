import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The server does (server/http/page-answer.ts): it has to read pages before they are compressed.
  compress: false,
  // Clients post to paths with and without a trailing slash, and a redirect would lose their body.
  skipTrailingSlashRedirect: true,
  // Checked once, by the types step of the checks, and not again in every build.
  typescript: { ignoreBuildErrors: true },
  // These are loaded by Node as they are: what must exist once per process must not be bundled a second time.
  serverExternalPackages: ['pg', 'pino', '@prisma/client', '@prisma/adapter-pg'],
  // Pictures are served as they are; the optimiser would want a native library.
  images: { unoptimized: true },
  // Otherwise Next may take a folder above the checkout for the project.
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
  // `npm run dev` is also opened by its address: without this its web socket is refused and pages stay lifeless.
  allowedDevOrigins: ['127.0.0.1', '[::1]'],
  // Where it stands by default it lies over the rail's own button.
  devIndicators: { position: 'bottom-right' },
  agentRules: false,
};

export default config;
