import { Skeleton } from "@/app/_ui/skeleton";

export default function Loading() {
  return (
    <>
      <div className="mb-8 h-9 w-72 animate-pulse rounded bg-sunken" />
      <Skeleton rows={10} label="Loading what is happening now" />
    </>
  );
}
