import { expect, test } from "vitest";
import { emptyOrganisation } from "./organisation-fields.tsx";

test("no sector is chosen for anybody", () => {
  expect(emptyOrganisation.sector).toBe("");
});
