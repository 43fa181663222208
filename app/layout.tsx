import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { BootScript } from '@/components/frame/boot-script';
import { nonceOf } from '@/components/frame/nonce';
import { Providers } from '@/components/frame/providers';
import { requestPreferences } from '@/components/frame/request-preferences';
import { originOf } from '@/lib/http/request-origin';
import { fontVariables } from './fonts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Shiplog', template: '%s · Shiplog' },
  description: 'The log of everything that ships and everything that breaks.',
  icons: {
    icon: [
      { url: '/favicon.ico', sizes: '32x32' },
      { url: '/icon.svg', type: 'image/svg+xml' },
    ],
    apple: '/apple-touch-icon.png',
  },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0c0e' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [{ preferences, timeZone }, requested] = await Promise.all([requestPreferences(), headers()]);
  return (
    <html
      lang="en"
      className={fontVariables}
      data-theme={preferences.theme}
      data-density={preferences.density}
      // The boot script adds the platform before React wakes up.
      suppressHydrationWarning
    >
      <body>
        <BootScript nonce={nonceOf(requested.get('content-security-policy'))} />
        <Providers
          preferences={preferences}
          timeZone={timeZone}
          serverNow={Date.now()}
          origin={originOf(requested)}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
