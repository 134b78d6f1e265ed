import { desktop, expect, test } from "./support/test.ts";

/** Words that some browser, mail program or careless page has run before (OWASP's filter evasion, mutation, templates). */
const WORDS = [
  "<script>ran=1</script>",
  '"><img src=x onerror=ran=1>',
  "<svg/onload=ran=1>",
  "<svg><style><img src=x onerror=ran=1></style></svg>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=ran=1>'>",
  "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
  "<a href='javascript:ran=1'>word</a>",
  "[word](javascript:ran=1)",
  "![x](x 'onerror=ran=1')",
  "<javascript:ran=1>",
  "javascript:ran=1",
  "data:text/html,<script>ran=1</script>",
  "vbscript:ran=1",
  'https://a.example/" onmouseover=ran=1 x="',
  "[[word](https://a.example)](javascript:ran=1)",
  "<!--<img src=x onerror=ran=1>-->",
  "<style>*{background:url('javascript:ran=1')}</style>",
  "<base href='https://evil.example/'>",
  "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
  "</title><script>ran=1</script>",
  "</script><script>ran=1</script>",
  "{{constructor.constructor('ran=1')()}}",
  "&lt;script&gt;ran=1&lt;/script&gt; &#x3c;b&#x3e;",
  "\\u003cscript\\u003eran=1\\u003c/script\\u003e",
];
const TITLE = "</title><img src=x onerror=ran=1> incident";
const ORGANISATION = "<svg/onload=ran=1> \u05d7\u05d1\u05e8\u05d4";
const PERSON = '"><script>ran=1</script> person';

test("what others write is shown as it is written, on every screen, and nothing of it runs", async ({
  installation,
  visitor,
  server,
}) => {
  const { api } = installation;
  const { id } = await api.post<{ id: string }>("/organisations", {
    name: ORGANISATION,
    code: "XSS",
    sector: "health",
  });
  const incident = await installation.declare(TITLE);
  await incident.member("XSS", PERSON);
  for (const text of WORDS) await incident.say(text);
  const url = "https://a.example/'onmouseover=ran=1'";
  await incident.say("with a source", { reference: { title: WORDS[1], url } });

  const { token } = await incident.invite("XSS");
  const page = await visitor({ ...desktop, storageState: installation.commander });
  const inside = ["", "/updates", "/people", "/exec", "/catchup", "/me", `/org/${id}`, "/audit"].map((path) =>
    incident.path(path),
  );
  for (const path of [...inside, "/", "/settings", `/settings/organisations/${id}`, `/join/${token}`]) {
    await test.step(path, async () => {
      await page.goto(`${server.url}${path}`);
      await expect(page.getByRole("heading").first()).toBeVisible();
      const made =
        "[onerror],[onload],[onmouseover],[srcdoc],math,mglyph,body base,body meta[http-equiv],a[href^='javascript:' i]";
      await expect(page.locator(made)).toHaveCount(0);
      expect(await page.evaluate(() => Reflect.has(window, "ran"))).toBe(false);
    });
  }

  await test.step("as text", async () => {
    await page.goto(server.url + incident.path("/updates"));
    for (const words of WORDS)
      await expect(page.locator("bdi").getByText(words, { exact: true }).first()).toBeAttached();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLE);
    await page.goto(server.url + incident.path("/people"));
    await expect(page.locator("bdi").getByText(PERSON, { exact: true }).first()).toBeAttached();
    await page.goto(server.url + incident.path(`/org/${id}`));
    expect(await page.title()).toContain(ORGANISATION);
  });
});
