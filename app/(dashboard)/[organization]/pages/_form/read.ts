import type { Fields } from "@/app/_server/form";

/** The form as the body of `POST /pages` and, since it shows every field, of `PATCH /pages/{id}`. */
export function readPage(fields: Fields): unknown {
  return {
    slug: fields.text("slug")?.trim() ?? "",
    name: fields.text("name") ?? "",
    domain: fields.text("domain")?.trim() ?? null,
    basis: fields.text("basis"),
    timezone: fields.text("timezone")?.trim() ?? "",
    components: fields.text("choice") === "chosen" ? readComponents(fields) : null,
    theme: { mode: fields.text("theme.mode") ?? "auto" },
  };
}

/** The checked components, by the number typed beside them, then as the rows stood. */
function readComponents(fields: Fields): unknown[] {
  const rows = componentRows(fields).filter((row) => fields.checked(`rows.${row}.shown`));
  const place = (row: number) => Number(fields.text(`rows.${row}.place`) ?? row + 1);
  return rows
    .sort((a, b) => place(a) - place(b) || a - b)
    .map((row) => ({
      id: fields.text(`rows.${row}.id`) ?? "",
      name: fields.text(`rows.${row}.name`) ?? null,
      group: fields.text(`rows.${row}.group`) ?? null,
      hidden_until_failing: fields.checked(`rows.${row}.hidden`),
    }));
}

function componentRows(fields: Fields): number[] {
  const found = Object.keys(fields.given()).flatMap((name) => /^rows\.(\d+)\.id$/.exec(name)?.[1] ?? []);
  return found.map(Number).sort((a, b) => a - b);
}
