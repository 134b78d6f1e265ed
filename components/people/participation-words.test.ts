import { expect, test } from "vitest";
import { participationWords } from "./people-list.tsx";

test("an organisation takes part as soon as one of its people is vouched for", () => {
  const invited = { participation: "invited" } as const;
  expect(participationWords(invited, [])).toBe("invited");
  expect(participationWords(invited, [{ standing: "provisional" }])).toBe("invited");
  expect(participationWords(invited, [{ standing: "vouched" }])).toBe("taking part");
  expect(participationWords({ participation: "left" }, [{ standing: "vouched" }])).toBe("left");
});
