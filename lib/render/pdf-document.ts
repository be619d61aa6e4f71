import { join } from "node:path";
import PDFDocument from "pdfkit";
import type { Ms } from "@/lib/domain/time";

const fonts = join(process.cwd(), "node_modules", "geist", "dist", "fonts", "geist-sans");
export const regular = join(fonts, "Geist-Regular.ttf");
export const bold = join(fonts, "Geist-SemiBold.ttf");

export const ink = "#111111";
export const quiet = "#666666";
export const margin = 40;

export type Pdf = PDFKit.PDFDocument;

/** An empty A4 document that says it was made at an instant of its data, so that it is the same bytes whenever it is made. */
export function openPdf(title: string, layout: "portrait" | "landscape", made: Ms): Pdf {
  const info = { Title: title, CreationDate: new Date(made) };
  return new PDFDocument({ size: "A4", layout, margin, bufferPages: true, font: regular, info });
}

/** The document's bytes, once `end` was called on it; ask before drawing. */
export function collectPdf(doc: Pdf): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
}

/** A hairline across the page between the margins. */
export function drawRule(doc: Pdf, y: number): void {
  doc
    .moveTo(margin, y)
    .lineTo(doc.page.width - margin, y)
    .lineWidth(0.5)
    .strokeColor("#d4d4d4")
    .stroke();
}
