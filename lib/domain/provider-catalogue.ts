import { z } from "zod";
import { decodeCursor, pageOf } from "./cursor";
import { type Page, pageInput } from "./input";
import type { ProviderFormat } from "./reading";

/** A provider whose address and format are known, so that a name is enough to depend on it. */
export type KnownProvider = {
  slug: string;
  name: string;
  /** The page people read. */
  homepage: string;
  /** The document that is polled. */
  url: string;
  format: ProviderFormat;
  /** Other words people search it by. */
  words: string;
};

type Line = readonly [slug: string, name: string, base: string, words?: string];

/** Pages that answer Statuspage's `/api/v2/summary.json`; whether Statuspage or incident.io serves it, its ids tell. */
const summaries: readonly Line[] = [
  ["airtable", "Airtable", "https://status.airtable.com"],
  ["akamai", "Akamai", "https://www.akamaistatus.com", "cdn"],
  ["amplitude", "Amplitude", "https://status.amplitude.com", "analytics"],
  ["asana", "Asana", "https://status.asana.com", "tasks"],
  ["atlassian", "Atlassian", "https://status.atlassian.com"],
  ["auth0", "Auth0", "https://status.auth0.com", "okta identity sign-in"],
  ["bitbucket", "Bitbucket", "https://bitbucket.status.atlassian.com", "atlassian git"],
  ["box", "Box", "https://status.box.com"],
  ["buildkite", "Buildkite", "https://www.buildkitestatus.com", "ci"],
  ["bunny", "bunny.net", "https://status.bunny.net", "cdn"],
  ["canva", "Canva", "https://www.canvastatus.com", "design"],
  ["circleci", "CircleCI", "https://status.circleci.com", "ci"],
  ["claude", "Claude", "https://status.claude.com", "anthropic ai"],
  ["clerk", "Clerk", "https://status.clerk.com", "identity sign-in"],
  ["cloudflare", "Cloudflare", "https://www.cloudflarestatus.com", "cdn dns workers"],
  ["cloudinary", "Cloudinary", "https://status.cloudinary.com", "images media"],
  ["codecov", "Codecov", "https://status.codecov.com", "ci coverage"],
  ["cohere", "Cohere", "https://status.cohere.com", "ai"],
  ["coinbase", "Coinbase", "https://status.coinbase.com"],
  ["confluence", "Confluence", "https://confluence.status.atlassian.com", "atlassian wiki"],
  ["confluent", "Confluent Cloud", "https://status.confluent.cloud", "kafka"],
  ["contentful", "Contentful", "https://www.contentfulstatus.com", "cms"],
  ["customer-io", "Customer.io", "https://status.customer.io", "e-mail"],
  ["datadog", "Datadog", "https://status.datadoghq.com", "monitoring"],
  ["digitalocean", "DigitalOcean", "https://status.digitalocean.com", "cloud hosting"],
  ["discord", "Discord", "https://discordstatus.com", "chat"],
  ["docusign", "DocuSign", "https://status.docusign.com", "signatures"],
  ["dropbox", "Dropbox", "https://status.dropbox.com"],
  ["elastic", "Elastic Cloud", "https://status.elastic.co", "search"],
  ["epic-games", "Epic Games", "https://status.epicgames.com", "games"],
  ["expo", "Expo", "https://status.expo.dev", "mobile apps"],
  ["figma", "Figma", "https://status.figma.com"],
  ["fivetran", "Fivetran", "https://status.fivetran.com", "data"],
  ["fly", "Fly.io", "https://status.flyio.net", "hosting"],
  ["github", "GitHub", "https://www.githubstatus.com", "git actions packages"],
  ["grafana", "Grafana Cloud", "https://status.grafana.com", "monitoring"],
  ["hashicorp", "HashiCorp", "https://status.hashicorp.com", "terraform vault"],
  ["honeycomb", "Honeycomb", "https://status.honeycomb.io", "monitoring"],
  ["hubspot", "HubSpot", "https://status.hubspot.com", "crm"],
  ["intercom", "Intercom", "https://www.intercomstatus.com", "support chat"],
  ["jira", "Jira", "https://jira-software.status.atlassian.com", "atlassian"],
  ["klaviyo", "Klaviyo", "https://status.klaviyo.com", "e-mail"],
  ["launchdarkly", "LaunchDarkly", "https://status.launchdarkly.com", "feature flags"],
  ["linear", "Linear", "https://linearstatus.com"],
  ["linode", "Linode", "https://status.linode.com", "akamai cloud hosting"],
  ["mailchimp", "Mailchimp", "https://status.mailchimp.com", "e-mail mandrill"],
  ["mailgun", "Mailgun", "https://status.mailgun.com", "e-mail"],
  ["mapbox", "Mapbox", "https://status.mapbox.com", "maps"],
  ["miro", "Miro", "https://status.miro.com"],
  ["mixpanel", "Mixpanel", "https://www.mixpanelstatus.com", "analytics"],
  ["monday", "monday.com", "https://status.monday.com", "tasks"],
  ["mongodb", "MongoDB Atlas", "https://status.cloud.mongodb.com", "database"],
  ["netlify", "Netlify", "https://www.netlifystatus.com", "hosting"],
  ["new-relic", "New Relic", "https://status.newrelic.com", "monitoring"],
  ["notion", "Notion", "https://status.notion.so"],
  ["npm", "npm", "https://status.npmjs.org", "registry packages"],
  ["openai", "OpenAI", "https://status.openai.com", "chatgpt ai"],
  ["opsgenie", "Opsgenie", "https://opsgenie.status.atlassian.com", "atlassian on-call"],
  ["pinecone", "Pinecone", "https://status.pinecone.io", "ai database"],
  ["plaid", "Plaid", "https://status.plaid.com", "banking payments"],
  ["planetscale", "PlanetScale", "https://www.planetscalestatus.com", "database"],
  ["pusher", "Pusher", "https://status.pusher.com", "realtime"],
  ["python", "Python infrastructure", "https://status.python.org", "pypi packages"],
  ["reddit", "Reddit", "https://www.redditstatus.com"],
  ["render", "Render", "https://status.render.com", "hosting"],
  ["rubygems", "RubyGems", "https://status.rubygems.org", "registry packages ruby"],
  ["scaleway", "Scaleway", "https://status.scaleway.com", "cloud hosting"],
  ["segment", "Segment", "https://status.segment.com", "twilio"],
  ["sendgrid", "SendGrid", "https://status.sendgrid.com", "twilio e-mail"],
  ["sentry", "Sentry", "https://status.sentry.io", "monitoring errors"],
  ["shopify", "Shopify", "https://www.shopifystatus.com", "shop"],
  ["snowflake", "Snowflake", "https://status.snowflake.com", "database warehouse"],
  ["square", "Square", "https://www.issquareup.com", "payments cards"],
  ["squarespace", "Squarespace", "https://status.squarespace.com", "websites"],
  ["stripe", "Stripe", "https://www.stripestatus.com", "payments cards"],
  ["supabase", "Supabase", "https://status.supabase.com", "database"],
  ["travis-ci", "Travis CI", "https://www.traviscistatus.com", "ci"],
  ["trello", "Trello", "https://trello.status.atlassian.com", "atlassian"],
  ["twilio", "Twilio", "https://status.twilio.com", "sms telephone"],
  ["twitch", "Twitch", "https://status.twitch.tv"],
  ["vercel", "Vercel", "https://www.vercel-status.com", "hosting next"],
  ["vimeo", "Vimeo", "https://www.vimeostatus.com", "video"],
  ["wasabi", "Wasabi", "https://status.wasabi.com", "storage"],
  ["webflow", "Webflow", "https://status.webflow.com", "websites"],
  ["zapier", "Zapier", "https://status.zapier.com"],
  ["zoom", "Zoom", "https://status.zoom.us", "video meetings"],
];

