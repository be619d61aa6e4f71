import { expect, it } from "vitest";
import { runMonitorNow } from "@/lib/jobs/run-now";
import { newMonitor } from "../operations/checks-rig";
import { newScope } from "../operations/ledger-rig";
import { closeAll, witness } from "../probes/rig";

type Given = { type: string; target: string; settings?: object; assertions?: object[] };

/** Every way to name an address in a monitor, but for those that first ask somebody outside. */
const ways = (host: string, port: number): Given[] => [
  { type: "http", target: `http://${host}:${port}/` },
  { type: "http", target: `https://${host}:${port}/`, settings: { http_version: "auto", ip_version: "4" } },
  { type: "tcp", target: `${host}:${port}` },
  { type: "tcp", target: `${host}:${port}`, settings: { starttls: "smtp" } },
  { type: "tls", target: `${host}:${port}` },
  { type: "tls", target: `${host}:${port}`, settings: { starttls: "imap", server_name: "example.com" } },
  { type: "dns", target: "example.com", settings: { server: `${host}:${port}` } },
  { type: "icmp", target: host },
];

it.each(["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::1]", "169.254.169.254", "[fd00::1]"])(
  "DESIGN §4: a monitor of any kind that is run by hand does not reach %s",
  async (host) => {
    const { port, visits } = await witness();
    const scope = newScope();
    for (const way of ways(host, port)) {
      const monitor = await newMonitor(scope, { ...way, interval_seconds: 3_600, timeout_ms: 2_000 });
      const outcome = await runMonitorNow(scope, monitor.id, Date.now());
      expect(outcome, JSON.stringify(way)).toMatchObject({ ok: false, failure: "private_address" });
      expect(outcome.phases.connectMs).toBeNull();
    }
    expect(visits()).toBe(0);
    await closeAll();
  },
);
