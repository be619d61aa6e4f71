import { en, type ToldWords } from "./en";
export const ar: ToldWords = en;
