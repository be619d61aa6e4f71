import { mkdir, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { Mirror } from "./mirror";

/** A folder that any web server can serve as it is. A reader sees the old file or the new one, never a half. */
export function folderMirror(folder: string): Mirror {
  const root = resolve(folder);
  return {
    async put(file, bytes) {
      const place = placeOf(root, file);
      await mkdir(dirname(place), { recursive: true });
      const temporary = `${place}.${process.pid}.part`;
      await writeFile(temporary, bytes);
      await rename(temporary, place);
    },
    async remove(file) {
      const place = placeOf(root, file);
      await rm(place, { force: true });
      await removeEmpty(root, dirname(place));
    },
  };
}

function placeOf(root: string, file: string): string {
  const place = join(root, file);
  if (!place.startsWith(root + sep)) throw new Error(`a file outside the mirror: ${file}`);
  return place;
}

/** Folders that hold nothing any more go too, up to the mirror itself. */
async function removeEmpty(root: string, folder: string): Promise<void> {
  if (folder === root || !folder.startsWith(root + sep)) return;
  const left = await readdir(folder).catch(() => ["unreadable"]);
  if (left.length > 0) return;
  await rmdir(folder).catch(() => {});
  await removeEmpty(root, dirname(folder));
}
