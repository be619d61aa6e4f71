import type { Route } from "./route";
import { accountingRoutes } from "./routes/accounting";
import { alertApiRoutes } from "./routes/alerts";
import { apiKeyRoutes } from "./routes/api-keys";
import { auditLogRoutes } from "./routes/audit-log";
import { bulkRoutes } from "./routes/bulk";
import { componentRoutes } from "./routes/components";
import { contactRoutes } from "./routes/contacts";
import { contractTermsRoutes } from "./routes/contract-terms";
import { contractRoutes } from "./routes/contracts";
import { countRoutes } from "./routes/counts";
import { creditRoutes } from "./routes/credits";
import { customerRoutes } from "./routes/customers";
import { dependencyRoutes } from "./routes/dependencies";
import { exportRoutes } from "./routes/exports";
import { incidentFactRoutes } from "./routes/incident-facts";
import { incidentTemplateRoutes } from "./routes/incident-templates";
import { incidentUpdateRoutes } from "./routes/incident-updates";
import { incidentRoutes } from "./routes/incidents";
import { invitationRoutes } from "./routes/invitations";
import { latencySpreadRoutes } from "./routes/latency-spread";
import { ledgerRoutes } from "./routes/ledger";
import { ledgerProofRoutes } from "./routes/ledger-proof";
import { maintenanceRoutes } from "./routes/maintenances";
import { markerRoutes } from "./routes/markers";
import { memberRoutes } from "./routes/members";
import { monitorHistoryRoutes } from "./routes/monitor-history";
import { monitorRoutes } from "./routes/monitors";
import { noticeRoutes } from "./routes/notices";
import { outboxRoutes } from "./routes/outbox";
import { pageRoutes } from "./routes/pages";
import { actionRoutes, postmortemRoutes } from "./routes/postmortems";
import { probeRoutes } from "./routes/probes";
import { providerSourceRoutes } from "./routes/provider-sources";
import { providerRoutes } from "./routes/providers";
import { sendingDomainRoutes } from "./routes/sending-domains";
import { slaRoutes } from "./routes/sla";
import { statementRoutes } from "./routes/statements";
import { subscriberRoutes } from "./routes/subscribers";
import { suppressionRoutes } from "./routes/suppressions";
import { timelineRoutes } from "./routes/timeline";
import { upstreamRoutes } from "./routes/upstream";
import { warningRoutes } from "./routes/warnings";
import { webhookRoutes } from "./routes/webhooks";

/** Every route of REST v1: the router, the OpenAPI document and the tests read this one list. */
export const table: readonly Route[] = [
  ...componentRoutes,
  ...monitorRoutes,
  ...monitorHistoryRoutes,
  ...latencySpreadRoutes,
  ...probeRoutes,
  ...timelineRoutes,
  ...ledgerRoutes,
  ...ledgerProofRoutes,
  ...maintenanceRoutes,
  ...markerRoutes,
  ...pageRoutes,
  ...subscriberRoutes,
  ...sendingDomainRoutes,
  ...incidentRoutes,
  ...incidentUpdateRoutes,
  ...incidentFactRoutes,
  ...incidentTemplateRoutes,
  ...postmortemRoutes,
  ...actionRoutes,
  ...providerRoutes,
  ...providerSourceRoutes,
  ...dependencyRoutes,
  ...upstreamRoutes,
  ...countRoutes,
  ...customerRoutes,
  ...contactRoutes,
  ...warningRoutes,
  ...contractTermsRoutes,
  ...contractRoutes,
  ...bulkRoutes,
  ...statementRoutes,
  ...creditRoutes,
  ...accountingRoutes,
  ...exportRoutes,
  ...slaRoutes,
  ...apiKeyRoutes,
  ...memberRoutes,
  ...invitationRoutes,
  ...auditLogRoutes,
  ...noticeRoutes,
  ...suppressionRoutes,
  ...outboxRoutes,
  ...webhookRoutes,
  ...alertApiRoutes,
];
