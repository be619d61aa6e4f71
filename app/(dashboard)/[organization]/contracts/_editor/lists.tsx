const zones = Intl.supportedValuesOf("timeZone");
const currencies = [
  "EUR",
  "USD",
  "GBP",
  "CHF",
  "JPY",
  "CAD",
  "AUD",
  "SEK",
  "NOK",
  "DKK",
  "PLN",
  "INR",
  "BRL",
];

/** What fields offer while one types. */
export function Lists() {
  return (
    <>
      <datalist id="zones">
        {["UTC", ...zones].map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <datalist id="currencies">
        {currencies.map((currency) => (
          <option key={currency} value={currency} />
        ))}
      </datalist>
    </>
  );
}
