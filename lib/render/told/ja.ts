import { en, type ToldWords } from "./en";
export const ja: ToldWords = en;
