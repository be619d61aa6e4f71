import { en, type ToldWords } from "./en";
export const zhCN: ToldWords = en;