type OwnLine = readonly [
  slug: string,
  name: string,
  homepage: string,
  url: string,
  format: ProviderFormat,
  words?: string,
];

const others: readonly OwnLine[] = [
  ["apple", "Apple", "https://www.apple.com/support/systemstatus/", "https://www.apple.com/support/systemstatus/data/system_status_en_US.js", "apple", "icloud app store"],
  ["aws", "Amazon Web Services", "https://health.aws.amazon.com/health/status", "https://health.aws.amazon.com/public/currentevents", "aws-currentevents", "amazon ec2 s3 cloud"],
  ["azure", "Microsoft Azure", "https://azure.status.microsoft/en-us/status", "https://azure.status.microsoft/en-us/status/feed/", "azure-rss", "cloud"],
  ["azure-devops", "Azure DevOps", "https://status.dev.azure.com", "https://status.dev.azure.com/_apis/status/health?api-version=7.1-preview.1", "azure-devops-health", "microsoft git pipelines"],
  ["docker", "Docker", "https://www.dockerstatus.com", "https://api.status.io/1.0/status/533c6539221ae15e3f000031", "statusio", "hub registry containers"],
  ["fastly", "Fastly", "https://www.fastlystatus.com", "https://www.fastlystatus.com/rss/", "rss-atom-plain", "cdn"],
  ["firebase", "Firebase", "https://status.firebase.google.com", "https://status.firebase.google.com/incidents.json", "google-cloud", "google"],
  ["gitlab", "GitLab", "https://status.gitlab.com", "https://api.status.io/1.0/status/5b36dc6502d06804c08349f7", "statusio", "git ci"],
  ["google-cloud", "Google Cloud", "https://status.cloud.google.com", "https://status.cloud.google.com/incidents.json", "google-cloud", "gcp"],
  ["google-workspace", "Google Workspace", "https://www.google.com/appsstatus/dashboard/", "https://www.google.com/appsstatus/dashboard/incidents.json", "google-cloud", "gmail drive meet"],
  ["heroku", "Heroku", "https://status.heroku.com", "https://status.heroku.com/api/v4/current-status", "heroku-v4", "salesforce hosting"],
  ["hetzner", "Hetzner", "https://status.hetzner.com", "https://status.hetzner.com/en.atom", "rss-atom-plain", "cloud hosting servers"],
  ["hugging-face", "Hugging Face", "https://status.huggingface.co", "https://status.huggingface.co/index.json", "betterstack", "ai models"],
  ["mistral", "Mistral AI", "https://status.mistral.ai", "https://status.mistral.ai/api/status-page/mistral-ai/unresolved-incidents", "checkly", "ai"],
  ["oracle-cloud", "Oracle Cloud", "https://ocistatus.oraclecloud.com", "https://ocistatus.oraclecloud.com/api/v2/components.json", "oracle-oci", "oci"],
  ["perplexity", "Perplexity", "https://status.perplexity.com", "https://status.perplexity.com/summary.json", "instatus", "ai"],
  ["plausible", "Plausible", "https://status.plausible.io", "https://status.plausible.io/index.json", "betterstack", "analytics"],
  ["postmark", "Postmark", "https://status.postmarkapp.com", "https://status.postmarkapp.com/api/v1/status", "sorry", "e-mail"],
  ["railway", "Railway", "https://status.railway.app", "https://status.railway.app/summary.json", "instatus", "hosting"],
  ["slack", "Slack", "https://slack-status.com", "https://slack-status.com/api/v2.0.0/current", "slack", "chat"],
  ["tor", "Tor Project", "https://status.torproject.org", "https://status.torproject.org/index.json", "cstate"],
  ["xai", "xAI", "https://status.x.ai", "https://status.x.ai/feed.xml", "rss-atom-plain", "grok ai"],
]; // biome-ignore format: a table reads best as a table

