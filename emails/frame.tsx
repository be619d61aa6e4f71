import type { CSSProperties, ReactNode } from "react";
import type { MailPage, RecipientDoors } from "@/lib/domain/told";
import { renderMarkdown } from "@/lib/render/markdown";
import { directionOf, localeOf, type Reader, say } from "@/lib/render/told/say";
import { paletteOf, plainLook, styleOf } from "./look";

const font = "'Geist', -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

export type Look = Pick<MailPage, "mode" | "logo" | "light" | "dark">;

type Frame = {
  look?: Look | undefined;
  /** English where nobody knows better: mails to staff. */
  reader?: Pick<Reader, "locale">;
  /** What lists of mails show after the subject. */
  preview: string;
  /** Who speaks: the page's or the organization's name, and where it leads. Absent: Probity itself. */
  speaker?: { name: string; url: string | null };
  /** Why the recipient gets it, and the doors to change that. Absent where there is nothing to unsubscribe from. */
  reason?: { words: string; doors: RecipientDoors } | null;
  children: ReactNode;
};

/** One mail in the reader's language and the page's colours: who speaks, the matter, why it came. */
export function Frame({
  look = plainLook,
  reader = { locale: "en" },
  preview,
  speaker,
  reason,
  children,
}: Frame) {
  const { ground } = paletteOf(look);
  const scheme = look.mode === "auto" ? "light dark" : look.mode;
  return (
    <html lang={localeOf(reader.locale)} dir={directionOf(reader.locale)}>
      {/* biome-ignore lint/style/noHeadElement: a mail is no page of Next's. */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={scheme} />
        <meta name="supported-color-schemes" content={scheme} />
        <title>{preview}</title>
        <style>{styleOf(look)}</style>
      </head>
      <body className="ground" style={{ margin: 0, padding: 0, backgroundColor: ground }}>
        <div data-skip-in-text="true" style={{ display: "none", maxHeight: 0, overflow: "hidden" }}>
          {preview}
        </div>
        <table
          className="ground"
          role="presentation"
          width="100%"
          cellPadding={0}
          cellSpacing={0}
          border={0}
          style={{ backgroundColor: ground }}
        >
          <tbody>
            <tr>
              <td align="center" style={{ padding: "32px 16px" }}>
                <table
                  role="presentation"
                  width="100%"
                  cellPadding={0}
                  cellSpacing={0}
                  border={0}
                  style={{ maxWidth: 560 }}
                >
                  <tbody>
                    <tr>
                      <td style={{ fontFamily: font, textAlign: "start", wordBreak: "break-word" }}>
                        {speaker && <Speaker look={look} {...speaker} />}
                        {children}
                        {reason && <Reason look={look} reader={reader} {...reason} />}
                      </td>
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

function Speaker({
  look = plainLook,
  name,
  url,
}: {
  look?: Look | undefined;
  name: string;
  url: string | null;
}) {
  const { soft } = paletteOf(look);
  const style = { fontSize: 14, lineHeight: "20px", fontWeight: 500, color: soft, textDecoration: "none" };
  return (
    <p style={{ margin: "0 0 24px" }}>
      {url === null ? (
        <span className="ink-2" style={style}>
          {name}
        </span>
      ) : (
        <a className="ink-2" href={url} style={style}>
          {look.logo && <Logo {...look.logo} src={`${url}/logo`} />}
          {name}
        </a>
      )}
    </p>
  );
}

/** The name beside it says the same, for programs that show no pictures. */
function Logo({ src, width, height }: { src: string; width: number; height: number }) {
  const style = { border: 0, verticalAlign: "middle", marginInlineEnd: 8, maxWidth: "100%" } as const;
  // biome-ignore lint/performance/noImgElement: a mail is no page of Next's.
  return <img data-skip-in-text="true" src={src} alt="" width={width} height={height} style={style} />;
}

function Reason({
  look,
  reader,
  words,
  doors,
}: {
  look: Look;
  reader: Pick<Reader, "locale">;
  words: string;
  doors: RecipientDoors;
}) {
  const small = { fontSize: 12, lineHeight: "18px", color: paletteOf(look).soft };
  return (
    <Footnote look={look}>
      {words}
      <br />
      <a className="ink-2" href={doors.preferences} style={small}>
        {say(reader, "preferences")}
      </a>
      <span className="between">{" · "}</span>
      <a className="ink-2" href={doors.unsubscribe} style={small}>
        {say(reader, "unsubscribe")}
      </a>
    </Footnote>
  );
}

type Block = { look?: Look | undefined; children: ReactNode };

export function Heading({ look = plainLook, children }: Block) {
  const style = {
    margin: "0 0 8px",
    fontSize: 20,
    lineHeight: "28px",
    fontWeight: 600,
    textAlign: "start",
  } as const;
  return (
    <h1 className="ink" dir="auto" style={{ ...style, color: paletteOf(look).ink }}>
      {children}
    </h1>
  );
}

export function Paragraph({ look = plainLook, children }: Block) {
  return (
    <p
      className="ink"
      style={{ margin: "0 0 16px", fontSize: 14, lineHeight: "22px", color: paletteOf(look).ink }}
    >
      {children}
    </p>
  );
}

/** A line that says less: times, labels. */
export function Quiet({ look = plainLook, children }: Block) {
  return (
    <p
      className="ink-2"
      style={{ margin: "0 0 16px", fontSize: 13, lineHeight: "20px", color: paletteOf(look).soft }}
    >
      {children}
    </p>
  );
}

/** Small print at the end, above it a hairline. */
export function Footnote({ look = plainLook, children }: Block) {
  const { soft, line } = paletteOf(look);
  const small = { fontSize: 12, lineHeight: "18px", color: soft };
  const style = { ...small, margin: "32px 0 0", paddingTop: 16, borderTop: `1px solid ${line}` };
  return (
    <p className="ink-2 line" style={style}>
      {children}
    </p>
  );
}

/** What people wrote, as the page shows it: the same sanitised Markdown. */
export function Words({ look = plainLook, markdown }: { look?: Look | undefined; markdown: string }) {
  if (markdown.trim() === "") return null;
  const style: CSSProperties = {
    margin: "0 0 16px",
    fontSize: 14,
    lineHeight: "22px",
    color: paletteOf(look).ink,
  };
  const html = { __html: renderMarkdown(markdown).replaceAll("<table>", "<table data-cells>") };
  // biome-ignore lint/security/noDangerouslySetInnerHtml: renderMarkdown leaves nothing in it that could do harm.
  return <div className="words ink" dir="auto" style={style} dangerouslySetInnerHTML={html} />;
}

/** The one thing to do; with `showsAddress` its address in plain sight, for who cannot click or would rather look first. */
export function Action({
  look = plainLook,
  href,
  showsAddress = false,
  children,
}: Block & { href: string; showsAddress?: boolean }) {
  const { action, ground, soft } = paletteOf(look);
  const button = {
    ...{
      display: "inline-block",
      padding: "10px 16px",
      borderRadius: 6,
      backgroundColor: action,
      color: ground,
    },
    ...{ fontSize: 14, lineHeight: "20px", fontWeight: 500, textDecoration: "none" },
  };
  const address = {
    margin: "0 0 16px",
    fontSize: 12,
    lineHeight: "18px",
    color: soft,
    wordBreak: "break-all",
  } as const;
  return (
    <>
      <p style={{ margin: "24px 0 12px" }}>
        <a className="action" href={href} style={button}>
          {children}
        </a>
      </p>
      {showsAddress && (
        <p className="ink-2" style={address} data-skip-in-text="true">
          {href}
        </p>
      )}
    </>
  );
}
