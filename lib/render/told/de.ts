import { en, type ToldWords } from "./en";
export const de: ToldWords = en;
