import { SMTPServer } from "smtp-server";
import { commander, Installation } from "./support/installation.ts";
import { freePort, type Server, startServer } from "./support/server.ts";
import { test as base, desktop, expect } from "./support/test.ts";

type Post = { newest: (to: string) => string };
type Fixtures = { houses: { server: Server; post: Post }; post: Post };

/** A mail server on this machine, and a product that sends through it. */
const test = base.extend<Fixtures>({
  houses: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needs of a fixture from this pattern
    async ({}, use) => {
      const received: { to: string; text: string }[] = [];
      const postman = new SMTPServer({
        authOptional: true,
        disabledCommands: ["AUTH", "STARTTLS"],
        onData: (stream, session, done) => {
          let text = "";
          stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          stream.on("end", () => {
            const plain = text.replaceAll("=\r\n", "").replaceAll("=3D", "=");
            received.push({ to: session.envelope.rcptTo[0]?.address ?? "", text: plain });
            done();
          });
        },
      });
      const port = await freePort();
      await new Promise<void>((resolve) => postman.listen(port, "127.0.0.1", () => resolve()));
      const mail = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: "muster@harbour.example" };
      const server = await startServer({ LIMITS: "off", ...mail });
      await use({ server, post: { newest: (to) => received.findLast((one) => one.to === to)?.text ?? "" } });
      await server.dispose();
      await new Promise<void>((resolve) => postman.close(() => resolve()));
    },
    { timeout: 120_000 },
  ],
  server: async ({ houses }, use) => use(houses.server),
  post: async ({ houses }, use) => use(houses.post),
});

test("an invitation comes by mail, says nothing of the incident, and is for its address alone", async ({
  server,
  post,
  visitor,
  faults,
}) => {
  faults.expectFault(/status of 403/);
  const installation = await Installation.at(server);
  const incident = await installation.declare("Cranes stand still");
  const email = "crane.driver@northern.example";
  const link = () => /http\S+\/join\/[\w-]{43}/.exec(post.newest(email))?.[0] ?? "";

  await test.step("the commander types an address instead of handing on a link", async () => {
    const page = await visitor({ ...desktop, storageState: installation.commander });
    await page.goto(incident.path("/people"));
    const card = page.getByRole("region", { name: "Invite" });
    await card.getByLabel("Organisation").selectOption("NOA Northern Air");
    await card.getByLabel("Role").selectOption("Responder");
    await card.getByLabel("Mail it to").fill(email);
    await card.getByRole("button", { name: "Mail the invitation" }).click();
    await expect(card.getByRole("status")).toContainText(`A mail to ${email} is on its way`);
    await expect(page.getByRole("region", { name: "Open invitations" })).toContainText(email);
    await expect.poll(link).not.toBe("");
    expect(post.newest(email)).not.toContain("Cranes");
  });

  await test.step("another address does not come in, the right one does, once", async () => {
    const page = await visitor(desktop);
    await page.goto(link());
    await page.getByLabel("Your name").fill("Crane Driver");
    await page.getByLabel("Work e-mail").fill("somebody.else@northern.example");
    await page.getByRole("button", { name: "Join the board" }).click();
    await expect(page.getByText("This invitation is for another address")).toBeVisible();
    await page.getByLabel("Work e-mail").fill(email);
    await page.getByRole("button", { name: "Join the board" }).click();
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    const late = await visitor(desktop);
    await late.goto(link());
    await expect(late.getByRole("button", { name: "Join the board" })).toHaveCount(0);
  });
});

test("a forgotten password is set anew by mail; a proven mailbox vouches", async ({ server, post, visitor }) => {
  const installation = await Installation.at(server);

  await test.step("a link comes by mail and sets a new password", async () => {
    const page = await visitor(desktop);
    await page.goto(`${server.url}/sign-in`);
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("Work e-mail").fill(commander.email);
    await page.getByRole("button", { name: "Mail me a link" }).click();
    await expect(page.getByText("a mail with a link is on its way")).toBeVisible();
    const link = () => /http\S+\/reset#[\w-]{43}/.exec(post.newest(commander.email))?.[0] ?? "";
    await expect.poll(link).not.toBe("");
    await page.goto(link());
    await page.reload();
    await page.getByLabel("New password").fill("a quite new password");
    await page.getByRole("button", { name: "Set the password" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByLabel("Work e-mail").fill(commander.email);
    await page.getByLabel("Password").fill("a quite new password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("link", { name: commander.name })).toBeVisible();
  });

  await test.step("who came by link shows that the mailbox is theirs", async () => {
    const page = await visitor(desktop);
    await page.request.post(`${server.url}/api/v1/session`, {
      data: { email: commander.email, password: "a quite new password" },
      headers: { origin: server.url },
    });
    const { organisations } = (await (await page.request.get(`${server.url}/api/v1/me`)).json()) as {
      organisations: { id: string }[];
    };
    expect(installation.url).toBe(server.url);
    await page.goto(`${server.url}/settings/organisations/${organisations[0]?.id}`);
    await page.getByLabel("Mail domains").fill("harbour.example");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Saved")).toBeVisible();
    const declared = await page.request.post(`${server.url}/api/v1/incidents`, {
      data: { id: crypto.randomUUID(), kind: "incident.declare", title: "Gates are shut", severity: 3, mode: "real" },
      headers: { origin: server.url },
    });
    const { incident } = (await declared.json()) as { incident: { id: string } };
    const made = await page.request.post(`${server.url}/api/v1/incidents/${incident.id}/invitations`, {
      data: { organisation: organisations[0]?.id, role: "responder" },
      headers: { origin: server.url },
    });
    const { url } = (await made.json()) as { url: string };
    const guest = await visitor(desktop);
    const email = "gate.keeper@harbour.example";
    await guest.request.post(`${server.url}/api/v1/join/${url.split("/").at(-1)}`, {
      data: { name: "Gate Keeper", email },
      headers: { origin: server.url },
    });
    await guest.goto(`${server.url}/settings`);
    const mailbox = guest.getByRole("region", { name: "Mailbox" });
    await mailbox.getByRole("button", { name: "Mail me a code" }).click();
    const code = () => /^\d{8}\r?$/m.exec(post.newest(email))?.[0].trim() ?? "";
    await expect.poll(code).not.toBe("");
    await mailbox.getByLabel("Code from the mail").fill(code());
    await mailbox.getByRole("button", { name: "It is mine" }).click();
    await expect(guest.getByRole("region", { name: "Password" })).toBeVisible();
    const people = await page.request.get(`${server.url}/api/v1/incidents/${incident.id}/people`);
    expect(await people.text()).not.toContain("provisional");
  });
});
