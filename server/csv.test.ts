import { expect, it } from "vitest";
import { csvCell, csvLine } from "./csv.ts";

it.each([
  ...[
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "﹦1",
    "﹫x",
    " =1",
    "\u00a0=1",
  ],
  ...["=cmd|' /C calc'!A0", '=HYPERLINK("https://evil.example")', "-2+3+cmd|' /C calc'!A0", "=1;=2", "='a'!A1"],
])("a cell that a spreadsheet would reckon out is text: %j", (text) => {
  expect(csvCell(text)).toBe(`"'${text.replaceAll('"', '""')}"`);
  expect(csvLine([text, "x"])).toMatch(/^"'[^"]*(""[^"]*)*","x"$/);
});

it("no text leaves its cell", () => {
  expect(csvCell('a";"b,c\n"=1"')).toBe('"a"";""b,c\n""=1"""');
  expect(csvLine(['a"\r\n=1', "b\r=2", null, 7])).toBe('"a"" =1","b =2","","7"');
});
