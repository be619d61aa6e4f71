import { en, type ToldWords } from "./en";
export const es: ToldWords = en;
