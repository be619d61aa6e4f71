import fc from "fast-check";
import { extendEnv, variableNames } from "@/lib/env";

/** Values for tests only; the same in every run so that a failure can be repeated. */
export const testSecrets = {
  AUTH_SECRET: "a secret of the tests, long enough to pass",
  PROBITY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
  // PKCS#8 of the Ed25519 key of RFC 8032's first test vector.
  PROBITY_SIGNING_KEY: "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g",
};

/** Whatever the machine's environment says, tests see only what they were given. */
extendEnv({
  ...Object.fromEntries(variableNames.map((name) => [name, ""])),
  ...testSecrets,
  LOG_LEVEL: "silent",
});

// The same cases in every run: a red build means a change, never luck. To search further, change the seed by hand.
fc.configureGlobal({ seed: 20261121 });
