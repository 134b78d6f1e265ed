import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Announcer } from "#components/frame/announcer";
import { SessionWatch } from "#components/frame/session-watch";
import { Sprite } from "#components/ui/sprite";
import { readSessionEnds } from "#server/access/session";
import { THEME_SCRIPT } from "./theme-script.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Muster", template: "%s · Muster" },
  description: "One picture of an incident for every organisation in it.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f3f4f6" },
    { media: "(prefers-color-scheme: dark)", color: "#0b0d12" },
  ],
};

/** Every page carries the nonce of its own answer. */
export const dynamic = "force-dynamic";

const nonceOf = (policy: string | null): string | undefined => /'nonce-([^']+)'/.exec(policy ?? "")?.[1];

const RootLayout = async ({ children }: { children: ReactNode }) => {
  const asked = await headers();
  const nonce = nonceOf(asked.get("content-security-policy"));
  const ends = await readSessionEnds(asked.get("cookie"));
  return (
    // The theme script may set an attribute before React takes over.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script nonce={nonce} suppressHydrationWarning>
          {THEME_SCRIPT}
        </script>
      </head>
      <body>
        <Sprite />
        {children}
        {ends === null ? null : <SessionWatch ends={ends} />}
        <Announcer />
      </body>
    </html>
  );
};

export default RootLayout;
