import type { ReactNode } from "react";
import { directionOf, localeOf, type Reader } from "@/lib/render/told/say";

const font = "'Geist', -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/**
 * The few rules that inline styles cannot say. Mail programs that drop them show the light version; those that
 * invert colours by themselves find a page that says it knows both.
 */
const css = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background-color: #100f0e !important; }
  .ink { color: #f2f0ed !important; }
  .ink-2 { color: #b5afa8 !important; }
  .line { border-color: #2c2a28 !important; }
  .action { background-color: #f2f0ed !important; color: #100f0e !important; }
}`;

/** One mail: a quiet column of text. `preview` is what lists show after the subject. */
export function Layout({
  reader = { locale: "en" },
  preview,
  children,
}: {
  reader?: Pick<Reader, "locale">;
  preview: string;
  children: ReactNode;
}) {
  return (
    <html lang={localeOf(reader.locale)} dir={directionOf(reader.locale)}>
      {/* biome-ignore lint/style/noHeadElement: a mail is no page of Next's. */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{preview}</title>
        <style>{css}</style>
      </head>
      <body className="ground" style={{ margin: 0, padding: 0, backgroundColor: "#fafaf9" }}>
        <div data-skip-in-text="true" style={{ display: "none", maxHeight: 0, overflow: "hidden" }}>
          {preview}
        </div>
        <table role="presentation" width="100%" cellPadding={0} cellSpacing={0} border={0}>
          <tbody>
            <tr>
              <td align="center" style={{ padding: "40px 16px" }}>
                <table
                  role="presentation"
                  width="100%"
                  cellPadding={0}
                  cellSpacing={0}
                  border={0}
                  style={{ maxWidth: 480 }}
                >
                  <tbody>
                    <tr>
                      <td style={{ fontFamily: font, textAlign: "start" }}>{children}</td>
                    </tr>
                  </tbody>
                </table>
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </html>
  );
}

export function Heading({ children }: { children: ReactNode }) {
  const style = { margin: "0 0 16px", fontSize: 20, lineHeight: "28px", fontWeight: 600, color: "#1c1917" };
  return (
    <h1 className="ink" style={style}>
      {children}
    </h1>
  );
}

export function Paragraph({ children }: { children: ReactNode }) {
  return (
    <p className="ink" style={{ margin: "0 0 16px", fontSize: 14, lineHeight: "22px", color: "#1c1917" }}>
      {children}
    </p>
  );
}

/** Small print at the end, above it a hairline. */
export function Footnote({ children }: { children: ReactNode }) {
  const style = {
    margin: "24px 0 0",
    paddingTop: 16,
    borderTop: "1px solid #e4e2df",
    fontSize: 12,
    lineHeight: "18px",
    color: "#57534e",
  };
  return (
    <p className="ink-2 line" style={style}>
      {children}
    </p>
  );
}

/** The one thing to do, and its address in plain sight for who cannot click. */
export function Action({ href, children }: { href: string; children: ReactNode }) {
  const button = {
    display: "inline-block",
    padding: "10px 16px",
    borderRadius: 6,
    backgroundColor: "#1c1917",
    color: "#fafaf9",
    fontSize: 14,
    lineHeight: "20px",
    fontWeight: 500,
    textDecoration: "none",
  };
  const address = { fontSize: 12, lineHeight: "18px", color: "#57534e", wordBreak: "break-all" } as const;
  return (
    <>
      <p style={{ margin: "24px 0 12px" }}>
        <a className="action" href={href} style={button} data-skip-in-text="true">
          {children}
        </a>
      </p>
      <p className="ink-2" style={{ ...address, margin: "0 0 16px" }}>
        {href}
      </p>
    </>
  );
}
