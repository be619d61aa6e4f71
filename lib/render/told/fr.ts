import { en, type ToldWords } from "./en";
export const fr: ToldWords = en;
