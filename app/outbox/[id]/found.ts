import { notFound } from "next/navigation";
import { AppError } from "@/lib/domain/errors";
import type { OutboxMessage } from "@/lib/domain/notice";
import { outboxReader } from "../view";

/** The message, for a visitor who may see it; 404 otherwise. */
export async function found(id: string): Promise<OutboxMessage> {
  const reader = await outboxReader("");
  try {
    return await reader.find(id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