/** Every known provider, by name. */
export const knownProviders: readonly KnownProvider[] = [
  ...summaries.map(
    ([slug, name, homepage, words = ""]): KnownProvider => ({
      ...{ slug, name, homepage, words },
      url: `${homepage}/api/v2/summary.json`,
      format: "statuspage-v2-summary",
    }),
  ),
  ...others.map(
    ([slug, name, homepage, url, format, words = ""]): KnownProvider => ({
      ...{ slug, name, homepage, url, format, words },
    }),
  ),
].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));

const bySlug = new Map(knownProviders.map((provider) => [provider.slug, provider]));

export function knownProvider(slug: string): KnownProvider | undefined {
  return bySlug.get(slug);
}

/** Those whose name, words or address hold every word of `q`; a name that begins with it comes first. */
function searchProviders(q: string | undefined): readonly KnownProvider[] {
  const words = (q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return knownProviders;
  const found = knownProviders.filter((provider) => {
    const text = `${provider.name} ${provider.slug} ${provider.words} ${provider.homepage}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const begins = (provider: KnownProvider) => provider.name.toLowerCase().startsWith(words.join(" "));
  return [...found.filter(begins), ...found.filter((provider) => !begins(provider))];
}

/** Query of `GET /providers`. */
export const providerListInput = pageInput.extend({ q: z.string().max(200).optional() });

/** One page of what {@link searchProviders} finds, in its order. */
export function listKnownProviders(input: z.output<typeof providerListInput>): Page<KnownProvider> {
  const found = searchProviders(input.q);
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ["string"])[0];
  const from = after === null ? 0 : found.findIndex((provider) => provider.slug === after) + 1;
  return pageOf(found.slice(from, from + input.limit + 1), input.limit, (provider) => [provider.slug]);
}

/** The known provider whose page or document lives at this address, whatever path was pasted. */
export function knownProviderAt(url: string): KnownProvider | undefined {
  const asked = URL.parse(url);
  if (asked === null) return undefined;
  const exact = knownProviders.find((provider) => provider.url === asked.href);
  const isAtHome = ({ homepage }: KnownProvider) => {
    const home = new URL(homepage);
    return home.host === asked.host && (home.pathname === "/" || asked.pathname.startsWith(home.pathname));
  };
  return exact ?? knownProviders.find(isAtHome);
}
