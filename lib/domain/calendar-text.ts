const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** "5 October 2026" of `2026-10-05`. */
export function spokenDay(date: string): string {
  const [year = "", month = "1", day = "1"] = date.split("-");
  return `${Number(day)} ${months[Number(month) - 1] ?? ""} ${year}`;
}

/** "October 2026" of `2026-10`. */
export function spokenMonth(month: string): string {
  return spokenDay(`${month}-01`).replace(/^1 /, "");
}
