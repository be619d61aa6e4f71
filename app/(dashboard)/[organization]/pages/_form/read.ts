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
    theme: readTheme(fields),
    days: fields.number("days") ?? 90,
    overall: fields.text("overall"),
    locales: readLocales(fields),
    access: readAccess(fields),
    customer_layer: fields.checked("customer_layer"),
  };
}

/** The language of everybody else comes first, whether or not it is among the checked ones. */
function readLocales(fields: Fields): string[] {
  const fallback = fields.text("fallback");
  return [...(fallback === undefined ? [] : [fallback]), ...fields.all("locales")];
}

function readAccess(fields: Fields): unknown {
  const mode = fields.text("access.mode") ?? "public";
  if (mode === "password") return { mode, password: fields.text("access.password") ?? "" };
  if (mode === "email_domain") return { mode, domains: linesOf(fields.text("access.domains")) };
  return mode === "ip" ? { mode, cidrs: linesOf(fields.text("access.cidrs")) } : { mode };
}

function linesOf(text: string | undefined): string[] {
  return (text ?? "").split(/[\s,]+/).filter(Boolean);
}

function readTheme(fields: Fields): unknown {
  const color = (side: string, part: string) => fields.text(`theme.${side}.${part}`)?.trim() ?? null;
  const palette = (side: string) => ({
    ground: color(side, "ground"),
    ink: color(side, "ink"),
    accent: color(side, "accent"),
  });
  return {
    mode: fields.text("theme.mode") ?? "auto",
    light: palette("light"),
    dark: palette("dark"),
    logo: fields.text("theme.logo") ?? null,
    favicon: fields.text("theme.favicon") ?? null,
    css: fields.text("theme.css") ?? null,
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
      latency: fields.checked(`rows.${row}.latency`),
    }));
}

function componentRows(fields: Fields): number[] {
  const found = Object.keys(fields.given()).flatMap((name) => /^rows\.(\d+)\.id$/.exec(name)?.[1] ?? []);
  return found.map(Number).sort((a, b) => a - b);
}
