/**
 * On a page too long to look through: what is typed leaves the services whose name, or whose group's name, has every
 * word of it, in groups that are open; an empty box puts all back. Listens above the body, which a refresh replaces.
 */
export const findScript = compact(`
(()=>{
const plain=text=>text.normalize("NFKD").replace(/\\p{M}/gu,"").toLowerCase();
let names=new WeakMap();
const nameOf=element=>{
  if(!names.has(element))names.set(element,plain(element.querySelector("p,span").textContent));
  return names.get(element);
};
const narrow=box=>{
  const words=plain(box.value).split(/\\s+/).filter(Boolean),has=text=>words.every(word=>text.includes(word));
  let count=0,all=0;
  for(const group of document.querySelectorAll("details.group")){
    const title=nameOf(group.firstElementChild);
    let shown=0;
    for(const item of group.lastElementChild.children){
      const isShown=has(title+" "+nameOf(item));
      if(item.hidden===isShown)item.hidden=!isShown;
      if(isShown)shown++;
      all++;
    }
    group.hidden=shown===0;
    group.dataset.open??=group.open?"1":"";
    group.open=words.length?shown>0&&count+shown<=300:group.dataset.open==="1";
    count+=shown;
  }
  const told=new Intl.NumberFormat(document.documentElement.lang);
  document.getElementById("found").textContent=words.length?told.format(count)+" / "+told.format(all):"";
};
let wait=0;
document.addEventListener("input",({target})=>{
  if(target.id!=="find")return;
  cancelAnimationFrame(wait);
  wait=requestAnimationFrame(()=>narrow(target));
});
const box=of=>of.querySelector("#find");
const offer=()=>{box(document).parentNode.hidden=false};
addEventListener("renewed",({detail})=>{
  if(!box(document))return;
  offer();
  box(document).value=box(detail)?.value??"";
  if(box(document).value)narrow(box(document));
});
offer();
})()
`);

function compact(source: string): string {
  return source.replace(/\n\s*/g, "\n").trim();
}
