import { Banner } from "@/app/_ui/banner";
import { CopyField } from "@/app/_ui/copy-field";

/** The secret, this once. */
export function SecretBanner({ secret, title }: { secret: string; title: string }) {
  return (
    <Banner tone="good" live title={title}>
      <p>Copy it to where the calls arrive: it proves that they are ours. It is shown only now.</p>
      <p className="mt-2 text-ink">
        <CopyField value={secret} label="secret" />
      </p>
    </Banner>
  );
}
