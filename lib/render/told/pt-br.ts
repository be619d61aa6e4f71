import { en, type ToldWords } from "./en";
export const ptBR: ToldWords = en;
