// What the tests use of readers that others wrote; their own types, where they have any, say less than they read.

declare module "statuspage.io" {
  type Named = { name: string; status: string };
  type Incident = Named & { impact: string; incident_updates: Named[] };
  export class Statuspage {
    constructor(page: string);
    readonly api: {
      getStatus(): Promise<{ status: { indicator: string; description: string } }>;
      getComponents(): Promise<{ components: Named[] }>;
      getSummary(): Promise<{ incidents: Incident[]; scheduled_maintenances: Incident[] }>;
      incidents: {
        getAll(): Promise<{ incidents: Incident[] }>;
        getUnresolved(): Promise<{ incidents: Incident[] }>;
      };
      scheduledMaintenances: { getUpcoming(): Promise<{ scheduled_maintenances: Incident[] }> };
    };
  }
}

declare module "statuspage.js" {
  type Update = { status: string; affected_components: { code: string; new_status: string }[] | null };
  export class Statuspage {
    constructor(page: string);
    summary(): Promise<{ page: { name: string }; incidents: { incident_updates: Update[] }[] }>;
    status(): Promise<{ status: { indicator: string } }>;
  }
}

declare module "ical.js" {
  type Time = { toJSDate(): Date };
  class Component {
    constructor(jcal: unknown);
    getAllSubcomponents(name: string): Component[];
  }
  class Event {
    constructor(component: Component);
    readonly summary: string;
    readonly description: string;
    readonly uid: string;
    readonly startDate: Time;
    readonly duration: { toSeconds(): number };
    readonly recurrenceId: Time | null;
    isRecurring(): boolean;
    iterator(): { next(): Time | null };
  }
  const ICAL: {
    parse(text: string): unknown;
    Component: typeof Component;
    Event: typeof Event;
    TimezoneService: { register(zone: Component): void };
  };
  export default ICAL;
}
